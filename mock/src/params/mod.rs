//! Parameters, read as laxly as a node reads them, and refused in its words and its order: what is special about single
//! commands. `cln_protocol::params` has what holds for all.

mod between;
mod by_name;
mod given;
pub(crate) mod invstring;
pub(crate) mod reading;
pub(crate) mod typed;

pub(crate) use cln_protocol::params::{COMMAND_TO_CHECK, Parameter, split_check, unsigned, usage};

pub(crate) use given::Of;

use cln_protocol::params::each;

use crate::wire::{Failure, Value};

/// Hands each parameter to `take`, by its position among `known`, in the order in which they are written. A positional
/// `null` is not given; a named one is a value.
pub(crate) fn read<'t>(
    params: Value<'t>,
    known: &[Parameter<'_>],
    take: impl FnMut(usize, Value<'t>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    each(params, known, take)
}
