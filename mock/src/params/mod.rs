//! Parameters, read as laxly as a node reads them, and refused in its words and its order.

mod between;
mod by_name;
mod by_type;
mod feerate;
mod given;
pub(crate) mod invstring;
mod number;
pub(crate) mod reading;
pub(crate) mod typed;

pub(crate) use given::Of;
pub(crate) use number::{signed, unsigned};

use crate::wire::{Failure, PartKind, Value};

/// The parameter of `check` that names the command to be checked; the others are that command's.
pub(crate) const COMMAND_TO_CHECK: &str = "command_to_check";

/// A parameter that a command takes, at its position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter<'n> {
    pub(crate) name: &'n str,
    pub(crate) required: bool,
}

impl<'n> Parameter<'n> {
    pub(crate) const fn required(name: &'n str) -> Self {
        Self { name, required: true }
    }

    pub(crate) const fn optional(name: &'n str) -> Self {
        Self { name, required: false }
    }
}

/// What a node adds to the name of an unknown parameter.
const UNKNOWN: &[u8] = b", this may be caused by a failure to autodetect key=value-style parameters. Please try using the -k flag and explicit key=value pairs of parameters.";

/// Hands each parameter to `take`, by its position among `known`, in the order in which they are written. A positional
/// `null` is not given; a named one is a value.
pub(crate) fn read<'t>(
    params: Value<'t>,
    known: &[Parameter<'_>],
    mut take: impl FnMut(usize, Value<'t>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut given = vec![false; known.len()];
    match params.kind {
        PartKind::Array => by_position(params, &mut given, &mut take)?,
        PartKind::Object => by_name(params, known, &mut given, &mut take)?,
        PartKind::String | PartKind::Bare => {
            return Err(Failure::invalid_params("Expected array or object for params"));
        }
    }
    match known.iter().zip(given).find(|(parameter, given)| parameter.required && !given) {
        Some((missing, _)) => Err(Failure::invalid_params(format!("missing required parameter: {}", missing.name))),
        None => Ok(()),
    }
}

fn by_position<'t>(
    params: Value<'t>,
    given: &mut [bool],
    take: &mut impl FnMut(usize, Value<'t>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for (index, (_, value)) in params.members().enumerate() {
        let Some(slot) = given.get_mut(index) else {
            let (got, expected) = (params.members().count(), given.len());
            return Err(Failure::invalid_params(format!("too many parameters: got {got}, expected {expected}")));
        };
        if !value.is_null() {
            *slot = true;
            take(index, value)?;
        }
    }
    Ok(())
}

fn by_name<'t>(
    params: Value<'t>,
    known: &[Parameter<'_>],
    given: &mut [bool],
    take: &mut impl FnMut(usize, Value<'t>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for (name, value) in params.members() {
        let name = name.unwrap_or_default();
        let index = known.iter().position(|parameter| parameter.name.as_bytes() == name);
        let Some((index, slot)) = index.and_then(|index| Some((index, given.get_mut(index)?))) else {
            return Err(Failure::invalid_params([b"unknown parameter: ", name, UNKNOWN].concat()));
        };
        if *slot {
            return Err(Failure::invalid_params([b"duplicate json names: ", name].concat()));
        }
        *slot = true;
        take(index, value)?;
    }
    Ok(())
}
