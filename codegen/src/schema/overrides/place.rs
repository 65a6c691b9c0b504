//! Where in a file's JSON a correction is for, and where it is documented.

use std::borrow::Cow;

use cln_runtime::json::pointer::{child, steps};

use super::tree::{elements_mut, get_mut};
use crate::schema::Side;
use crate::source::Node;

/// Keywords that hold schemas in an array.
pub(super) const LISTS: [&str; 3] = ["oneOf", "anyOf", "allOf"];

/// Keywords that hold one schema of the same place.
pub(super) const BRANCHES: [&str; 3] = ["if", "then", "else"];

/// The schema at a JSON Pointer; the empty one is that of the file itself.
pub(super) fn schema_at<'n>(root: &'n mut Node, pointer: &str) -> Option<&'n mut Node> {
    let steps: Vec<_> = steps(pointer).collect();
    match steps.as_slice() {
        [] => pointer.is_empty().then_some(root),
        [side, rest @ ..] if Side::ALL.iter().any(|known| known.key() == side) => below(get_mut(root, side)?, rest),
        _ => None,
    }
}

fn below<'n>(schema: &'n mut Node, steps: &[Cow<'_, str>]) -> Option<&'n mut Node> {
    match steps {
        [] => schema.as_object().is_some().then_some(schema),
        [key, name, rest @ ..] if key == "properties" => below(get_mut(get_mut(schema, key)?, name)?, rest),
        [key, index, rest @ ..] if LISTS.contains(&&**key) => {
            let branches = elements_mut(get_mut(schema, key)?)?;
            below(branches.get_mut(index.parse::<usize>().ok()?)?, rest)
        }
        [key, rest @ ..] if key == "items" || BRANCHES.contains(&&**key) => below(get_mut(schema, key)?, rest),
        _ => None,
    }
}

/// The pointer of a property of the schema at a pointer.
pub(super) fn property(schema: &str, name: &str) -> String {
    child(&child(schema, "properties"), name)
}

/// The part of a schema's pointer whose documentation users see: that of the innermost property, or the side.
pub(super) fn documented(pointer: &str) -> &str {
    let mut steps = pointer.split('/').skip(1);
    let mut end = steps.next().map_or(0, |side| side.len() + 1);
    let mut documented = end;
    while let Some(step) = steps.next() {
        end += step.len() + 1;
        let is_property = step == "properties";
        if is_property || LISTS.contains(&step) {
            end += steps.next().map_or(0, |name| name.len() + 1);
        }
        if is_property {
            documented = end;
        }
    }
    pointer.get(..documented).unwrap_or(pointer)
}

/// Whether the pointer is that of a property.
pub(super) fn is_property(pointer: &str) -> bool {
    documented(pointer) == pointer && steps(pointer).count() > 1
}
