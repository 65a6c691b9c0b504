//! The public items of a method's bindings, as those who use them see them, and what becomes of them.
//!
//! Names, types and the order of arguments are those that [`emit`](cln_codegen::emit) writes down, by the same functions.

use std::collections::BTreeMap;

use cln_codegen::internals::signatures as sig;
use cln_codegen::model::{Constructor, Enum, Method, Struct, Target, TypeDef, Union, View};
use quote::ToTokens;

use super::Semver;

/// All items of a method, by name: `DelpayRequest`, `DelpayRequest.status`, `DelpayRequest::with_status`.
#[derive(Default)]
pub(super) struct Bindings<'m> {
    items: BTreeMap<String, Item<'m>>,
}

/// What users see of an item.
struct Item<'m> {
    signature: String,
    /// The name of the type that it is part of, or its own; `None` if it has nothing to do with types.
    owner: Option<&'m str>,
    /// Where the schema stands that it is made of.
    pointer: &'m str,
    /// Whether users list all of its kind, so that a new one breaks them.
    exhaustive: bool,
}

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Gone,
    Changed,
    New,
}

/// An item that the bindings of only one release have, or that has changed.
#[derive(Debug)]
pub(super) struct ItemDiff<'m> {
    pub(super) name: String,
    pub(super) fate: Fate,
    pub(super) semver: Semver,
    /// Whether it is a type, and not a part of one.
    pub(super) is_type: bool,
    /// Where the schemas stand that it is made of, in each release that has it.
    pub(super) pointers: [Option<&'m str>; 2],
}

impl<'m> Bindings<'m> {
    pub(super) fn of(method: &'m Method) -> Self {
        let mut bindings = Self::default();
        for def in &method.types {
            match def {
                TypeDef::Struct(def) if def.visible => bindings.structure(method, def),
                TypeDef::Struct(_) => {}
                TypeDef::Enum(def) => bindings.enumeration(method, def),
                TypeDef::Union(def) => bindings.union(method, def),
            }
        }
        if method.target == Target::Rpc {
            bindings.errors(method);
            bindings.list(method);
        }
        bindings
    }

    /// The constant of the index that says which nodes are too old.
    pub(super) fn with_oldest_node(mut self) -> Self {
        let item = Item { signature: "const".to_owned(), owner: None, pointer: "/added", exhaustive: false };
        self.items.insert("OLDEST_NODE".to_owned(), item);
        self
    }

    fn structure(&mut self, method: &'m Method, def: &'m Struct) {
        let part = Part { owner: &def.name, pointer: pointer(method, &def.trace), exhaustive: false };
        part.add(self, "", "#[non_exhaustive] struct".to_owned());
        if sig::has_default(def) {
            part.add(self, ": Default", String::new());
        }
        for field in &def.fields {
            part.at(pointer(method, &field.trace)).field(self, &sig::field(method, field));
        }
        if let Some(member) = sig::additional(method, def) {
            part.field(self, &member);
        }
        part.add(self, "::new", written(&sig::new_arguments(method, def)));
        for setter in &def.setters {
            let part = match sig::pick(def, &setter.fields).collect::<Vec<_>>().as_slice() {
                [only] => part.at(pointer(method, &only.trace)),
                _ => part,
            };
            part.add(self, &format!("::{}", setter.name), written(&sig::setter_arguments(method, def, setter)));
        }
        if sig::is_side(method, def) {
            part.add(self, "::validate", String::new());
        }
        if let Constructor::Required(name, indices) = &def.constructor {
            self.required(method, def, (name, indices));
        }
        for view in &def.views {
            self.view(method, def, view);
        }
    }

    /// What a client's `items` gives for the request.
    fn list(&mut self, method: &'m Method) {
        if let (Some(request), Some((item, field))) = (method.struct_def(method.request), sig::list(method)) {
            let part = Part { owner: &request.name, pointer: pointer(method, &field.trace), exhaustive: false };
            part.add(self, ": Lists", item.name.clone());
        }
    }

    /// The struct of what is required, which users write out in full.
    fn required(&mut self, method: &'m Method, def: &'m Struct, (name, indices): (&'m str, &'m [usize])) {
        let part = Part { owner: name, pointer: pointer(method, &def.trace), exhaustive: true };
        part.add(self, "", "struct".to_owned());
        for field in sig::pick(def, indices) {
            part.at(pointer(method, &field.trace)).field(self, &sig::required_field(method, field));
        }
    }

    fn view(&mut self, method: &'m Method, def: &'m Struct, view: &'m View) {
        let of_struct = Part { owner: &def.name, pointer: pointer(method, &def.trace), exhaustive: false };
        of_struct.add(self, &format!("::{}", view.method), view.name.clone());
        let part = Part { owner: &view.name, ..of_struct };
        part.add(self, "", "#[non_exhaustive] struct<'a>".to_owned());
        for field in sig::promised(def, view) {
            part.at(pointer(method, &field.trace)).field(self, &sig::promised_field(method, field));
        }
    }

