//! What was found, in the formats of other programs: the same for `lint` and `diff`, which fill the one model here.
//!
//! SARIF has all of it, and so in `details` what is in the JSON of the verb, whose keys are promised.

mod github;
mod json;
mod sarif;

use cln_codegen::source::STDIN_NAME;
use serde::Serialize;

pub(crate) use github::to_github;
pub(crate) use json::to_json;
pub(crate) use sarif::to_sarif;

/// A finding, whoever has found it.
pub(crate) struct Finding<'r, D> {
    pub(crate) code: &'static str,
    /// What the code stands for, in one line.
    pub(crate) meaning: &'static str,
    /// The level in the words of the verb, such as `risky`.
    pub(crate) level: &'static str,
    pub(crate) weight: Weight,
    /// The method that it is about, if one is known.
    pub(crate) method: Option<String>,
    /// What was found, and what follows or what to do about it.
    pub(crate) message: String,
    /// An instance that shows it, and what is to be seen there.
    pub(crate) shown: Option<String>,
    /// Where: first the place at which it can be mended.
    pub(crate) places: Vec<Place<'r>>,
    /// Whether it was there before, if it was compared.
    pub(crate) state: Option<State>,
    /// Why it is accepted, if it is.
    pub(crate) accepted: Option<&'r str>,
    /// The finding in the JSON of its verb.
    pub(crate) details: D,
}

/// How much a finding matters, in the words of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Weight {
    Error,
    Warning,
    Note,
}

/// Whether a finding was there before, in the words of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    New,
    Unchanged,
}

/// A place in a file.
pub(crate) struct Place<'r> {
    /// Which of several places it is, such as `old`.
    pub(crate) role: Option<&'static str>,
    /// The path, as it was given; `None` of standard input.
    pub(crate) file: Option<&'r str>,
    /// The JSON Pointer.
    pub(crate) pointer: Option<&'r str>,
    /// The line, from 1.
    pub(crate) line: Option<usize>,
    /// The column, from 1.
    pub(crate) column: Option<usize>,
}

impl<'r> Place<'r> {
    /// The path of a place, unless it stands for what is no file.
    pub(crate) fn file(path: &'r str) -> Option<&'r str> {
        Some(path).filter(|path| !path.is_empty() && *path != STDIN_NAME)
    }
}
