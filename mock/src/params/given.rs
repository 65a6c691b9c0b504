//! A parameter that was given, to what, and what became of it.

use std::fmt::Display;

use cln_runtime::Json;

use crate::network::Network;
use crate::wire::{Failure, Value};

/// What parameters are given to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Of<'c> {
    pub(crate) command: &'c str,
    /// The node's.
    pub(crate) network: Network,
    /// Whether the command is not run.
    pub(crate) only_check: bool,
}

/// A parameter as it was given to a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'g> {
    pub(super) name: &'g str,
    pub(super) value: Value<'g>,
    /// The node's.
    pub(super) network: Network,
}

/// The parameter as it would be written properly, as JSON; `None` if a node takes it for not given.
pub(super) type Taken = Result<Option<String>, Failure>;

/// One of a node's functions that read a parameter.
pub(super) type Read = fn(Given<'_>) -> Taken;

impl Given<'_> {
    /// The error of most functions.
    pub(super) fn should(self, what: &str) -> Failure {
        Failure::bad_param(self.name, what)
    }

    /// The value as it is written, if it is JSON.
    pub(super) fn as_is(self) -> Option<String> {
        std::str::from_utf8(self.value.json).ok()?.parse::<Json>().ok().map(Json::into_string)
    }
}

/// A value that is written as it is shown.
#[expect(clippy::unnecessary_wraps, reason = "every function of a node may fail")]
pub(super) fn plain(value: impl Display) -> Taken {
    Ok(Some(value.to_string()))
}

/// A value that is written as a string.
#[expect(clippy::unnecessary_wraps, reason = "every function of a node may fail")]
pub(super) fn quoted(value: impl Display) -> Taken {
    Ok(Some(Json::from(value.to_string().as_str()).into_string()))
}
