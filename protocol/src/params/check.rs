//! Parameters of `check`, which has a command check its own.

use super::Refusal;
use super::each::{given_twice, no_params};
use crate::wire::{PartKind, Value};

/// The parameter of `check` that names the command to be checked; the others are that command's.
pub const COMMAND_TO_CHECK: &str = "command_to_check";

const METHOD_NOT_FOUND: i64 = -32601;

/// The command that is to be checked, and its own parameters: all but the one that names it.
///
/// # Errors
/// There is none.
pub fn split_check(params: &[u8]) -> Result<(&[u8], Vec<u8>), Refusal> {
    let params = Value::first_in(params).ok_or_else(no_params)?;
    let mut command = None;
    let mut rest: Vec<Vec<u8>> = Vec::new();
    for (index, (name, value)) in params.members().enumerate() {
        let is_first = index == 0;
        match name {
            Some(name) if name == COMMAND_TO_CHECK.as_bytes() => {
                if command.replace(value).is_some() {
                    return Err(given_twice(name));
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
        PartKind::String | PartKind::Bare => return Err(no_params()),
    };
    let missing = || Refusal::invalid(format!("missing required parameter: {COMMAND_TO_CHECK}"));
    let command = command.ok_or_else(missing)?;
    let command = command.string().ok_or_else(|| unknown_command(command.json))?;
    Ok((command, [&open[..], &rest.join(&b','), close].concat()))
}

/// What a node says of a command that it does not know.
pub fn unknown_command(name: &[u8]) -> Refusal {
    Refusal::Request { code: METHOD_NOT_FOUND, message: [b"Unknown command '", name, b"'"].concat() }
}
