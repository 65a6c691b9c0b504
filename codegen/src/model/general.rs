//! One schema that holds whatever any of several hold: the type of a field that branches describe differently.

use std::collections::{BTreeMap, BTreeSet};

use cln_runtime::rules::{ScalarKind, Texts};

use super::flatten::{flatten, is_blank, ty, type_of};
use crate::schema::{Property, Schema, Type};
use crate::source::{Node, Spanned};

/// Whether two schemas demand the same, whatever they say about it.
pub(super) fn same_rules(a: &Schema, b: &Schema) -> bool {
    let texts =
        |values: &Option<Vec<Node>>| values.as_ref().map(|values| values.iter().map(Node::to_json).collect::<Vec<_>>());
    let names = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    ty(a) == ty(b)
        && a.untyped == b.untyped
        && texts(&a.enum_values) == texts(&b.enum_values)
        && names(&a.required) == names(&b.required)
        && a.additional_properties == b.additional_properties
        && bounds(a) == bounds(b)
        && same_items(a, b)
        && same_properties(a, b)
        && a.branches().next().is_none()
        && b.branches().next().is_none()
}

type Bounds = [Option<i128>; 6];

fn bounds(schema: &Schema) -> Bounds {
    let wide = |bound: &Option<Spanned<u64>>| bound.as_ref().map(|bound| i128::from(bound.value));
    let whole = |bound: &Option<Spanned<i128>>| bound.as_ref().map(|bound| bound.value);
    [
        wide(&schema.min_length),
        wide(&schema.max_length),
        wide(&schema.min_items),
        wide(&schema.max_items),
        whole(&schema.minimum),
        whole(&schema.maximum),
    ]
}

fn same_items(a: &Schema, b: &Schema) -> bool {
    match (&a.items, &b.items) {
        (Some(a), Some(b)) => same_rules(a, b),
        (None, None) => true,
        _ => false,
    }
}

fn same_properties(a: &Schema, b: &Schema) -> bool {
    let (Some(mine), Some(theirs)) = (&a.properties, &b.properties) else {
        return a.properties.is_none() == b.properties.is_none();
    };
    mine.len() == theirs.len()
        && mine
            .iter()
            .zip(theirs)
            .all(|(mine, theirs)| mine.name.value == theirs.name.value && same_rules(&mine.schema, &theirs.schema))
}

/// The narrowest schema that holds what any of these hold: one type if there is one, else alternatives. What says
/// nothing of the type gives way to what does.
pub(super) fn general<'s>(schemas: impl IntoIterator<Item = &'s Schema>) -> Schema {
    let mut schemas = schemas.into_iter();
    let Some(first) = schemas.next() else { return any(Schema::default()) };
    let all: Vec<&Schema> = std::iter::once(first).chain(schemas).flat_map(alternatives).collect();
    let mut kinds = kinds(&all);
    if let [only] = kinds.as_mut_slice() {
        return std::mem::take(only);
    }
    let mut general = first.clone();
    (general.ty, general.any_of, general.one_of) = (None, Vec::new(), kinds);
    without_limits(&mut general);
    (general.items, general.properties) = (None, None);
    general.required.clear();
    general
}

/// What several schemas hold, joined where they have something in common: the first half, then the second. One after the
/// other, each would copy all that was joined before it.
fn kinds(schemas: &[&Schema]) -> Vec<Schema> {
    match schemas {
        [] => Vec::new(),
        [only] => vec![(*only).clone()],
        _ => {
            let (first, second) = schemas.split_at(schemas.len().div_ceil(2));
            let mut joined = kinds(first);
            for kind in kinds(second) {
                add(&mut joined, kind);
            }
            joined
        }
    }
}

/// What a place without a type of its own lists, or the place itself.
fn alternatives(schema: &Schema) -> Vec<&Schema> {
    let listed: Vec<&Schema> = schema.alternatives().collect();
    if type_of(schema).is_some() || schema.untyped || listed.is_empty() { vec![schema] } else { listed }
}

