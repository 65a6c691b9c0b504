//! What a command answers: words for people or programs, and an exit status.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use cln_codegen::Error;
use cln_codegen::diagnostic::Diagnostic;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Done; nothing to complain about.
    Done,
    /// The command has done its work, and the answer is no: stale output, findings.
    No,
    /// The input is wrong, or cannot be read.
    BadInput,
    /// A node cannot be reached, or does not answer.
    NoConnection,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::No => 1,
            Status::BadInput => 2,
            Status::NoConnection => 3,
        })
    }
}

/// What a command has to say.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: Status,
    /// For standard output: what was asked for.
    pub(super) findings: String,
    /// For standard error: what is wrong.
    pub(super) complaints: String,
}

impl Answer {
    pub(super) fn bad_input(complaints: String) -> Self {
        Self { status: Status::BadInput, findings: String::new(), complaints }
    }
}

/// Writes what a command has to say.
pub(super) fn tell(answer: &Answer) -> io::Result<()> {
    // There is nowhere left to tell that standard error cannot be written.
    let _ = io::stderr().write_all(answer.complaints.as_bytes());
    let mut out = io::stdout().lock();
    out.write_all(answer.findings.as_bytes())?;
    out.flush()
}

/// Diagnostics with an empty line after each.
pub(super) fn rendered(diagnostics: &[Diagnostic]) -> String {
    let colour = in_colour();
    diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.render(colour))).collect()
}

/// Diagnostics for which nothing was done, and where to read on about the worst of them.
pub(super) fn refusal(diagnostics: &[Diagnostic]) -> String {
    let worst = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity);
    rendered(diagnostics) + &worst.map(|worst| explained(worst.code.as_str())).unwrap_or_default()
}

/// Where to read on about a code.
pub(super) fn explained(code: &str) -> String {
    format!("`cln-codegen explain {code}` says more\n")
}

/// What is wrong with schemas, or with reading them.
pub(super) fn said(error: &Error) -> String {
    match error {
        Error::Schemas(diagnostics) => refusal(&diagnostics.iter().cloned().collect::<Vec<Diagnostic>>()),
        other => format!("error: {other}\n"),
    }
}

pub(super) fn in_colour() -> bool {
    wants_colour(io::stderr().is_terminal())
}

pub(super) fn wants_colour(is_terminal: bool) -> bool {
    is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
