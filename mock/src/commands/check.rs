//! `check`: whether a command would take its parameters, without doing it.

use cln_runtime::Json;

use super::Step;
use crate::outcome::Done;
use crate::params::{COMMAND_TO_CHECK, split_check};
use crate::wire::Value;

/// Has `check` run the command without doing it. A check of `check` looks no deeper, or the depth would be the client's
/// choice.
pub(super) fn run(params: Value<'_>, only_check: bool, check: impl FnOnce(&[u8], Value<'_>) -> Step) -> Step {
    let (command, rest) = match split_check(params.json) {
        Ok(split) => split,
        Err(refusal) => return Err(refusal.into()).into(),
    };
    if !only_check && let Step::Done(Err(failure)) = check(command, Value { kind: params.kind, json: &rest }) {
        return Err(failure).into();
    }
    let name = String::from_utf8_lossy(command);
    Ok(Done::new(format!("{{\"{COMMAND_TO_CHECK}\":{}}}", Json::from(&*name)))).into()
}

/// The command that is to be checked, as far as the parameters name one.
pub(crate) fn checked(params: Value<'_>) -> Option<&[u8]> {
    split_check(params.json).ok().map(|(command, _)| command)
}