/// Adds what a schema holds to what several hold that have nothing in common.
fn add(kinds: &mut Vec<Schema>, mut schema: Schema) {
    let mut place = kinds.len();
    while let Some((index, joined)) = kinds.iter().enumerate().find_map(|(at, kind)| Some((at, join(kind, &schema)?))) {
        kinds.remove(index);
        place = place.min(index);
        schema = joined;
    }
    kinds.insert(place, schema);
}

/// One schema of one type that holds what either holds, if there is one.
fn join(a: &Schema, b: &Schema) -> Option<Schema> {
    if is_blank(a) && !a.untyped {
        return Some(annotated(b.clone(), a));
    }
    if is_blank(b) && !b.untyped || same_rules(a, b) {
        return Some(a.clone());
    }
    let mut joined = a.clone();
    let (Some(first), Some(second), false) = (type_of(a), type_of(b), a.untyped || b.untyped) else {
        return Some(any(joined));
    };
    let ty = general_type(first, second)?;
    joined.ty = Some(Spanned { value: ty, span: a.ty.as_ref().map_or(a.span, |ty| ty.span) });
    without_limits(&mut joined);
    joined.enum_values = both_lists(a, b).filter(|_| ty == STRING);
    joined.items = match (&a.items, &b.items) {
        (Some(a), Some(b)) => Some(Box::new(general([&**a, &**b]))),
        (Some(only), None) | (None, Some(only)) => Some(only.clone()),
        (None, None) => None,
    };
    if ty == Type::Object {
        join_objects(&mut joined, a, b);
    }
    Some(joined)
}

/// What a place that says nothing of its type says of it all the same.
fn annotated(mut schema: Schema, more: &Schema) -> Schema {
    if !more.description.is_empty() {
        schema.description.clone_from(&more.description);
    }
    schema.default = more.default.clone().or(schema.default);
    schema.added = more.added.clone().or(schema.added);
    schema.deprecated = more.deprecated.clone().or(schema.deprecated);
    schema.hidden |= more.hidden;
    schema
}

fn without_limits(schema: &mut Schema) {
    schema.enum_values = None;
    schema.min_length = None;
    schema.max_length = None;
    schema.min_items = None;
    schema.max_items = None;
    schema.minimum = None;
    schema.maximum = None;
}

/// The values that two lists of strings have.
fn both_lists(a: &Schema, b: &Schema) -> Option<Vec<Node>> {
    all_listed([a.enum_values.as_ref()?, b.enum_values.as_ref()?])
}

/// The values that lists of strings have, each once, in their order; `None` if one is no string.
pub(super) fn all_listed<'s>(lists: impl IntoIterator<Item = &'s Vec<Node>>) -> Option<Vec<Node>> {
    let mut known = BTreeSet::new();
    let mut values = Vec::new();
    for value in lists.into_iter().flatten() {
        if known.insert(value.as_str()?) {
            values.push(value.clone());
        }
    }
    Some(values)
}

/// The fields of both, those in their branches included; required is what both require.
fn join_objects(joined: &mut Schema, a: &Schema, b: &Schema) {
    let required: BTreeSet<&str> = b.required.iter().map(|name| name.value.as_str()).collect();
    joined.required.retain(|name| required.contains(name.value.as_str()));
    joined.additional_properties = match (a.additional_properties, b.additional_properties) {
        (Some(false), Some(false)) => Some(false),
        (Some(true), _) | (_, Some(true)) => Some(true),
        _ => None,
    };
    let mut properties = fields(a);
    let places: BTreeMap<String, usize> =
        properties.iter().enumerate().map(|(place, mine)| (mine.name.value.clone(), place)).collect();
    for theirs in fields(b) {
        match places.get(&theirs.name.value).and_then(|place| properties.get_mut(*place)) {
            Some(mine) => mine.schema = general([&mine.schema, &theirs.schema]),
            None => properties.push(theirs),
        }
    }
    joined.properties = (!properties.is_empty() || a.properties.is_some()).then_some(properties);
    // What they demand is asked of a value where they stand; a type that holds either cannot.
    (joined.one_of, joined.any_of, joined.all_of, joined.condition) = Default::default();
}

