//! Parameters of a command that a schema describes.

use cln_protocol::params::by_type;
use cln_runtime::Json;
use cln_runtime::rules::{Field, Shape, key_index_in};
use cln_runtime::walk::validate;

use super::given::{Given, Of};
use super::{Parameter, between, by_name, read as read_each};
use crate::wire::{Failure, Value};

/// Reads parameters as a node reads them, holds them against the rules, and gives them by name, as JSON.
pub(crate) fn read(of: Of<'_>, params: Value<'_>, shape: &Shape<'_>) -> Result<String, Failure> {
    let known: Vec<Parameter<'_>> = shape.fields.iter().map(|field| known(of, field, params)).collect();
    let is_renamed = known.iter().zip(shape.fields).any(|(known, field)| known.name != field.name);
    let mut values: Vec<Option<String>> = vec![None; shape.fields.len()];
    let mut fits = true;
    read_each(params, &known, |index, value| {
        if let (Some(field), Some(slot)) = (shape.fields.get(index), values.get_mut(index)) {
            let (json, is_valid) = one(of, field, value)?;
            *slot = json;
            fits &= is_valid;
        }
        Ok(())
    })?;
    let given = |name: &str| values.get(shape.find(name.as_bytes())?)?.clone();
    between::check(of, shape, &given, is_renamed)?;
    let given = shape.fields.iter().zip(&values).filter_map(|(field, value)| Some((field.name, value.as_ref()?)));
    let members: Vec<String> = given.map(|(name, value)| format!("{}:{value}", Json::from(name))).collect();
    let json = format!("{{{}}}", members.join(","));
    // What holds between parameters in another way is left for the whole, unless a node takes more than the schema.
    match validate(json.as_bytes(), shape).as_ref().err().and_then(|violations| violations.iter().next()) {
        Some(first) if fits && !by_name::hands_on(of.command) => Err(Failure::invalid_params(first.to_string())),
        _ => Ok(json),
    }
}

/// A parameter as this request has to name it.
fn known<'n>(of: Of<'_>, field: &Field<'n>, params: Value<'_>) -> Parameter<'n> {
    let other = by_name::other_name(of.command, field.name);
    let is_renamed = |other: &&str| params.members().any(|(name, _)| name == Some(other.as_bytes()));
    Parameter {
        name: other.filter(is_renamed).unwrap_or(field.name),
        required: field.required && !between::tells_missing(of.command, field.name),
    }
}

/// The JSON of one parameter, if it is what it should be, and whether the schema takes it, too: what a function of the node
/// says decides, and the schema where there is none, and of what is inside.
fn one(of: Of<'_>, field: &Field<'_>, value: Value<'_>) -> Result<(Option<String>, bool), Failure> {
    let given = Given { name: field.name, value, network: of.network };
    if of.only_check && by_name::hands_on(of.command) {
        return Ok((given.as_is(), false));
    }
    let (taken, has_function) = match (by_name::function(of.command, field.name), by_type::function(&field.kind)) {
        (Some(function), _) => (function(given)?, true),
        (None, Some(function)) => (function(given.anywhere())?, true),
        (None, None) => (given.as_is(), false),
    };
    let is_decided = has_function && value.is_scalar();
    let should_be = || by_type::should_be(&field.kind).unwrap_or_else(|| "should be as documented".to_owned());
    match taken.as_ref().map(|json| is_valid(field, json)) {
        Some(false) if !is_decided => Err(given.should(&should_be()).into()),
        None if !has_function => Err(given.should(&should_be()).into()),
        is_valid => Ok((taken, is_valid.unwrap_or(true))),
    }
}

/// Whether the schema takes a parameter, whatever the others are.
fn is_valid(field: &Field<'_>, json: &str) -> bool {
    let fields = [*field];
    let mut slots = Vec::new();
    let index = key_index_in(&fields, |made| {
        slots.extend_from_slice(made);
        &slots
    });
    let alone = Shape { fields: &fields, index, closed: false, params: true, groups: &[], clauses: &[] };
    validate(format!("{{{}:{json}}}", Json::from(field.name)).as_bytes(), &alone).is_ok()
}
