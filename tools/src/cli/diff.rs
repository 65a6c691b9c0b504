//! `cln-codegen diff`

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cln_codegen::Builder;
use cln_codegen::schema::Version;
use cln_codegen::source::is_stdin;

use super::answer::{Answer, Status, rendered, said, wants_colour};
use super::reading::{Correcting, UnknownWords};
use crate::diff::{Report, Severity, Versions, diff_versions};

/// Compare two releases and report what the changes mean for users of the bindings.
///
/// Compares two schema files or two folders of them. What a change means depends on who writes the value: a
/// new required parameter breaks callers, a new field of a result breaks nobody. Decoding tolerates new
/// fields and enum values from a node, so they break nobody; everything else is compared by the rules of
/// strict validation. A change that is harmless on the wire may still break users of the generated crate.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = DIFF_HELP)]
pub(super) struct Diff {
    /// Schema file or folder of the old release; - reads standard input.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// Schema file or folder of the new release; - reads standard input.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Output format.
    #[arg(long, default_value = "text")]
    format: DiffFormat,

    /// The least severity that makes the exit status 1.
    #[arg(long, value_name = "SEVERITY", default_value = "breaking")]
    deny: Deny,

    /// The old release, such as v25.12; default: what a file `cln-codegen.lock` beside the schemas says.
    #[arg(long, value_name = "VERSION")]
    from: Option<Version>,

    /// The new release; without it or such a file, the newest `added` in the new schemas is a bound.
    #[arg(long, value_name = "VERSION")]
    to: Option<Version>,

    #[command(flatten)]
    correcting: Correcting,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    unknown: UnknownWords,
}

/// Output format of `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people: a few lines per finding.
    Text,
    /// For machines: an object.
    Json,
    /// For a comment on a pull request: one table per method.
    Markdown,
}

/// The least severity that makes the exit status of `diff` 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Any difference, also one of the documentation alone.
    Docs,
    /// Changes of the schemas, also those that nobody notices.
    Compatible,
    /// Changes that somebody should look at.
    Risky,
    /// Removals, also those in the release that they were announced for.
    Announced,
    /// Changes that break running programs.
    Breaking,
}

/// What `diff` writes, and how it ends.
const DIFF_HELP: &str = r#"Severities: `breaking`, programs that work with the old release fail with the new one; `announced`, they
fail as well, but the old release said when; `risky`, programs may notice, now or in a later release;
`compatible`, users of the old bindings notice nothing; `docs`, only documentation changed. Each finding also
has a level for the next version of the generated crate: `major`, `minor` or `patch`. Example instances were
checked by both validators. The package's README lists the codes.

JSON is an object with the keys
  "version"   1; it changes if a key is removed or changes its meaning
  "compared"  the number of methods, {"old", "new"}
  "summary"   the number of findings, {"breaking", "announced", "risky", "compatible", "docs"}
  "semver"    "major", "minor" or "patch"; null if nothing differs
  "methods"   array of {"kind", "name", "old_name", "findings"} by name; kind is "rpc", "notification" or
              "hook"; old_name is null unless the method seems to be renamed
A finding has the keys
  "code", "severity", "semver", "guess", "change", "consequence"
  "old", "new"  {"file", "pointer", "line"}; null if the method is missing
  "instance"    {"json", "accepted_by", "refused_by", "pointer", "rule", "message"}, or null; json is a string

Exit status: 0 no finding at or above --deny; 1 some; 2 bad input, nothing compared."#;

pub(super) fn run(arguments: &Diff) -> Answer {
    if is_stdin(&arguments.old) && is_stdin(&arguments.new) {
        let why = "error: standard input cannot be both the old and the new schema; name a file\n";
        return Answer::bad_input(why.to_owned());
    }
    let builder = arguments.correcting.say_to(Builder::new()).unknown(arguments.unknown.into());
    let versions = Versions { old: arguments.from.clone(), new: arguments.to.clone() };
    match diff_versions(&builder, &arguments.old, &arguments.new, &versions) {
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
        Deny::Docs => Severity::Docs,
        Deny::Compatible => Severity::Compatible,
        Deny::Risky => Severity::Risky,
        Deny::Announced => Severity::Announced,
        Deny::Breaking => Severity::Breaking,
    };
    let status = if report.worst().is_some_and(|worst| worst >= denied) { Status::No } else { Status::Done };
    Answer { status, findings, complaints: rendered(&report.warnings) }
}
