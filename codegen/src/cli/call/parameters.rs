//! Parameters as they are written on the command line.

use cln_runtime::rules::{KeyIndex, Shape, key_index_in};
use cln_runtime::walk::validate;
use cln_runtime::{Json, JsonKind, JsonObjectOrArray};

/// The parameters that these words mean; without a shape, whatever is JSON is meant to be.
pub(super) fn read(words: &[String], shape: Option<&Shape<'_>>) -> Result<JsonObjectOrArray, String> {
    match words {
        [only] if only.trim_start().starts_with(['{', '[']) => {
            only.parse::<Json>().map_err(|why| format!("the parameters are not JSON: {why}"))?;
            only.parse().map_err(|_| "the parameters are no JSON object or array".to_owned())
        }
        pairs => pairs_object(pairs, shape),
    }
}

fn pairs_object(pairs: &[String], shape: Option<&Shape<'_>>) -> Result<JsonObjectOrArray, String> {
    let mut members = Vec::new();
    for pair in pairs {
        let Some((key, value)) = pair.split_once('=').filter(|(key, _)| !key.is_empty()) else {
            return Err("expected one JSON object or array, or KEY=VALUE pairs".to_owned());
        };
        members.push(format!("{}:{}", Json::from(key), value_of(key, value, shape)));
    }
    format!("{{{}}}", members.join(",")).parse().map_err(|_| "the parameters are not JSON".to_owned())
}

/// As JSON if that fits the parameter, else as a string if that does. What fits neither way is left for validation to
/// explain, as what it looks like.
fn value_of(key: &str, value: &str, shape: Option<&Shape<'_>>) -> Json {
    let text = Json::from(value);
    match value.parse::<Json>() {
        Err(_) => text,
        Ok(json) if json.kind() == JsonKind::String => json,
        Ok(json) => match shape {
            Some(shape) if !fits(key, &json, shape) && fits(key, &text, shape) => text,
            _ => json,
        },
    }
}

/// Whether a parameter takes a value, whatever the others are.
fn fits(key: &str, value: &Json, shape: &Shape<'_>) -> bool {
    let Some(field) = shape.find(key.as_bytes()).and_then(|index| shape.fields.get(index)) else { return true };
    let fields = [*field];
    let mut slots = Vec::new();
    let index = alone(&fields, &mut slots);
    let alone = Shape { fields: &fields, index, closed: false, params: false, groups: &[], clauses: &[] };
    validate(format!("{{{}:{value}}}", Json::from(key)).as_bytes(), &alone).is_ok()
}

fn alone<'t>(fields: &'t [cln_runtime::rules::Field<'t>], slots: &'t mut Vec<u8>) -> KeyIndex<'t> {
    key_index_in(fields, |made| {
        slots.extend_from_slice(made);
        slots
    })
}
