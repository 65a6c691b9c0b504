//! Which parameter is given which value.

use cln_runtime::rules::Field;

use super::Refusal;
use crate::wire::{PartKind, Value};

/// A parameter that a command takes, at its position.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'n> {
    /// Its name.
    pub name: &'n str,
    /// Whether it must be given.
    pub required: bool,
}

impl<'n> Parameter<'n> {
    /// One that must be given.
    pub const fn required(name: &'n str) -> Self {
        Self { name, required: true }
    }

    /// One that may be left out.
    pub const fn optional(name: &'n str) -> Self {
        Self { name, required: false }
    }

    /// As a schema says.
    pub const fn of(field: &Field<'n>) -> Self {
        Self { name: field.name, required: field.required }
    }
}

/// What a node adds to the name of an unknown parameter.
const UNKNOWN: &[u8] = b", this may be caused by a failure to autodetect key=value-style parameters. Please try using the -k flag and explicit key=value pairs of parameters.";

/// What a node says of a parameter that it does not know, or does not want to know any more.
pub(super) fn unknown(name: &[u8]) -> Refusal {
    Refusal::invalid([b"unknown parameter: ", name, UNKNOWN].concat())
}

/// Hands each parameter to `take`, by its position among `known`, in the order in which they are written. A positional
/// `null` is not given; a named one is a value.
///
/// # Errors
/// There are too many, one is unknown or given twice, a required one is missing, or `take` fails.
pub fn each<'t, E: From<Refusal>>(
    params: Value<'t>,
    known: &[Parameter<'_>],
    mut take: impl FnMut(usize, Value<'t>) -> Result<(), E>,
) -> Result<(), E> {
    let mut given = vec![false; known.len()];
    match params.kind {
        PartKind::Array => by_position(params, &mut given, &mut take)?,
        PartKind::Object => by_name(params, known, &mut given, &mut take)?,
        PartKind::String | PartKind::Bare => return Err(no_params().into()),
    }
    match known.iter().zip(given).find(|(parameter, given)| parameter.required && !given) {
        Some((missing, _)) => Err(Refusal::invalid(format!("missing required parameter: {}", missing.name)).into()),
        None => Ok(()),
    }
}

/// What a node says of a value that holds no parameters.
pub(super) fn no_params() -> Refusal {
    Refusal::invalid("Expected array or object for params")
}

/// What a node says of a parameter that is given more than once.
pub(super) fn given_twice(name: &[u8]) -> Refusal {
    Refusal::invalid([b"duplicate json names: ", name].concat())
}

fn by_position<'t, E: From<Refusal>>(
    params: Value<'t>,
    given: &mut [bool],
    take: &mut impl FnMut(usize, Value<'t>) -> Result<(), E>,
) -> Result<(), E> {
    for (index, (_, value)) in params.members().enumerate() {
        let Some(slot) = given.get_mut(index) else {
            let (got, expected) = (params.members().count(), given.len());
            return Err(Refusal::invalid(format!("too many parameters: got {got}, expected {expected}")).into());
        };
        if !value.is_null() {
            *slot = true;
            take(index, value)?;
        }
    }
    Ok(())
}

fn by_name<'t, E: From<Refusal>>(
    params: Value<'t>,
    known: &[Parameter<'_>],
    given: &mut [bool],
    take: &mut impl FnMut(usize, Value<'t>) -> Result<(), E>,
) -> Result<(), E> {
    for (name, value) in params.members() {
        let name = name.unwrap_or_default();
        let index = known.iter().position(|parameter| parameter.name.as_bytes() == name);
        let Some((index, slot)) = index.and_then(|index| Some((index, given.get_mut(index)?))) else {
            return Err(unknown(name).into());
        };
        if *slot {
            return Err(given_twice(name).into());
        }
        *slot = true;
        take(index, value)?;
    }
    Ok(())
}