/// The fields of an object, each with all that is said of it.
fn fields(schema: &Schema) -> Vec<Property> {
    let described = flatten(schema).into_iter().filter(|property| property.definitions().next().is_some());
    described
        .map(|property| Property { name: property.name.clone(), schema: general(property.definitions()) })
        .collect()
}

fn any(mut schema: Schema) -> Schema {
    schema.untyped = true;
    schema
}

const STRING: Type = Type::Scalar(ScalarKind::String);

/// The type that holds the values of both types, if there is one but "any".
fn general_type(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        _ if a == b => Some(a),
        (Type::Scalar(a), Type::Scalar(b)) => general_scalar(a, b).map(Type::Scalar),
        (Type::Object, Type::Scalar(kind)) | (Type::Scalar(kind), Type::Object) => {
            is_container(kind).then_some(Type::Scalar(ScalarKind::JsonObjectOrArray))
        }
        (Type::Array, Type::Scalar(kind)) | (Type::Scalar(kind), Type::Array) => {
            (kind == ScalarKind::JsonObjectOrArray).then_some(Type::Scalar(kind))
        }
        (Type::Object | Type::Array, _) => None,
    }
}

fn general_scalar(a: ScalarKind, b: ScalarKind) -> Option<ScalarKind> {
    let (of_a, of_b) = (a.facts(), b.facts());
    let both = |holds: fn(ScalarKind) -> bool| holds(a) && holds(b);
    match (whole_numbers(a), whole_numbers(b)) {
        (Some(one), Some(other)) => {
            let (least, most) = (one.0.min(other.0), one.1.max(other.1));
            let holds_both =
                |kind: &ScalarKind| whole_numbers(*kind).is_some_and(|range| range.0 <= least && most <= range.1);
            [a, b, ScalarKind::I64].into_iter().find(holds_both).or(Some(ScalarKind::Number))
        }
        _ if both(is_number) => Some(ScalarKind::Number),
        _ if matches!((of_a.texts, of_b.texts), (Texts::Hex(..), Texts::Hex(..))) => Some(ScalarKind::Hex),
        _ if both(is_text) => Some(ScalarKind::String),
        _ if both(is_json_scalar) && (is_either(a) || is_either(b)) => Some(ScalarKind::JsonScalar),
        _ if both(is_container) => Some(ScalarKind::JsonObjectOrArray),
        _ => None,
    }
}

/// The range of a type whose values are integers and nothing else.
fn whole_numbers(kind: ScalarKind) -> Option<(i128, i128)> {
    kind.facts().integers.filter(|_| is_number(kind))
}

fn takes_only(kind: ScalarKind, json: &[&str]) -> bool {
    let takes = kind.facts().json;
    !takes.is_empty() && takes.iter().all(|name| json.contains(name))
}

fn is_number(kind: ScalarKind) -> bool {
    takes_only(kind, &["integer", "number"])
}

fn is_text(kind: ScalarKind) -> bool {
    takes_only(kind, &["string"])
}

fn is_json_scalar(kind: ScalarKind) -> bool {
    takes_only(kind, &["integer", "number", "string", "null"])
}

/// What is a number in one instance and a text in another, so that no alternative could be told from these.
fn is_either(kind: ScalarKind) -> bool {
    is_json_scalar(kind) && !is_number(kind) && !is_text(kind) && kind != ScalarKind::Null
}

fn is_container(kind: ScalarKind) -> bool {
    takes_only(kind, &["object", "array"])
}
