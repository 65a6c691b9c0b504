//! `cln-codegen diff`

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cln_codegen::Builder;
use cln_codegen::source::is_stdin;

use super::answer::{Answer, Status, rendered, said, wants_colour};
use super::reading::{Correcting, UnknownWords};
use crate::diff::{Report, Severity, diff};

/// Tell what a change of schemas means for those who use the bindings.
///
/// Compares two schema files, or two folders of them: a release against another. Who writes a value decides:
/// a new required parameter breaks callers, a new field of an answer breaks nobody. What a node writes is
/// read tolerantly, so fields and values of enums that are new there break nobody; all else is held to
/// strict validation. What is harmless on the wire may still break programs that use the generated crate.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = DIFF_HELP)]
pub(super) struct Diff {
    /// The old schema file, or the folder of the old release; - is standard input.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The new schema file, or the folder of the new release; - is standard input.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How findings are written.
    #[arg(long, default_value = "text")]
    format: DiffFormat,

    /// From which severity on the answer is no.
    #[arg(long, value_name = "SEVERITY", default_value = "breaking")]
    deny: Deny,

    #[command(flatten)]
    correcting: Correcting,

    /// What becomes of keywords and types in schemas that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    unknown: UnknownWords,
}

/// How the findings of `diff` are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people: some lines for each finding.
    Text,
    /// For machines: one object.
    Json,
    /// For a comment on a pull request: a table for each method.
    Markdown,
}

/// From which severity on `diff` says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// What breaks programs on the wire.
    Breaking,
    /// That, and what somebody should look at.
    Risky,
}

/// What `diff` writes, and how it ends.
const DIFF_HELP: &str = r#"Severities: `breaking`, programs that worked with the old release do not with the new one; `risky`, it may be
noticed, or will be in a later release; `compatible`, nobody who uses the old bindings notices; `docs`, words
for people. Beside each stands what it means for the next version of the generated crate: `major`, `minor` or
`patch`. An instance that one release accepts and the other refuses has been put to both validators.
The codes are listed in the package's README.

JSON is one object with the keys
  "version"   1; it changes if keys change their meaning or go
  "compared"  how many methods there are, {"old", "new"}
  "summary"   how many findings, {"breaking", "risky", "compatible", "docs"}
  "semver"    "major", "minor" or "patch"; null if nothing differs
  "methods"   array of {"kind", "name", "old_name", "findings"} by name; kind is "rpc", "notification" or
              "hook", old_name is null unless it seems to be another one
A finding has the keys
  "code", "severity", "semver", "guess", "change", "consequence"
  "old", "new"  {"file", "pointer", "line"}; null if the method is not there
  "instance"    {"json", "accepted_by", "refused_by", "pointer", "rule", "message"}, or null; json is a text

Exit status: 0 nothing at or above --deny; 1 something; 2 bad input, nothing compared."#;

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
