//! The list of an object's fields: what must be there first, then the rest, then what depends on other fields.

use std::collections::BTreeSet;

use cln_codegen::schema::{Property, Schema, Type};

use super::alternatives::{alternatives, items};
use super::annotation::{added, deprecated, kind, range};
use super::condition::conditions;
use super::escape::{escaped, name, prose};
use super::literal::plain;

/// One step to the right.
pub(super) const STEP: &str = "  ";

/// How a line of the list begins.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// The field's name; an element of an array has none.
    pub(super) name: Option<&'a str>,
    /// Whether the type is told, and with it whether the field may be missing.
    pub(super) is_typed: bool,
    pub(super) is_optional: bool,
}

/// The fields of an object, and what is said of them under conditions.
pub(super) fn fields(page: &mut String, schema: &Schema, indent: &str) {
    list(page, schema, indent);
    let warnings: Vec<&Property> = listed(schema).filter(|property| is_warning(property)).collect();
    if !warnings.is_empty() {
        page.push_str(&format!("{indent}- the following warnings are possible:\n"));
        warned(page, warnings.into_iter(), &format!("{indent}{STEP}"));
    }
    conditions(page, schema, indent);
}

/// The fields that are no warnings.
pub(super) fn list(page: &mut String, schema: &Schema, indent: &str) {
    let required: BTreeSet<&str> = schema.required.iter().map(|name| name.value.as_str()).collect();
    for is_optional in [false, true] {
        for property in listed(schema).filter(|property| !is_warning(property)) {
            let name = &property.name.value;
            if is_optional != required.contains(name.as_str()) {
                let entry = Entry { name: Some(name), is_typed: true, is_optional };
                field(page, entry, &property.schema, indent);
            }
        }
    }
}

/// Warnings, which are texts that may always be missing: neither is told.
fn warned<'p>(page: &mut String, warnings: impl Iterator<Item = &'p Property>, indent: &str) {
    for property in warnings {
        let entry = Entry { name: Some(&property.name.value), is_typed: false, is_optional: true };
        field(page, entry, &property.schema, indent);
    }
}

/// Whether this is a warning for people.
pub(super) fn is_warning(property: &Property) -> bool {
    property.name.value.starts_with("warning")
}

/// The properties that have a line: not what is hidden, nor what is deprecated since nobody knows when, nor what is
/// named only because another place describes it.
fn listed(schema: &Schema) -> impl Iterator<Item = &Property> {
    schema.properties().filter(|property| is_shown(&property.schema) && !is_stub(&property.schema))
}

/// Whether users are to know of it.
fn is_shown(schema: &Schema) -> bool {
    let is_gone = schema.deprecated.as_ref().is_some_and(|deprecated| deprecated.since.is_none());
    !schema.hidden && !is_gone
}

fn is_stub(schema: &Schema) -> bool {
    let says_nothing = schema.description.is_empty() && schema.default.is_none() && schema.added.is_none();
    let allows_all = schema.ty.is_none() && !schema.untyped && !schema.degraded && schema.enum_values.is_none();
    let has_parts = schema.properties.is_some() || schema.items.is_some() || schema.branches().next().is_some();
    says_nothing && allows_all && !has_parts && range(schema).is_empty()
}

/// A line, and all that is below it.
pub(super) fn field(page: &mut String, entry: Entry<'_>, schema: &Schema, indent: &str) {
    page.push_str(&format!("{indent}-"));
    page.extend(entry.name.map(|called| format!(" **{}**", name(called))));
    if let Some(kind) = kind(schema).filter(|_| entry.is_typed) {
        page.push_str(&format!(" ({kind}{})", if entry.is_optional { ", optional" } else { "" }));
    }
    page.push_str(&range(schema));
    let description = prose(&schema.description, "\n ");
    if !description.is_empty() {
        page.push_str(&format!(": {description}"));
    }
    page.extend(schema.default.iter().map(|default| format!(" The default is {}.", escaped(&plain(default)))));
    page.extend(schema.deprecated.iter().map(|words| format!(" {}", deprecated(words))));
    let version = added(schema.added.as_ref().map(|added| &added.value));
    page.extend(version.map(|version| format!(" *(added {version})*")));
    below(page, schema, indent);
}

/// What a line announces, if it does.
fn below(page: &mut String, schema: &Schema, indent: &str) {
    let deeper = format!("{indent}{STEP}");
    let ty = schema.ty.as_ref().filter(|_| !schema.untyped).map(|ty| ty.value);
    match (ty, &schema.items) {
        _ if !schema.one_of.is_empty() => {
            page.push_str(":\n");
            alternatives(page, &schema.one_of, &deeper);
        }
        (Some(Type::Object), _) => {
            page.push_str(":\n");
            fields(page, schema, &deeper);
        }
        (Some(Type::Array), Some(of)) => {
            page.push_str(":\n");
            items(page, of, &deeper);
        }
        _ => page.push('\n'),
    }
}
