//! Fields that a node's answer requires without saying since when, although a documented answer lacks them.

use std::collections::BTreeMap;

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::schema::{Document, Property, Schema, Side};
use cln_runtime::Rule;
use cln_runtime::json::pointer::steps;

use super::Finding;
use super::examples::{broken, instance_pointer};
use super::judged::Judged;

/// A finding for each such field.
pub(super) fn without_added(document: &Document, judged: &[Judged]) -> Vec<Finding> {
    // By place in the schema: several examples may lack the same field.
    let mut findings: BTreeMap<String, Finding> = BTreeMap::new();
    for side in Side::ALL.into_iter().filter(|side| side.is_written_by_node(document.target)) {
        let root = match side {
            Side::Request => &document.request,
            Side::Response => &document.response,
        };
        for (example, judged) in document.examples.iter().zip(judged) {
            let missing = broken(judged.side(side)).filter(|(rule, ..)| *rule == Rule::Required);
            for property in missing.filter_map(|(_, pointer, _)| never_added(root, pointer)) {
                let instance = instance_pointer(&example.pointer, side);
                let finding = || newly_required(document, property, &instance);
                findings.entry(property.schema.pointer.clone()).or_insert_with(finding);
            }
        }
    }
    findings.into_values().collect()
}

/// The property that a place of an instance is, if its schema does not say since when it is there.
fn never_added<'s>(root: &'s Schema, pointer: &str) -> Option<&'s Property> {
    let mut steps: Vec<_> = steps(pointer).collect();
    let name = steps.pop()?;
    let mut place = vec![root];
    for token in &steps {
        place = described(place).into_iter().flat_map(|schema| below(schema, token)).collect();
    }
    let described = described(place);
    let mut properties = described.into_iter().filter_map(|schema| schema.property(&name));
    let first = properties.next()?;
    let is_silent = |property: &Property| property.schema.added.is_none();
    (is_silent(first) && properties.all(is_silent)).then_some(first)
}

/// The schemas and all their branches: they describe the same place.
fn described(mut place: Vec<&Schema>) -> Vec<&Schema> {
    let mut next = 0;
    while let Some(schema) = place.get(next) {
        let branches: Vec<_> = schema.branches().collect();
        place.extend(branches);
        next += 1;
    }
    place
}

/// The schemas of what stands at one token below a schema.
fn below<'s>(schema: &'s Schema, token: &str) -> impl Iterator<Item = &'s Schema> {
    let is_index = token.bytes().all(|byte| byte.is_ascii_digit());
    let items = schema.items.as_deref().filter(|_| is_index);
    items.into_iter().chain(schema.property(token).map(|property| &property.schema))
}

fn newly_required(document: &Document, property: &Property, instance: &str) -> Finding {
    let name = quoted(&property.name.value);
    let message =
        format!("{name} is required, but the example at `{instance}` lacks it, and no `added` says since when");
    let diagnostic = Diagnostic::new(Code::RequiredWithoutAdded, message)
        .at(&document.source, property.name.span)
        .label("newly required?")
        .hint("say with `added` since when answers have it, or do not require it, or complete the example")
        .pointer(&property.schema.pointer);
    diagnostic.into()
}
