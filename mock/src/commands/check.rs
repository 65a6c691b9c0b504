//! `check`: whether a command would take its parameters, without doing it.

use cln_runtime::Json;

use super::{Step, Wait};
use crate::outcome::Done;
use crate::params::{COMMAND_TO_CHECK, split_check};
use crate::wire::Value;

/// The command whose check takes a plugin.
const ASKS_A_PLUGIN: &[u8] = b"setconfig";

/// Has `check` run the command without doing it. A check of `check` looks no deeper, or the depth would be the client's
/// choice.
pub(super) fn run(params: Value<'_>, only_check: bool, check: impl FnOnce(&[u8], Value<'_>) -> Step) -> Step {
    let (command, rest) = match split_check(params.json) {
        Ok(split) => split,
        Err(refusal) => return Err(refusal.into()).into(),
    };
    let name = Json::from(&*String::from_utf8_lossy(command));
    let passed = move || Done::new(format!("{{\"{COMMAND_TO_CHECK}\":{name}}}"));
    if only_check {
        return Ok(passed()).into();
    }
    match check(command, Value { kind: params.kind, json: &rest }) {
        Step::Done(outcome) => outcome.map(|_| passed()).into(),
        Step::Wait(Wait { until, mut poll }) if command == ASKS_A_PLUGIN => {
            Step::Wait(Wait { until, poll: Box::new(move |state| Some(poll(state)?.map(|_| passed()))) })
        }
        // It would be done, and then wait.
        Step::Wait(_) | Step::Begin(_) => Ok(passed()).into(),
    }
}

/// The command that is to be checked, as far as the parameters name one.
pub(crate) fn checked(params: Value<'_>) -> Option<&[u8]> {
    split_check(params.json).ok().map(|(command, _)| command)
}
