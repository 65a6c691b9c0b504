//! `cln-codegen diff`

use std::io::{self, IsTerminal};

use cln_codegen::Builder;
use cln_codegen::source::is_stdin;

use super::args::{Deny, Diff, DiffFormat};
use super::{Answer, Status, rendered, said, wants_colour};
use crate::diff::{Report, Severity, diff};

pub(super) fn run(arguments: &Diff) -> Answer {
    if is_stdin(&arguments.old) && is_stdin(&arguments.new) {
        let why = "error: standard input cannot be both the old and the new schema; name a file\n";
        return Answer::bad_input(why.to_owned());
    }
    let builder = arguments.correcting.say_to(Builder::new()).unknown(arguments.unknown.into());
    match diff(&builder, &arguments.old, &arguments.new) {
        Ok(report) => answer(arguments, &report),
        Err(error) => Answer::bad_input(said(&error)),
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
