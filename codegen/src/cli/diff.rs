//! `cln-codegen diff`

use std::io::{self, IsTerminal};

use super::args::{Deny, Diff, DiffFormat};
use super::{Answer, Status, rendered, wants_colour};
use crate::diagnostic::Diagnostic;
use crate::diff::{Report, Severity, diff};
use crate::source::is_stdin;

pub(super) fn run(arguments: &Diff) -> Answer {
    if is_stdin(&arguments.old) && is_stdin(&arguments.new) {
        let why = "error: standard input cannot be both the old and the new schema; name a file\n";
        return Answer::bad_input(why.to_owned());
    }
    match diff(&arguments.old, &arguments.new, arguments.unknown.into()) {
        Ok(report) => answer(arguments, &report),
        Err(diagnostics) => {
            let found: Vec<Diagnostic> = diagnostics.iter().cloned().collect();
            Answer::bad_input(rendered(&found))
        }
    }
}

fn answer(arguments: &Diff, report: &Report) -> Answer {
    let findings = match arguments.format {
        DiffFormat::Text => report.to_text(wants_colour(io::stdout().is_terminal())),
        DiffFormat::Json => report.to_json(),
        DiffFormat::Markdown => report.to_markdown(),
    };
    let denied = match arguments.deny {
        Deny::Breaking => Severity::Breaking,
        Deny::Risky => Severity::Risky,
    };
    let status = if report.worst().is_some_and(|worst| worst >= denied) { Status::No } else { Status::Done };
    Answer { status, findings, complaints: rendered(&report.warnings) }
}
