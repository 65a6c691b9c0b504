//! Values made of schemas alone: the plainest that may do.

use cln_runtime::conformance::Tree;

use super::super::nodes::{Step, below, names, with_branches};
use super::super::samples::{self, of_schema};
use super::super::verdict::Writer;
use super::edits::child;
use crate::schema::{Schema, Type};

/// Deeper than this nothing is made that need not be there.
const DEPTH: usize = 6;

/// The deepest that is made at all.
const DEEPEST: usize = 40;

/// An array is made with so many elements at most.
const ELEMENTS: u64 = 300;

/// A value that may satisfy all these schemas: with what it must have, or with all it may have.
pub(super) fn value(schemas: &[&Schema], writer: Writer, is_full: bool, depth: usize) -> Tree {
    let kind = schemas.iter().find_map(|schema| schema.ty.as_ref().map(|ty| ty.value));
    let is_untyped = schemas.iter().any(|schema| schema.untyped);
    let has_fields = schemas.iter().any(|schema| schema.properties.is_some() || !schema.required.is_empty());
    let is_top = depth == 0;
    match kind {
        _ if is_untyped || depth > DEEPEST => Tree::Plain("0".to_owned()),
        Some(Type::Object) => object(schemas, writer, is_full, depth),
        None if has_fields || is_top => object(schemas, writer, is_full, depth),
        Some(Type::Array) => array(schemas, writer, is_full, depth),
        None if schemas.iter().all(|schema| schema.enum_values.is_none()) => arm(schemas, writer, is_full, depth),
        _ => values(schemas, writer).into_iter().next().unwrap_or(Tree::Plain("0".to_owned())),
    }
}

/// The first alternative, if there are any.
fn arm(schemas: &[&Schema], writer: Writer, is_full: bool, depth: usize) -> Tree {
    match schemas.iter().find_map(|schema| schema.one_of.iter().chain(&schema.any_of).next()) {
        Some(arm) => value(&[arm], writer, is_full, depth + 1),
        None => values(schemas, writer).into_iter().next().unwrap_or(Tree::Plain("0".to_owned())),
    }
}

fn object(schemas: &[&Schema], writer: Writer, is_full: bool, depth: usize) -> Tree {
    let required =
        |name: &str| schemas.iter().any(|schema| schema.required.iter().any(|required| required.value == name));
    let mut all = names(schemas);
    for name in schemas.iter().flat_map(|schema| &schema.required) {
        if !all.contains(&name.value.as_str()) {
            all.push(&name.value);
        }
    }
    let is_full = is_full && depth < DEPTH;
    let chosen = all.into_iter().filter(|name| is_full || required(name));
    let made = chosen.map(|name| {
        let below = below(schemas, &Step::Name(name.to_owned()));
        (name.to_owned(), value(&below, writer, is_full, depth + 1))
    });
    Tree::Object(made.collect())
}

fn array(schemas: &[&Schema], writer: Writer, is_full: bool, depth: usize) -> Tree {
    let least = schemas.iter().filter_map(|schema| schema.min_items.as_ref()).map(|bound| bound.value).max();
    let length = least.unwrap_or(0).max(u64::from(is_full && depth < DEPTH)).min(ELEMENTS);
    if length == 0 {
        return Tree::Array(Vec::new());
    }
    let element = value(&below(schemas, &Step::Item), writer, is_full, depth + 1);
    Tree::Array(vec![element; usize::try_from(length).unwrap_or_default()])
}

/// Values that some of these schemas or their branches suggest, each once, the plainest first.
pub(super) fn values(schemas: &[&Schema], writer: Writer) -> Vec<Tree> {
    let mut found = Vec::new();
    for schema in schemas.iter().flat_map(|schema| with_branches(schema)) {
        of_schema(schema, writer, &mut found);
        if schema.ty.as_ref().is_some_and(|ty| ty.value == Type::Array) {
            let element = || value(&below(schemas, &Step::Item), writer, false, 2);
            found.extend(samples::lengths(schema).into_iter().map(|length| Tree::Array(vec![element(); length])));
        }
    }
    let any = schemas.iter().any(|schema| schema.untyped) || schemas.iter().all(|schema| schema.ty.is_none());
    if found.is_empty() || any {
        found.extend(samples::values().iter().cloned());
    }
    let mut once: Vec<Tree> = Vec::new();
    for value in found {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}

/// The places of an instance, the whole first.
pub(super) fn places(instance: &Tree) -> Vec<String> {
    let mut places = vec![(String::new(), instance)];
    let mut next = 0;
    while let Some((pointer, value)) = places.get(next).cloned() {
        match value {
            Tree::Object(members) => {
                places.extend(members.iter().map(|(name, value)| (child(&pointer, name), value)));
            }
            Tree::Array(elements) => {
                places.extend(elements.iter().enumerate().take(2).map(|(i, value)| (format!("{pointer}/{i}"), value)));
            }
            Tree::Plain(_) | Tree::Text(_) => {}
        }
        next += 1;
    }
    places.into_iter().map(|(pointer, _)| pointer).collect()
}
