//! The correction of a schema after which it describes what was seen.

use std::borrow::Cow;

use cln_codegen::model::json_string;
use cln_codegen::schema::{Document, Schema, Side};
use cln_runtime::Rule;
use cln_runtime::json::pointer::steps;
use cln_runtime::rules::GroupKind;

use super::drift::{Place, Seen};
use super::observed::Observed;

/// Entries for the `overrides` of a configuration; none if there is no correction for such a thing.
pub(super) fn corrections(document: &Document, place: &Place, seen: &Seen) -> Vec<String> {
    let side = match place.side() {
        Side::Request => &document.request,
        Side::Response => &document.response,
    };
    let path: Vec<Cow<'_, str>> = steps(&place.pointer).collect();
    let here = schemas_at(side, &path);
    let (name, around) = match path.split_last() {
        Some((name, parent)) => (name.as_ref(), schemas_at(side, parent)),
        None => ("", Vec::new()),
    };
    let changes: Vec<(&Schema, String)> = match place.rule {
        Rule::Unknown => added(&around, name, seen),
        Rule::Required => optional(&around, name),
        Rule::Enum => extended(&here, seen),
        Rule::Type | Rule::Format | Rule::Integer | Rule::Range => retyped(&here, seen),
        rule => ignored(&here, &around, rule),
    };
    changes.into_iter().map(|(schema, change)| entry(place, &schema.pointer, &change, seen)).collect()
}

/// One change, as it is written in a configuration.
fn entry(place: &Place, at: &str, change: &str, seen: &Seen) -> String {
    let times = if seen.messages == 1 { "Once" } else { "Repeatedly" };
    let what = if place.is_request { "a node took such a request" } else { "a node answered so" };
    format!(
        r#"{{"method": {}, "at": {}, {change}, "reason": "{times}, {what}."}}"#,
        json_string(&place.method),
        json_string(at)
    )
}

/// All schemas that describe the value at a pointer, branches among them.
fn schemas_at<'s>(side: &'s Schema, path: &[Cow<'_, str>]) -> Vec<&'s Schema> {
    let mut here = with_branches(side);
    for step in path {
        let below = |schema: &'s Schema| match step.as_ref() {
            "*" => schema.items.as_deref(),
            name => schema.property(name).map(|property| &property.schema),
        };
        here = here.into_iter().filter_map(below).flat_map(with_branches).collect();
    }
    here
}

/// A schema and those that hold of the same value; not what decides whether they do.
fn with_branches(schema: &Schema) -> Vec<&Schema> {
    let mut all = vec![schema];
    schema.all_of.iter().chain(schema.cases()).for_each(|branch| all.extend(with_branches(branch)));
    all
}

/// The field is described wherever nothing else may be.
fn added<'s>(around: &[&'s Schema], name: &str, seen: &Seen) -> Vec<(&'s Schema, String)> {
    let closed = around.iter().filter(|schema| schema.additional_properties == Some(false));
    let without = closed.filter(|schema| schema.property(name).is_none());
    let change = format!(r#""add": {{{}: {}}}"#, json_string(name), seen.observed.to_schema());
    without.map(|schema| (*schema, change.clone())).collect()
}

fn optional<'s>(around: &[&'s Schema], name: &str) -> Vec<(&'s Schema, String)> {
    let requires = |schema: &&&Schema| schema.required.iter().any(|required| required.value == name);
    let change = format!(r#""optional": [{}]"#, json_string(name));
    around.iter().filter(requires).map(|schema| (*schema, change.clone())).collect()
}

fn extended<'s>(here: &[&'s Schema], seen: &Seen) -> Vec<(&'s Schema, String)> {
    let change = |schema: &&'s Schema| {
        let known = schema.enum_values.as_ref()?;
        let is_new = |value: &&String| !known.iter().any(|known| known.as_str() == Some(value.as_str()));
        let new: Vec<String> = seen.values.iter().filter(is_new).map(|value| json_string(value)).collect();
        (!new.is_empty()).then(|| (*schema, format!(r#""extend": [{}]"#, new.join(", "))))
    };
    here.iter().filter_map(change).collect()
}

/// A type that holds what was seen and what the old one holds; if there is none, any value.
fn retyped<'s>(here: &[&'s Schema], seen: &Seen) -> Vec<(&'s Schema, String)> {
    let change = |schema: &&'s Schema| {
        let old = schema.ty.as_ref()?.value;
        let facts = old.facts();
        let takes = |json: &str| facts.is_some_and(|facts| facts.json == [json]);
        let change = match &seen.observed {
            Observed::Nothing if seen.has_null => r#""nullable": true"#.to_owned(),
            _ if seen.has_null => r#""ignore": "type""#.to_owned(),
            Observed::Text if takes("string") => set(old.name(), "string"),
            number if number.is_number() && takes("integer") => {
                let fits = facts.and_then(|facts| facts.integers).is_some_and(|(least, _)| least >= 0);
                let name = number.type_name().unwrap_or_default();
                // A signed old type holds what an unsigned one does not.
                set(old.name(), if name == "u64" && !fits { "number" } else { name })
            }
            _ => r#""ignore": "type""#.to_owned(),
        };
        Some((*schema, change))
    };
    here.iter().filter_map(change).collect()
}

fn set(old: &str, new: &str) -> String {
    format!(r#""set": {{"type": "{new}"}}, "was": {{"type": "{old}"}}"#)
}

/// Rules that a node does not keep to are ignored.
fn ignored<'s>(here: &[&'s Schema], around: &[&'s Schema], rule: Rule) -> Vec<(&'s Schema, String)> {
    type Says = fn(&Schema) -> bool;
    let (keyword, says): (_, Says) = match rule {
        Rule::MinLength => ("minLength", |schema| schema.min_length.is_some()),
        Rule::MaxLength => ("maxLength", |schema| schema.max_length.is_some()),
        Rule::MinItems => ("minItems", |schema| schema.min_items.is_some()),
        Rule::MaxItems => ("maxItems", |schema| schema.max_items.is_some()),
        Rule::Minimum => ("minimum", |schema| schema.minimum.is_some()),
        Rule::Maximum => ("maximum", |schema| schema.maximum.is_some()),
        Rule::OneOf => ("oneOf", |schema| !schema.one_of.is_empty()),
        Rule::AnyOf => ("anyOf", |schema| !schema.any_of.is_empty()),
        rule => {
            let Some(kind) = GroupKind::ALL.iter().find(|kind| kind.rule() == rule) else { return Vec::new() };
            let has = |schema: &&&Schema| schema.groups_of(*kind).next().is_some();
            let change = |schema: &&'s Schema| (*schema, format!(r#""ignore": "{}""#, kind.keyword()));
            return around.iter().filter(has).map(change).collect();
        }
    };
    let change = |schema: &&'s Schema| (*schema, format!(r#""ignore": "{keyword}""#));
    here.iter().filter(|schema| says(schema)).map(change).collect()
}
