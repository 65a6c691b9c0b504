//! `plugin`: plugins started, stopped and listed while the node runs.

mod answering;
mod asked;
mod start;
mod stop;

use self::asked::{only_subcommand, subcommand};
use super::Step;
use crate::outcome::Outcome;
use crate::state::State;
use crate::wire::{Failure, Value};

pub(super) fn run(state: &State, caller: &[u8], params: Value<'_>, only_check: bool) -> Step {
    match subcommand(params) {
        Ok("start") => start::plugin(state, caller, params, only_check),
        Ok("startdir") => start::folder(state, caller, params, only_check),
        Ok("stop") => stop::run(state, params, only_check),
        Ok("rescan") => rescan(params).into(),
        Ok(_) => only_subcommand(params).map(|()| answering::listed(&state.plugins, "list")).into(),
        Err(failure) => Err(failure).into(),
    }
}

/// A node looks into a folder of its own, which this one has not got.
fn rescan(params: Value<'_>) -> Outcome {
    only_subcommand(params)?;
    let why = "cln-mock has no folder of plugins of its own to look into: name one with the subcommand startdir";
    Err(Failure::new(-32603, why))
}
