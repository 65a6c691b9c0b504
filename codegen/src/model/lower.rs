//! One document into one method.

use cln_runtime::Origin;

use super::context::{Lowering, Path, Role, is_newer, not_an_identifier};
use super::deprecation::{deprecation, is_gone};
use super::errors::lower_errors;
use super::examples::lower_examples;
use super::names::{camel_path, module, snake, type_prefix};
use super::notes::side_notes;
use super::{Deprecation, Method, Options, TypeId, docs};
use crate::diagnostic::Diagnostics;
use crate::schema::{Document, Side, Target};

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

impl Lowering<'_> {
    fn side(&mut self, side: Side) -> TypeId {
        let (schema, name) = match side {
            Side::Request => (&self.document.request, "Request"),
            Side::Response => (&self.document.response, "Response"),
        };
        let target = self.document.target;
        let origin = if side.is_written_by_node(target) { Origin::Node } else { Origin::Client };
        let role = if target == Target::Rpc && side == Side::Request { Role::Params } else { Role::Whole };
        let path = Path::of_side(name);
        self.lower_object(schema, &path, origin, role)
    }
}
