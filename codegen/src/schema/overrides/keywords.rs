//! Keywords that mean nothing, or say something else.

use cln_runtime::rules::GroupKind;

use super::refused::{Refused, idle, misses, no_such_property};
use super::speaks::undescribed;
use super::tree::{is_same, push, remove, set};
use super::was::says;
use super::{Override, was};
use crate::diagnostic::quoted;
use crate::schema::keyword::with_groups;
use crate::source::{Member, Node, Spanned, Value};

/// The keywords that can be ignored: those that restrict.
pub const IGNORABLE: &[&str] = &with_groups::<{ RESTRICTING.len() + GroupKind::ALL.len() }>(RESTRICTING);

const RESTRICTING: &[&str] = &[
    "type",
    "required",
    ADDITIONAL,
    "enum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "oneOf",
    "anyOf",
    "allOf",
    "if",
];

/// An absent one can mean `false`, so it is not enough to take it out.
const ADDITIONAL: &str = "additionalProperties";

pub(super) fn ignore(wanted: &Override, keyword: &Spanned<String>, schema: &mut Node) -> Result<(), Refused> {
    let name = keyword.value.as_str();
    let value = schema.get(name);
    let means_nothing = match name {
        ADDITIONAL => value.and_then(Node::as_bool) == Some(true),
        _ => value.is_none_or(|value| value.as_array().is_some_and(<[_]>::is_empty)),
    };
    if means_nothing {
        let message = format!("the schema at {} has no {} to ignore", quoted(&wanted.at.value), quoted(name));
        let mut refused = idle(wanted, keyword.span, message);
        refused.hint = refused.hint.map(|hint| hint + "; otherwise, say in `at` where the keyword is");
        return Err(refused);
    }
    was::check(wanted, schema)?;
    if name == ADDITIONAL {
        let span = schema.get(name).map_or(schema.span, |value| value.span);
        set(schema, name, &Node { value: Value::Bool(true), span });
        return Ok(());
    }
    remove(schema, name);
    if name == "if" {
        ["then", "else"].iter().for_each(|branch| remove(schema, branch));
    }
    Ok(())
}

/// Gives keywords other values. `null` takes one out. The names in them have to be those of properties.
pub(super) fn assign(wanted: &Override, keywords: &[Member], schema: &mut Node) -> Result<(), Refused> {
    if keywords.iter().all(|keyword| says(schema, &keyword.key.value, &keyword.value)) {
        let span = keywords.first().map_or(wanted.method.span, |keyword| keyword.key.span);
        return Err(idle(wanted, span, format!("the schema at {} says so already", quoted(&wanted.at.value))));
    }
    was::check(wanted, schema)?;
    if let Some(name) = undescribed(keywords, schema) {
        return Err(no_such_property(wanted, &name, schema));
    }
    for Member { key, value } in keywords {
        if value.is_null() { remove(schema, &key.value) } else { set(schema, &key.value, value) }
    }
    Ok(())
}

/// Adds values to an `enum`.
pub(super) fn extend(wanted: &Override, values: &[Node], schema: &mut Node) -> Result<(), Refused> {
    let place = quoted(&wanted.at.value);
    let span = values.first().map_or(wanted.method.span, |value| value.span);
    let Some(listed) = schema.get("enum").and_then(Node::as_array) else {
        let message = format!("the schema at {place} has no `enum` to extend");
        return Err(misses(wanted, span, message, "no `enum` there", "say in `at` where the `enum` is"));
    };
    if let Some(known) = values.iter().find(|value| listed.iter().any(|listed| is_same(listed, value))) {
        let message = format!("the `enum` at {place} lists {} already", quoted(&known.to_json()));
        return Err(idle(wanted, known.span, message));
    }
    was::check(wanted, schema)?;
    push(schema, "enum", values.iter().map(|value| value.value.clone()));
    Ok(())
}
