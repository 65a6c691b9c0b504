//! Parameters of a command that a schema describes, by name and as JSON, as a plugin wants its own.
//!
//! A node gives the text of a string to its commands with escapes as they are written, takes hex that is none for nothing
//! given, and says in some cases no more than that something is wrong. None of this is repeated here.

use cln_runtime::rules::{Field, Kind, Rule, ScalarKind, Shape};
use cln_runtime::{Json, RpcError, Validation, Violations};
use zeroize::Zeroizing;

use super::each::{Parameter, each, no_params, unknown};
use super::given::{Given, Read, Taken, quoted};
use super::refusal::INVALID_PARAMS;
use super::strict::strict;
use super::{Refusal, by_type, groups, reading};
use crate::wire::Value;

/// How much of a value is shown at most, in characters.
const SHOWN: usize = 64;

/// Parameters that are named or positional, as an object that names them. It may yet break rules of the schema.
pub(super) fn named(params: &[u8], shape: &Shape<'_>, deprecated_ok: bool) -> Result<Zeroizing<String>, RpcError> {
    let params = Value::first_in(params).ok_or_else(no_params)?;
    let known: Vec<Parameter<'_>> = shape.fields.iter().map(Parameter::of).collect();
    let mut values: Zeroizing<Vec<Option<String>>> = Zeroizing::new(vec![None; known.len()]);
    each(params, &known, |index, value| {
        let (Some(field), Some(slot)) = (shape.fields.get(index), values.get_mut(index)) else { return Ok(()) };
        if field.deprecated && !deprecated_ok {
            return Err(RpcError::from(deprecated(field.name, params.is_array().then_some(index))));
        }
        *slot = Some(one(field, value).map_err(|refusal| refusal.told(&shown(field, value)))?);
        Ok(())
    })?;
    groups(shape, &|name| {
        shape.find(name.as_bytes()).is_some_and(|index| values.get(index).is_some_and(Option::is_some))
    })?;
    Ok(object(shape, &values))
}

/// To a node, a name that is deprecated is none that it knows. Of positions, it only refuses those for developers.
fn deprecated(name: &str, position: Option<usize>) -> Refusal {
    match position {
        Some(position) => Refusal::invalid(format!("Parameter {position} is deprecated")),
        None => unknown(name.as_bytes()),
    }
}

/// One parameter, as JSON.
fn one(field: &Field<'_>, value: Value<'_>) -> Result<String, Refusal> {
    let given = Given { name: field.name, value };
    if let Some(function) = function(&field.kind) {
        return function(given)?.ok_or_else(|| given.should("should be as documented"));
    }
    let json = match field.kind {
        // A value that is listed may look like a number, of which `lightning-cli` then makes one.
        Kind::Enum(_) if value.is_scalar() => quoted(value.unescaped())?,
        _ => strict(value),
    };
    let what = || by_type::should_be(&field.kind).unwrap_or_else(|| "should be JSON".to_owned());
    match json {
        Some(json) if !is_wrong_as_a_whole(&json, &field.kind) => Ok(json),
        Some(json) if by_type::should_be(&field.kind).is_none() => Ok(json),
        _ => Err(given.should(&what())),
    }
}

/// The function that reads a parameter of this kind, if it has one.
fn function(kind: &Kind<'_>) -> Option<Read> {
    match kind {
        Kind::Scalar(ScalarKind::String) | Kind::Bounded(ScalarKind::String, _) => Some(string),
        Kind::Scalar(ScalarKind::Hex) | Kind::Bounded(ScalarKind::Hex, _) => Some(hex),
        Kind::Array(_) => Some(array),
        kind => by_type::function(kind),
    }
}

/// A string; or a number or word, which `lightning-cli` makes of a text that looks like one.
fn string(given: Given<'_>) -> Taken {
    let text = match given.value.string() {
        Some(_) => strict(given.value),
        None if given.value.is_scalar() && !given.value.is_null() => quoted(reading::text(given.value))?,
        None => None,
    };
    text.map_or_else(|| Err(given.should("should be a string")), |text| Ok(Some(text)))
}

fn hex(given: Given<'_>) -> Taken {
    reading::hex(given.value).map_or_else(|| Err(given.should("should be a hex value")), quoted)
}

fn array(given: Given<'_>) -> Taken {
    match strict(given.value).filter(|_| given.value.is_array()) {
        Some(json) => Ok(Some(json)),
        None => Err(given.should("should be an array")),
    }
}

/// Whether a value is no such thing at all, rather than one that breaks a rule.
fn is_wrong_as_a_whole(json: &str, kind: &Kind<'_>) -> bool {
    let judged = Validation::new().first_only().validate_value(json.as_bytes(), kind);
    let first = judged.as_ref().err().and_then(|violations| violations.iter().next());
    first.is_some_and(|first| {
        let rules = [Rule::Type, Rule::Format, Rule::Integer, Rule::Range, Rule::Enum];
        first.pointer().is_empty() && rules.contains(&first.rule())
    })
}

/// A value as an error shows it to the caller.
fn shown(field: &Field<'_>, value: Value<'_>) -> String {
    let text = String::from_utf8_lossy(value.json);
    match text.char_indices().nth(SHOWN) {
        _ if field.secret => "(not shown: secret)".to_owned(),
        // There may be secrets in it.
        _ if value.is_array() => "'[...]'".to_owned(),
        _ if value.is_object() => "'{...}'".to_owned(),
        Some((end, _)) => format!("'{}...'", text.get(..end).unwrap_or_default()),
        None => format!("'{text}'"),
    }
}

/// What is given, in the order of the schema. Room is made for all of it at once: what would be moved may be secret.
fn object(shape: &Shape<'_>, values: &[Option<String>]) -> Zeroizing<String> {
    let given = || shape.fields.iter().zip(values).filter_map(|(field, value)| Some((field.name, value.as_deref()?)));
    let room = given().map(|(name, value)| 6 * name.len() + value.len() + 4).sum::<usize>() + 2;
    let mut json = Zeroizing::new(String::with_capacity(room));
    json.push('{');
    for (index, (name, value)) in given().enumerate() {
        json.extend((index > 0).then_some(','));
        json.push_str(Json::from(name).as_str());
        json.push(':');
        json.push_str(value);
    }
    json.push('}');
    json
}

/// The error about the first rule that parameters break, which the other checks have left.
pub(super) fn broken(violations: &Violations) -> RpcError {
    let message = violations.iter().next().map_or_else(String::new, |first| {
        let place = first.pointer().trim_start_matches('/');
        if place.is_empty() { first.message().to_owned() } else { format!("{place}: {}", first.message()) }
    });
    RpcError::new(INVALID_PARAMS, message)
}
