//! `cln-codegen lint`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cln_codegen::Builder;

use super::answer::{Answer, Status, rendered, said};
use super::reading::{Correcting, DEFAULT_SCHEMAS};
use crate::lint::lint;

/// Report mistakes in schema files and in their examples.
///
/// Reports everything that `generate` refuses or warns about, and more: documented examples that break
/// their own schema, fields that a result requires although an example lacks them and no `added` says
/// since when, error codes without a name, and, given several files, pages under `see_also` that none of
/// them describes.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = LINT_HELP)]
pub(super) struct Lint {
    /// Schema files, or folders, which are searched for *.json at any depth; - reads standard input.
    #[arg(value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    schemas: Vec<PathBuf>,

    /// Output format.
    #[arg(long, default_value = "text")]
    format: Format,

    #[command(flatten)]
    correcting: Correcting,

    /// List corrections instead of findings: which of them apply to these files and which do not.
    #[arg(long, conflicts_with = "no_corrections")]
    corrections: bool,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: one line per finding, per file with findings, and a total.
    Text,
    /// For machines: an array of objects.
    Json,
    /// For code scanning: a log in SARIF 2.1.0.
    Sarif,
    /// For a GitHub workflow: annotations of the files.
    Github,
}

/// What `lint` writes, and how it ends.
const LINT_HELP: &str = r#"Text is one line per finding,
  FILE:LINE:COLUMN: SEVERITY[CODE] POINTER: MESSAGE [RULE]; HINT
one per file with findings, and a total. `generate` refuses what is an error. POINTER is a JSON Pointer in
the file. Something that is missing is reported at what should contain it.

JSON is an array of objects with the keys
  "file", "line", "column"  the place; lines and columns count from 1
  "severity"                "error" or "warning"
  "code"                    the kind of finding, such as "L0101" for an example that breaks its schema
  "rule"                    the rule that an example breaks, such as "format"
  "pointer"                 JSON Pointer of the place in the file
  "message", "hint"         what was found, and what to do about it
Every object has every key; unknown values are null. SARIF 2.1.0 has these objects as properties; its
fingerprints stay when lines move.

With --corrections there is one line for each known correction, and for each of --config, in order:
  VERDICT: METHOD POINTER: REASON
VERDICT is `applies`, `other text` (the schema does not say what is corrected; most likely it was fixed) or
`no such method`. In JSON the keys are "verdict" ("applies", "other_text", "no_such_method"), "kind" ("rpc",
"notification", "hook"), "method", "pointer", "reason" and "file", which is null unless the correction applies.

Exit status: 0 no findings, or --corrections was given; 1 findings; 2 a file cannot be read (all others
are still checked)."#;

pub(super) fn run(arguments: &Lint) -> Answer {
    if arguments.corrections && !matches!(arguments.format, Format::Text | Format::Json) {
        let why = "error: --corrections lists no findings; use it with --format text or json\n";
        return Answer::bad_input(why.to_owned());
    }
    let builder = arguments.schemas.iter().fold(Builder::new(), Builder::schemas);
    let report = match lint(&arguments.correcting.say_to(builder)) {
        Ok(report) => report,
        Err(error) => return Answer::bad_input(said(&error)),
    };
    let findings = match (arguments.format, arguments.corrections) {
        (Format::Json, true) => report.corrections_to_json(),
        (_, true) => report.corrections_to_text(),
        (Format::Text, false) => report.to_text(),
        (Format::Json, false) => report.to_json(),
        (Format::Sarif, false) => report.to_sarif(),
        (Format::Github, false) => report.to_github(),
    };
    let status = match (report.unreadable.is_empty(), arguments.corrections || report.findings.is_empty()) {
        (false, _) => Status::BadInput,
        (true, false) => Status::No,
        (true, true) => Status::Done,
    };
    Answer { status, findings, complaints: rendered(&report.unreadable) }
}
