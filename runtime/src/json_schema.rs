//! `schemars::JsonSchema` for records and enums (feature `schemars`): what strict validation accepts, made from the same tables.
//!
//! Nested objects and all types stand inline. The schema of params describes them by name alone. Otherwise it accepts
//! what [`Record::validate_json`] accepts, up to what JSON Schema cannot see, such as the spelling of numbers; the README
//! of `cln-tools` has the list.

use ::schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::record::Record;
use crate::rules::{Array, Bounds, Branch, Checks, Clause, Demand, Field, Kind, Shape};
use crate::text_enum::TextEnum;

/// The schema of a record.
pub fn record_schema<T: Record>(generator: &mut SchemaGenerator) -> Schema {
    shape_schema(T::SHAPE, generator)
}

/// The schema of what a record with these rules accepts.
pub fn shape_schema(shape: &Shape<'_>, generator: &mut SchemaGenerator) -> Schema {
    object(shape, generator)
}

/// The schema of an enum of strings.
#[must_use]
pub fn enum_schema<T: TextEnum>() -> Schema {
    one_of(T::VALUES)
}

/// The schema of what a type with these rules accepts.
pub fn kind_schema(kind: &Kind<'_>, generator: &mut SchemaGenerator) -> Schema {
    match *kind {
        Kind::Any => json_schema!({}),
        Kind::Scalar(kind) => kind.json_schema(),
        Kind::Bounded(kind, bounds) => bounded(kind.json_schema(), bounds),
        Kind::Enum(values) => one_of(values),
        Kind::Array(rules) => array(rules, generator),
        Kind::Object(shape) => object(shape, generator),
        Kind::IfObject(shape) => {
            let mut schema = object(shape, generator);
            schema.remove("type");
            schema
        }
        Kind::OneOf(arms) | Kind::AnyOf(arms) => {
            let arms: Vec<Schema> = arms.iter().map(|arm| kind_schema(arm, generator)).collect();
            json_schema!({ "anyOf": arms })
        }
    }
}

fn one_of(values: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": values })
}

fn array(rules: &Array<'_>, generator: &mut SchemaGenerator) -> Schema {
    let items = kind_schema(&rules.items, generator);
    let mut schema = json_schema!({ "type": "array", "items": items });
    set(&mut schema, "minItems", rules.min_items);
    set(&mut schema, "maxItems", rules.max_items);
    schema
}

fn object(shape: &Shape<'_>, generator: &mut SchemaGenerator) -> Schema {
    let known = shape.fields.iter().filter(|field| !(shape.closed && matches!(field.checks, Checks::Nothing)));
    let properties: Map<String, Value> =
        known.map(|field| (field.name.to_owned(), property(shape, field, generator))).collect();
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json_schema!({ "type": "object", "properties": properties, "required": required });
    set(&mut schema, "additionalProperties", shape.closed.then_some(false));
    let dependent = dependent_required(shape);
    set(&mut schema, "dependentRequired", (!dependent.is_empty()).then_some(dependent));
    let mut all: Vec<Schema> = demands(shape);
    all.extend(shape.clauses.iter().map(|each| clause(shape, each, generator)));
    set(&mut schema, "allOf", (!all.is_empty()).then_some(all));
    schema
}

fn clause(shape: &Shape<'_>, clause: &Clause<'_>, generator: &mut SchemaGenerator) -> Schema {
    match clause {
        Clause::All(each) => branch(shape, each, generator),
        Clause::If { test, then, otherwise, .. } => {
            let test = branch(shape, test, generator);
            let mut schema = json_schema!({ "if": test });
            set(&mut schema, "then", then.map(|each| branch(shape, each, generator)));
            set(&mut schema, "else", otherwise.map(|each| branch(shape, each, generator)));
            schema
        }
        Clause::Any(_, branches) => {
            let branches: Vec<Schema> = branches.iter().map(|each| branch(shape, each, generator)).collect();
            json_schema!({ "anyOf": branches })
        }
    }
}

