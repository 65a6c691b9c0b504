//! Parameters of commands that are done, as far as the release that is stood in for has them.

use crate::params::{self, Parameter};
use crate::state::State;
use crate::wire::{Failure, Value};

/// Hands each parameter to `take`, by its name. If a schema describes the command, only those that it lists are known.
pub(super) fn read<'t>(
    state: &State,
    command: &str,
    params: Value<'t>,
    all: &[Parameter<'_>],
    mut take: impl FnMut(&str, Value<'t>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut known = all.to_vec();
    state.documented.keep_described(command, &mut known);
    params::read(params, &known, |index, value| match known.get(index) {
        Some(parameter) => take(parameter.name, value),
        None => Ok(()),
    })
}
