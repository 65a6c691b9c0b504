//! The condition of a correction: what the schema says now.

use super::refused::{Refused, idle};
use super::tree::{is_same, names};
use super::{Override, POSITIONS};
use crate::diagnostic::quoted;
use crate::source::{Member, Node};

/// Refuses unless the schema says exactly what the correction is for.
pub(super) fn check(wanted: &Override, schema: &Node) -> Result<(), Refused> {
    let is_so = |was: &Member| {
        if was.key.value == POSITIONS {
            begins_with(schema, &was.value)
        } else {
            says(schema, &was.key.value, &was.value)
        }
    };
    let Some(other) = wanted.was.iter().find(|was| !is_so(was)) else { return Ok(()) };
    let (key, place) = (other.key.value.as_str(), quoted(&wanted.at.value));
    let found = match schema.get(key) {
        _ if key == POSITIONS => names(schema).map(quoted).collect::<Vec<_>>().join(", "),
        Some(value) => quoted(&value.to_json()),
        None => "nothing".to_owned(),
    };
    let message = format!("the schema at {place} says {found} for `{key}`, not {}", quoted(&other.value.to_json()));
    Err(idle(wanted, other.value.span, message))
}

/// Whether a keyword has this value; `null` stands for an absent one.
pub(super) fn says(schema: &Node, key: &str, value: &Node) -> bool {
    match schema.get(key) {
        Some(said) => is_same(said, value),
        None => value.is_null(),
    }
}

fn begins_with(schema: &Node, first: &Node) -> bool {
    let first = first.as_array().unwrap_or_default();
    let mut names = names(schema);
    first.iter().all(|name| names.next().is_some_and(|own| name.as_str() == Some(own)))
}
