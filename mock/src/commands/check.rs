//! `check`: whether a command would take its parameters, without doing it.

use cln_runtime::Json;

use super::{Step, Wait};
use crate::outcome::Done;
use crate::params::COMMAND_TO_CHECK as COMMAND;
use crate::wire::{Failure, PartKind, Value};

/// The command whose check takes a plugin.
const ASKS_A_PLUGIN: &[u8] = b"setconfig";

/// Has `check` run the command without doing it. A check of `check` looks no deeper, or the depth would be the client's
/// choice.
pub(super) fn run(params: Value<'_>, only_check: bool, check: impl FnOnce(&[u8], Value<'_>) -> Step) -> Step {
    let (command, rest) = match split(params) {
        Ok(split) => split,
        Err(failure) => return Err(failure).into(),
    };
    let name = Json::from(&*String::from_utf8_lossy(command));
    let passed = move || Done::new(format!("{{\"{COMMAND}\":{name}}}"));
    if only_check {
        return Ok(passed()).into();
    }
    match check(command, Value { kind: params.kind, json: &rest }) {
        Step::Done(outcome) => outcome.map(|_| passed()).into(),
        Step::Wait(Wait { until, mut poll }) if command == ASKS_A_PLUGIN => {
            Step::Wait(Wait { until, poll: Box::new(move |state| Some(poll(state)?.map(|_| passed()))) })
        }
        // It would be done, and then wait.
        Step::Wait(_) => Ok(passed()).into(),
    }
}

/// The command that is to be checked, as far as the parameters name one.
pub(crate) fn checked(params: Value<'_>) -> Option<&[u8]> {
    split(params).ok().map(|(command, _)| command)
}

/// The command, and its own parameters: all but the one that names it.
fn split(params: Value<'_>) -> Result<(&[u8], Vec<u8>), Failure> {
    let mut command = None;
    let mut rest: Vec<Vec<u8>> = Vec::new();
    for (index, (name, value)) in params.members().enumerate() {
        let is_first = index == 0;
        match name {
            Some(name) if name == COMMAND.as_bytes() => {
                if command.replace(value).is_some() {
                    return Err(Failure::invalid_params(format!("duplicate json names: {COMMAND}")));
                }
            }
            Some(name) => rest.push([b"\"", name, b"\":", value.json].concat()),
            None if is_first => command = Some(value).filter(|value| !value.is_null()),
            None => rest.push(value.json.to_vec()),
        }
    }
    let (open, close) = match params.kind {
        PartKind::Object => (b"{", b"}"),
        PartKind::Array => (b"[", b"]"),
        PartKind::String | PartKind::Bare => {
            return Err(Failure::invalid_params("Expected array or object for params"));
        }
    };
    let command = command.ok_or_else(|| Failure::invalid_params(format!("missing required parameter: {COMMAND}")))?;
    let command = command.string().ok_or_else(|| Failure::unknown_command(command.json))?;
    Ok((command, [&open[..], &rest.join(&b','), close].concat()))
}
