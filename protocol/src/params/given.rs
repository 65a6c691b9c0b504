//! A parameter that was given, and what became of it.

use std::fmt::Display;

use cln_runtime::Json;

use super::Refusal;
use crate::wire::Value;

/// A parameter as it was given.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// Its name.
    pub name: &'g str,
    /// Its value.
    pub value: Value<'g>,
}

/// The parameter as it would be written properly, as JSON; `None` if a node takes it for not given.
pub type Taken = Result<Option<String>, Refusal>;

/// One of a node's functions that read a parameter.
pub type Read = fn(Given<'_>) -> Taken;

impl Given<'_> {
    /// The error of most functions.
    pub fn should(self, what: &str) -> Refusal {
        Refusal::parameter(self.name, what)
    }

    /// The value as it is written, if it is JSON.
    pub fn as_is(self) -> Option<String> {
        std::str::from_utf8(self.value.json).ok()?.parse::<Json>().ok().map(Json::into_string)
    }
}

/// A value that is written as it is shown.
///
/// # Errors
/// Never: it is what the functions of a node end with, which may fail.
pub fn plain(value: impl Display) -> Taken {
    Ok(Some(value.to_string()))
}

/// A value that is written as a string.
///
/// # Errors
/// Never, as [`plain`].
pub fn quoted(value: impl Display) -> Taken {
    Ok(Some(Json::from(value.to_string().as_str()).into_string()))
}
