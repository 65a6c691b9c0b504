//! Parameters read by a schema's rules.

use cln_runtime::Json;
use cln_runtime::rules::{Field, GroupKind, Kind, ScalarKind, Shape, key_index_in};
use cln_runtime::walk::validate;

use super::{Parameter, read as read_each, unsigned, words};
use crate::wire::{Failure, PartKind, Value};

/// Reads parameters as a node reads them, holds them against the rules, and gives them by name, as JSON.
pub(crate) fn read(params: Value<'_>, shape: &Shape<'_>) -> Result<String, Failure> {
    let parameter = |field: &Field<'_>| (field.name.to_owned(), field.required);
    let known: Vec<(String, bool)> = shape.fields.iter().map(parameter).collect();
    let known: Vec<Parameter<'_>> =
        known.iter().map(|(name, required)| Parameter { name, required: *required }).collect();
    let mut values: Vec<Option<String>> = vec![None; shape.fields.len()];
    read_each(params, &known, |index, value| {
        if let (Some(field), Some(slot)) = (shape.fields.get(index), values.get_mut(index)) {
            *slot = Some(one(field, value)?);
        }
        Ok(())
    })?;
    groups(shape, &values)?;
    let given = shape.fields.iter().zip(&values).filter_map(|(field, value)| Some((field.name, value.as_ref()?)));
    let members: Vec<String> = given.map(|(name, value)| format!("{}:{value}", Json::from(name))).collect();
    let json = format!("{{{}}}", members.join(","));
    // What holds between parameters in another way than by groups is left for the whole.
    match validate(json.as_bytes(), shape).as_ref().err().and_then(|violations| violations.iter().next()) {
        None => Ok(json),
        Some(first) => Err(Failure::invalid_params(first.to_string())),
    }
}

/// The JSON of one parameter, if it is what it should be.
fn one(field: &Field<'_>, value: Value<'_>) -> Result<String, Failure> {
    let refuse = || Failure::bad_param(field.name, &words::should_be(&field.kind));
    let json = lenient(&field.kind, value).ok_or_else(refuse)?;
    if fits(field, &json) { Ok(json) } else { Err(refuse()) }
}

/// The value as it would be written properly: a node looks at the text of numbers and words alone, whether it stands
/// between quotes or not.
fn lenient(kind: &Kind<'_>, value: Value<'_>) -> Option<String> {
    use ScalarKind::{Bool, I64, String, U8, U16, U32, U64};

    let text = std::str::from_utf8(value.token()).ok()?;
    let is_word = value.is_scalar();
    match kind {
        Kind::Scalar(U8 | U16 | U32 | U64) | Kind::Bounded(U8 | U16 | U32 | U64, _) if is_word => {
            unsigned(text.as_bytes()).map(|number| number.to_string())
        }
        Kind::Scalar(I64 | Bool) | Kind::Bounded(I64 | Bool, _) if is_word => Some(text.to_owned()),
        Kind::Scalar(String) | Kind::Bounded(String, _) if value.kind == PartKind::Bare && !value.is_null() => {
            Some(Json::from(text).into_string())
        }
        _ => std::str::from_utf8(value.json).ok()?.parse::<Json>().ok().map(Json::into_string),
    }
}

/// Whether a parameter takes a value, whatever the others are.
fn fits(field: &Field<'_>, json: &str) -> bool {
    let fields = [*field];
    let mut slots = Vec::new();
    let index = key_index_in(&fields, |made| {
        slots.extend_from_slice(made);
        &slots
    });
    let alone = Shape { fields: &fields, index, closed: false, params: true, groups: &[], clauses: &[] };
    validate(format!("{{{}:{json}}}", Json::from(field.name)).as_bytes(), &alone).is_ok()
}

/// What goes only together, or not together.
fn groups(shape: &Shape<'_>, values: &[Option<String>]) -> Result<(), Failure> {
    let given = |index: &usize| values.get(*index).is_some_and(Option::is_some);
    let names = |indices: &[usize]| -> Vec<&str> {
        indices.iter().filter_map(|index| shape.fields.get(*index)).map(|field| field.name).collect()
    };
    for group in shape.groups {
        let members = group.members;
        let broken = match group.kind {
            GroupKind::Paired => {
                (members.iter().any(given) && !members.iter().all(given)).then(|| words::together(&names(members)))
            }
            GroupKind::Exclusive => {
                (members.iter().filter(|index| given(index)).count() > 1).then(|| words::not_together(&names(members)))
            }
            GroupKind::Dependent => members.split_first().filter(|(on, _)| !given(on)).and_then(|(on, others)| {
                let member = others.iter().find(|index| given(index))?;
                Some(words::only_with(&names(&[*member]).concat(), &names(&[*on]).concat()))
            }),
        };
        if let Some(broken) = broken {
            return Err(Failure::invalid_params(broken));
        }
    }
    Ok(())
}
