//! One document into one method.

use std::collections::BTreeSet;

use cln_runtime::Writer;

use super::deprecation::{deprecation, is_gone};
use super::errors::lower_errors;
use super::examples::lower_examples;
use super::fields::Role;
use super::names::{Names, camel_part, camel_path, module, snake, type_prefix};
use super::notes::side_notes;
use super::{Deprecation, Method, Options, TypeDef, TypeId, docs};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::schema::{Document, Schema, Side, Target, Version};
use crate::source::Span;

/// Decides everything about the bindings of one document, which generated code will call `trace`.
///
/// What is wrong goes to `diagnostics`; `None` if the method is not to be generated at all.
pub fn lower(document: &Document, trace: &str, options: &Options, diagnostics: &mut Diagnostics) -> Option<Method> {
    let is_newer = document.added.as_ref().is_some_and(|added| is_newer(&added.value, options.until.as_ref()));
    if is_newer || is_gone(document.deprecated.as_ref(), options) {
        return None;
    }
    let name = &document.name.value;
    let kind = match document.target {
        Target::Rpc => "",
        Target::Notification => "notification",
        Target::Hook => "hook",
    };
    let Some(module) = module(&format!("{name} {kind}")).filter(|_| snake(name).is_some()) else {
        // An empty name has been reported by the parser, which knows more about it.
        if !name.is_empty() {
            diagnostics.push(not_an_identifier(document, document.name.span, name, document.target.key()));
        }
        return None;
    };
    let base = type_prefix(&[name, kind]);
    let mut lowering = Lowering::new(document, trace, options, diagnostics, base.clone());
    let [request, response] = [Side::Request, Side::Response].map(|side| lowering.side(side));
    let oldest = lowering.oldest.take();
    let mut method = Method {
        target: document.target,
        name: name.clone(),
        variant: camel_path(&[name]),
        module,
        source: trace.to_owned(),
        docs: method_docs(document, options),
        request_notes: side_notes(document, Side::Request),
        response_notes: side_notes(document, Side::Response),
        types: lowering.types.into_iter().flatten().collect(),
        request,
        response,
        errors: lower_errors(&format!("{base}Error"), &document.errors),
        examples: Vec::new(),
        oldest: options.since.clone().or(oldest),
    };
    method.examples = lower_examples(document, &method);
    Some(method)
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

fn method_docs(document: &Document, options: &Options) -> Vec<String> {
    let title = document.title.as_deref().map(docs::as_sentence);
    let mut lines: Vec<String> = title.iter().flat_map(|title| docs::markdown(title.lines())).collect();
    let description = docs::prose(&document.description);
    if !lines.is_empty() && !description.is_empty() {
        lines.push(String::new());
    }
    lines.extend(description);
    let deprecated = deprecation(document.deprecated.as_ref(), options);
    docs::with_notes(lines, deprecated.as_deref().map(Deprecation::sentence).into_iter().collect())
}

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
    fn new(
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

    fn side(&mut self, side: Side) -> TypeId {
        let (schema, name) = match side {
            Side::Request => (&self.document.request, "Request"),
            Side::Response => (&self.document.response, "Response"),
        };
        let target = self.document.target;
        let writer = if side.is_written_by_node(target) { Writer::Node } else { Writer::User };
        let role = if target == Target::Rpc && side == Side::Request { Role::Params } else { Role::Whole };
        let path = Path { names: Vec::new(), side: name };
        self.lower_object(schema, &path, writer, role)
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
