//! Values made of schemas alone: the plainest that may do.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use cln_codegen::schema::{Schema, Type};
use cln_runtime::Origin;
use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::changes::Bound;
use super::super::nodes::{Step, asked, below, with_branches};
use super::super::samples::{self, of_schema};

/// Deeper than this nothing is made that need not be there.
const DEPTH: usize = 6;

/// The deepest that is made at all.
const DEEPEST: usize = 40;

/// So many values of a field that conditions ask about take turns.
const TAG_VALUES: usize = 8;

/// An array is made with so many elements at most.
const ELEMENTS: u64 = 300;

/// An array is made of so many values at most, all levels together.
const NODES: usize = 5_000;

/// How a value is made.
#[derive(Clone, Copy)]
pub(super) struct Maker {
    pub(super) origin: Origin,
    /// With all it may have, not only with what it must.
    pub(super) is_full: bool,
    /// Which alternative is taken, and which value of what conditions ask about.
    pub(super) turn: usize,
}

/// The plainest value that may satisfy all these schemas, for a place inside others.
pub(super) fn value(schemas: &[&Schema], origin: Origin) -> Tree {
    Maker { origin, is_full: false, turn: 0 }.value(schemas, 1)
}

impl Maker {
    /// A value that may satisfy all these schemas; so deep inside others.
    pub(super) fn value(self, schemas: &[&Schema], depth: usize) -> Tree {
        let kind = schemas.iter().find_map(|schema| schema.ty.as_ref().map(|ty| ty.value));
        let is_untyped = schemas.iter().any(|schema| schema.untyped);
        let has_fields = schemas.iter().any(|schema| schema.properties.is_some() || !schema.required.is_empty());
        match kind {
            _ if is_untyped || depth > DEEPEST => Tree::Plain("0".to_owned()),
            Some(Type::Object) => self.object(schemas, depth),
            None if has_fields || depth == 0 => self.object(schemas, depth),
            Some(Type::Array) => self.array(schemas, depth),
            None if schemas.iter().all(|schema| schema.enum_values.is_none()) => self.arm(schemas, depth),
            _ => first(schemas, self.origin),
        }
    }

    /// One of the alternatives, if there are any.
    fn arm(self, schemas: &[&Schema], depth: usize) -> Tree {
        let arms: Vec<&Schema> = schemas.iter().flat_map(|schema| schema.alternatives()).collect();
        match arms.get(self.turn % arms.len().max(1)) {
            Some(arm) => self.value(&[arm], depth + 1),
            None => first(schemas, self.origin),
        }
    }

    fn object(self, schemas: &[&Schema], depth: usize) -> Tree {
        let tags: Vec<(String, Tree)> = asked(schemas).into_iter().map(|name| self.tag(schemas, name)).collect();
        let applying = applying(schemas, &tags);
        let required: Vec<&str> =
            applying.iter().flat_map(|schema| &schema.required).map(|name| name.value.as_str()).collect();
        let mut all: Vec<&str> = Vec::new();
        let listed =
            applying.iter().flat_map(|schema| schema.properties()).map(|property| property.name.value.as_str());
        for name in listed.chain(required.iter().copied()) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        let is_full = self.is_full && depth < DEPTH;
        let is_tag = |name: &str| tags.iter().any(|(tag, _)| tag == name);
        let chosen = all.into_iter().filter(|name| is_full || is_tag(name) || required.contains(name));
        let made = chosen.map(|name| {
            let value = match tags.iter().find(|(tag, _)| tag == name) {
                Some((_, value)) => value.clone(),
                None => self.value(&said(&applying, schemas, name), depth + 1),
            };
            (name.to_owned(), value)
        });
        Tree::Object(made.collect())
    }

    /// A value for a field that conditions ask about.
    fn tag(self, schemas: &[&Schema], name: &str) -> (String, Tree) {
        let values = values(&said(schemas, schemas, name), self.origin);
        let value = values.get(self.turn % values.len().clamp(1, TAG_VALUES)).cloned();
        (name.to_owned(), value.unwrap_or(Tree::Plain("0".to_owned())))
    }

    fn array(self, schemas: &[&Schema], depth: usize) -> Tree {
        let least = schemas.iter().filter_map(|schema| schema.min_items.as_ref()).map(|bound| bound.value).max();
        let length = least.unwrap_or(0).max(u64::from(self.is_full && depth < DEPTH)).min(ELEMENTS);
        if length == 0 {
            return Tree::Array(Vec::new());
        }
        let element = self.value(&below(schemas, &Step::Item), depth + 1);
        repeated(&element, usize::try_from(length).unwrap_or_default())
    }
}

/// So many of these elements, or as many as there is room for: lengths of nested arrays multiply.
fn repeated(element: &Tree, length: usize) -> Tree {
    Tree::Array(vec![element.clone(); length.min(NODES / size(element))])
}