    fn enumeration(&mut self, method: &'m Method, def: &'m Enum) {
        let part = Part { owner: &def.name, pointer: pointer(method, &def.trace), exhaustive: def.open.is_none() };
        part.add(self, "", enum_kind(def.open.as_deref()));
        for value in &def.values {
            part.arm(self, &sig::value(value), &value.wire);
        }
        if let Some(unlisted) = sig::unlisted_value(def) {
            part.arm(self, &unlisted, "");
        }
    }

    fn union(&mut self, method: &'m Method, def: &'m Union) {
        let part = Part { owner: &def.name, pointer: pointer(method, &def.trace), exhaustive: def.open.is_none() };
        part.add(self, "", enum_kind(def.open.as_deref()));
        for variant in &def.variants {
            part.arm(self, &sig::alternative(method, variant), "");
        }
        if let Some(unknown) = sig::no_alternative(method, def) {
            part.arm(self, &unknown, "");
        }
    }

    fn errors(&mut self, method: &'m Method) {
        let errors = &method.errors;
        let part = Part { owner: &errors.name, pointer: "/errors", exhaustive: false };
        part.add(self, "", enum_kind(Some("Other")));
        for variant in &errors.variants {
            part.arm(self, &sig::error(method, variant), &variant.code.to_string());
        }
        part.arm(self, &sig::other_error(method), "");
    }

    /// What becomes of the items in another release, by name; nothing of the parts of a type that comes or goes.
    pub(super) fn compare(&self, new: &Self) -> Vec<ItemDiff<'m>> {
        let mut diffs = Vec::new();
        for (name, before) in &self.items {
            let after = new.items.get(name);
            let fate = match after {
                Some(after) if after.signature == before.signature => continue,
                Some(_) => Fate::Changed,
                None if !before.is_type(name) && !new.has_owner_of(before) => continue,
                None => Fate::Gone,
            };
            diffs.push(ItemDiff {
                fate,
                semver: Semver::Major,
                is_type: before.is_type(name),
                pointers: [Some(before.pointer), after.map(|after| after.pointer)],
                name: name.clone(),
            });
        }
        for (name, item) in new.items.iter().filter(|(name, _)| !self.items.contains_key(*name)) {
            let is_type = item.is_type(name);
            if is_type || self.has_owner_of(item) {
                let semver = if item.exhaustive && !is_type { Semver::Major } else { Semver::Minor };
                let pointers = [None, Some(item.pointer)];
                diffs.push(ItemDiff { name: name.clone(), fate: Fate::New, semver, is_type, pointers });
            }
        }
        diffs
    }

    /// Whether the type is here that an item of the other release is part of, if it is part of any.
    fn has_owner_of(&self, item: &Item<'_>) -> bool {
        item.owner.is_none_or(|owner| self.items.contains_key(owner))
    }
}

impl Item<'_> {
    fn is_type(&self, name: &str) -> bool {
        self.owner == Some(name)
    }
}

/// A type while its parts are listed.
#[derive(Clone, Copy)]
struct Part<'m> {
    owner: &'m str,
    pointer: &'m str,
    exhaustive: bool,
}

impl<'m> Part<'m> {
    const fn at(self, pointer: &'m str) -> Self {
        Self { pointer, ..self }
    }

    fn add(self, bindings: &mut Bindings<'m>, name: &str, signature: String) {
        let Self { owner, pointer, exhaustive } = self;
        bindings.items.insert(format!("{owner}{name}"), Item { signature, owner: Some(owner), pointer, exhaustive });
    }

    fn field(self, bindings: &mut Bindings<'m>, field: &sig::Typed) {
        self.add(bindings, &format!(".{}", field.name), field.ty.to_string());
    }

    /// A variant; `wire` is what stands for it on the wire, if that is not what it holds.
    fn arm(self, bindings: &mut Bindings<'m>, arm: &sig::Arm, wire: &str) {
        self.add(bindings, &format!("::{}", arm.name), format!("{} = {wire}", arm.to_token_stream()));
    }
}

fn enum_kind(open: Option<&str>) -> String {
    if open.is_some() { "#[non_exhaustive] enum" } else { "enum" }.to_owned()
}

/// Arguments in their order.
fn written(arguments: &[sig::Typed]) -> String {
    arguments.iter().map(|argument| argument.to_token_stream().to_string()).collect::<Vec<_>>().join(", ")
}

/// Where a schema stands in its file.
fn pointer<'m>(method: &Method, trace: &'m str) -> &'m str {
    trace.strip_prefix(&method.source).and_then(|rest| rest.strip_prefix('#')).unwrap_or(trace)
}