fn branch(shape: &Shape<'_>, branch: &Branch<'_>, generator: &mut SchemaGenerator) -> Schema {
    let name = |index: &usize| shape.fields.get(*index).map(|field| field.name);
    let mut properties: Map<String, Value> = Map::new();
    for name in branch.allowed.into_iter().flatten().filter_map(name) {
        properties.insert(name.to_owned(), Value::Object(Map::new()));
    }
    for (index, kind) in branch.kinds {
        properties.extend(name(index).map(|name| (name.to_owned(), kind_schema(kind, generator).to_value())));
    }
    let required: Vec<&str> = branch.required.iter().filter_map(name).collect();
    let mut schema = json_schema!({ "properties": properties, "required": required });
    set(&mut schema, "additionalProperties", branch.allowed.map(|_| false));
    let all: Vec<Schema> = branch.clauses.iter().map(|each| clause(shape, each, generator)).collect();
    set(&mut schema, "allOf", (!all.is_empty()).then_some(all));
    schema
}

/// What holds between fields, beside what [`dependent_required`] says.
fn demands(shape: &Shape<'_>) -> Vec<Schema> {
    let given = |indices: &[usize]| {
        let name = |index: &usize| shape.fields.get(*index).map(|field| field.name);
        let names: Vec<&str> = indices.iter().filter_map(name).collect();
        json_schema!({ "required": names })
    };
    let demand = |demand: Demand| {
        let mut any: Vec<Schema> = demand.then.iter().map(|&index| given(&[index])).collect();
        if !demand.when.is_empty() {
            any.push(json_schema!({ "not": given(&demand.when) }));
        }
        match any.len() {
            1 => any.remove(0),
            _ => json_schema!({ "anyOf": any }),
        }
    };
    all_demands(shape).filter(|demand| demand.dependency().is_none()).map(demand).collect()
}

fn all_demands(shape: &Shape<'_>) -> impl Iterator<Item = Demand> {
    shape.groups.iter().flat_map(|group| group.kind.demands(group.members))
}

fn property(shape: &Shape<'_>, field: &Field<'_>, generator: &mut SchemaGenerator) -> Value {
    let kind = field.strict_kind();
    let mut schema = kind_schema(kind, generator);
    // A parameter that is not given is left out, whatever its type.
    let refuses_null = shape.params && kind.takes_null();
    set(&mut schema, "not", refuses_null.then(|| json_schema!({ "type": "null" })));
    schema.to_value()
}

/// The names that must be given with each field of a pair, or that depends on another.
fn dependent_required(shape: &Shape<'_>) -> Map<String, Value> {
    let name = |index: usize| shape.fields.get(index).map(|field| field.name);
    let named = |(field, on): (usize, Vec<usize>)| {
        Some((name(field)?.to_owned(), on.into_iter().filter_map(name).collect::<Vec<&str>>().into()))
    };
    Demand::dependencies(all_demands(shape)).into_iter().filter_map(named).collect()
}

/// Narrows the schema of a scalar, which may have bounds of its type already.
fn bounded(mut schema: Schema, bounds: &Bounds<'_>) -> Schema {
    let own = |schema: &Schema, name| schema.get(name).and_then(Value::as_number).and_then(serde_json::Number::as_i128);
    let minimum = own(&schema, "minimum").into_iter().chain(bounds.minimum).max();
    let maximum = own(&schema, "maximum").into_iter().chain(bounds.maximum).min();
    set(&mut schema, "minimum", minimum.map(number));
    set(&mut schema, "maximum", maximum.map(number));
    let values = bounds.values.map(|values| values.iter().filter_map(|json| serde_json::from_str(json).ok()).collect());
    set(&mut schema, "enum", values.map(|values: Vec<Value>| values));
    set(&mut schema, "minLength", bounds.min_length);
    set(&mut schema, "maxLength", bounds.max_length);
    schema
}

/// Bounds of more than 64 bits are no less strict for being rounded: no such integer is read.
fn number(bound: i128) -> Value {
    serde_json::Number::from_i128(bound).map_or_else(|| Value::from(bound as f64), Value::Number)
}

fn set(schema: &mut Schema, keyword: &str, value: Option<impl serde::Serialize>) {
    // Numbers, names and schemas always are values.
    if let Some(Ok(value)) = value.map(serde_json::to_value) {
        schema.insert(keyword.to_owned(), value);
    }
}