/// How many values it is made of.
fn size(value: &Tree) -> usize {
    match value {
        Tree::Object(members) => 1 + members.iter().map(|(_, member)| size(member)).sum::<usize>(),
        Tree::Array(elements) => 1 + elements.iter().map(size).sum::<usize>(),
        Tree::Plain(_) | Tree::Text(_) => 1,
    }
}

/// What these schemas say of a field, or, if they only allow it, what any branch of the others says.
fn said<'s>(applying: &[&'s Schema], schemas: &[&'s Schema], name: &str) -> Vec<&'s Schema> {
    let properties = applying.iter().filter_map(|schema| schema.property(name)).map(|property| &property.schema);
    let says = |schema: &&Schema| {
        schema.ty.is_some()
            || schema.enum_values.is_some()
            || schema.properties.is_some()
            || schema.branches().next().is_some()
    };
    // What stands last is a branch, which may be narrower.
    let mut said: Vec<&Schema> = properties.filter(says).collect();
    said.reverse();
    if said.is_empty() { below(schemas, &Step::Name(name.to_owned())) } else { said }
}

/// The schemas and those of their branches that apply to an object with these tags.
fn applying<'s>(schemas: &[&'s Schema], tags: &[(String, Tree)]) -> Vec<&'s Schema> {
    let mut found = schemas.to_vec();
    let mut next = 0;
    while let Some(schema) = found.get(next).copied() {
        found.extend(&schema.all_of);
        if let Some(condition) = schema.condition.as_deref() {
            let branch = if holds(&condition.when, tags) { &condition.then } else { &condition.otherwise };
            found.extend(branch);
        }
        next += 1;
    }
    found
}

/// Whether a condition may hold for these tags.
fn holds(test: &Schema, tags: &[(String, Tree)]) -> bool {
    let given = |name: &str| tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| value);
    let is_listed = |schema: &Schema, value: &Tree| {
        schema.enum_values.as_ref().is_none_or(|listed| {
            listed.iter().any(|listed| Tree::parse(&listed.to_json()).is_ok_and(|listed| listed == *value))
        })
    };
    test.properties().all(|property| given(&property.name.value).is_none_or(|value| is_listed(&property.schema, value)))
        && test.required.iter().all(|name| given(&name.value).is_some())
}

/// The plainest of the values that are suggested.
fn first(schemas: &[&Schema], origin: Origin) -> Tree {
    let mut found = Vec::new();
    for schema in schemas.iter().flat_map(|schema| with_branches(schema)) {
        of_schema(schema, origin, &mut found);
        if let Some(first) = found.into_iter().next() {
            return first;
        }
        found = Vec::new();
    }
    Tree::Plain("0".to_owned())
}

/// Values of more schemas are not looked for if there are so many already: no search tries them all.
const VALUES: usize = 250;

/// Values that some of these schemas or their branches suggest, each once, the plainest first.
pub(super) fn values(schemas: &[&Schema], origin: Origin) -> Vec<Tree> {
    let mut found = Vec::new();
    let element = OnceCell::new();
    for schema in schemas.iter().flat_map(|schema| with_branches(schema)) {
        if found.len() >= VALUES {
            break;
        }
        of_schema(schema, origin, &mut found);
        if schema.ty.as_ref().is_some_and(|ty| ty.value == Type::Array) {
            let element = element.get_or_init(|| value(&below(schemas, &Step::Item), origin));
            found.extend(samples::lengths(schema).into_iter().map(|length| repeated(element, length)));
        }
    }
    let any = schemas.iter().any(|schema| schema.untyped) || schemas.iter().all(|schema| schema.ty.is_none());
    if found.is_empty() || any {
        found.extend(samples::values().iter().cloned());
    }
    each_once(found)
}

/// The values without repetitions.
pub(super) fn each_once(values: Vec<Tree>) -> Vec<Tree> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.to_string())).collect()
}

/// The longest text, and the longest array, that shows a bound.
const LONGEST: i128 = 5_000;

/// Values just beyond a bound. Some types have no text of every length, so there is one that is longer or shorter.
pub(super) fn beyond(bound: Bound, schemas: &[&Schema], origin: Origin) -> Vec<Tree> {
    let next = if matches!(bound.rule, Rule::MinLength) { -1 } else { 1 };
    let length = |length: i128| usize::try_from(length).ok().filter(|_| length <= LONGEST);
    let texts = |letter: &'static str| {
        let lengths = [bound.beyond, bound.beyond.saturating_add(next)].into_iter().filter_map(length);
        lengths.map(move |length| Tree::Text(letter.repeat(length)))
    };
    match bound.rule {
        Rule::MinLength | Rule::MaxLength => texts("0").chain(texts("x")).collect(),
        Rule::MinItems | Rule::MaxItems => {
            let element = value(&below(schemas, &Step::Item), origin);
            length(bound.beyond).map(|length| repeated(&element, length)).into_iter().collect()
        }
        _ => vec![Tree::Plain(bound.beyond.to_string())],
    }
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
