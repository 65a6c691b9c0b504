//! What is known while one document is lowered: the types so far, the names that are taken, where a schema stands.

use std::collections::BTreeSet;

use super::names::{Names, camel_part};
use super::{Options, TypeDef, TypeId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::schema::{Document, Schema, Version};
use crate::text::Span;

/// The types of one method while they are made.
pub(super) struct Lowering<'a> {
    pub(super) document: &'a Document,
    trace: &'a str,
    /// What the names of all types begin with.
    base: String,
    pub(super) options: &'a Options,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// `None` while the types inside a type are made before it.
    pub(super) types: Vec<Option<TypeDef>>,
    /// The newest `added` of what a node's answer must have.
    pub(super) oldest: Option<Version>,
    /// Names that mean something on both sides, or that the method itself needs.
    shared: BTreeSet<String>,
    taken: Names,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        document: &'a Document,
        trace: &'a str,
        options: &'a Options,
        diagnostics: &'a mut Diagnostics,
        base: String,
    ) -> Self {
        let own = ["Request", "Response", "Error"].map(|part| format!("{base}{part}"));
        let request = path_names(&document.request, &base);
        let response = path_names(&document.response, &base);
        let shared = request.intersection(&response).cloned().chain(own.iter().cloned()).collect();
        let taken = Names::from(own);
        Self { document, trace, base, options, diagnostics, types: Vec::new(), oldest: None, shared, taken }
    }

    /// Where a schema stands, as generated code shows it.
    pub(super) fn trace(&self, schema: &Schema) -> String {
        format!("{}#{}", self.trace, schema.pointer)
    }

    /// The name of the type at a path: short where it is unique, with its side where it is not.
    pub(super) fn type_name(&mut self, path: &Path<'_>) -> String {
        let short = format!("{}{}", self.base, path.camel());
        let long = format!("{}{}{}", self.base, path.side, path.camel());
        if path.names.is_empty() {
            return long;
        }
        let wanted = if self.shared.contains(&short) { long } else { short };
        self.reserve_name(&wanted)
    }

    /// The name of a table of rules that no Rust type has.
    pub(super) fn rules_name(&mut self, path: &Path<'_>) -> String {
        self.reserve_name(&format!("{}{}{}Rules", self.base, path.side, path.camel()))
    }

    /// The wanted name of a type, or one like it that no type has yet.
    pub(super) fn reserve_name(&mut self, wanted: &str) -> String {
        self.taken.give(wanted)
    }

    /// Keeps a place for a type, so that it stands before those inside it.
    pub(super) fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }

    pub(super) fn defined_mut(&mut self, id: TypeId) -> Option<&mut TypeDef> {
        self.types.get_mut(id.0).and_then(Option::as_mut)
    }

    pub(super) fn define(&mut self, id: TypeId, def: TypeDef) {
        if let Some(place) = self.types.get_mut(id.0) {
            *place = Some(def);
        }
    }
}

/// The way from a side of a method to a type inside it.
#[derive(Clone)]
pub(super) struct Path<'a> {
    names: Vec<&'a str>,
    side: &'static str,
}

impl<'a> Path<'a> {
    /// A side as a whole, by its name in types' names.
    pub(super) const fn of_side(side: &'static str) -> Self {
        Self { names: Vec::new(), side }
    }

    pub(super) fn then<'b>(&self, name: &'b str) -> Path<'b>
    where
        'a: 'b,
    {
        let mut names = self.names.clone();
        names.push(name);
        Path { names, side: self.side }
    }

    fn camel(&self) -> String {
        self.names.iter().map(|name| camel_part(name)).collect()
    }
}

/// The names that every place below a schema would have as a type.
fn path_names(schema: &Schema, path: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for property in schema.properties() {
        let path = format!("{path}{}", camel_part(&property.name.value));
        names.extend(path_names(&property.schema, &path));
        names.insert(path);
    }
    for below in schema.items.iter().map(|items| &**items).chain(schema.branches()) {
        names.extend(path_names(below, path));
    }
    names
}

/// What becomes of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A command's parameters.
    Params,
    /// A whole request, response or payload.
    Whole,
    /// A type inside another.
    Part,
    /// Only a table of rules, for a branch.
    Rules,
}

/// Whether something `added` in a release is unknown to nodes up to `limit`.
pub(super) fn is_newer(added: &Version, limit: Option<&Version>) -> bool {
    limit.is_some_and(|limit| added > limit)
}

pub(super) fn not_an_identifier(document: &Document, span: Span, name: &str, pointer: &str) -> Diagnostic {
    let message = format!("{} cannot become a Rust name", quoted(name));
    Diagnostic::new(Code::NameNotIdentifier, message)
        .at(&document.source, span)
        .label("no ASCII letter or digit")
        .hint("Rust names are made of the ASCII letters and digits of a name; give it one, or leave this schema out")
        .pointer(pointer)
}
