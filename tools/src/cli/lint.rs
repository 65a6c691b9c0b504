//! `cln-codegen lint`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cln_codegen::Builder;

use super::answer::{Answer, Status, rendered, said};
use super::reading::{Correcting, DEFAULT_SCHEMAS};
use crate::lint::lint;

/// Tell what is wrong with schema files and their examples.
///
/// Finds everything that `generate` refuses or warns of, and beyond that: documented examples that break
/// their own schema, fields that a node's answer requires without saying since when (`added`) although
/// an example lacks them, error codes that have no name, and pages under `see_also` that no file
/// describes (if there is more than one file).
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = LINT_HELP)]
pub(super) struct Lint {
    /// Schema files, or folders of them, of which all *.json at any depth are read; - is standard input.
    #[arg(value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    schemas: Vec<PathBuf>,

    /// How findings are written.
    #[arg(long, default_value = "text")]
    format: Format,

    #[command(flatten)]
    correcting: Correcting,

    /// List corrections instead of findings: which of them apply to these files, and which do not.
    #[arg(long, conflicts_with = "no_corrections")]
    corrections: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a line for each finding, for each file with findings, and for all.
    Text,
    /// For machines: one array of objects.
    Json,
}

/// What `lint` writes, and how it ends.
const LINT_HELP: &str = r#"Text has one line for each finding,
  FILE:LINE:COLUMN: SEVERITY[CODE] POINTER: MESSAGE [RULE]; HINT
one for each file that has findings, and a total. An error is what `generate` refuses. POINTER is a JSON
Pointer in the file; the line and column of something missing are those of the nearest thing around it.

JSON is one array of objects with the keys
  "file", "line", "column"  the place; from 1
  "severity"                "error" or "warning"
  "code"                    the kind of finding, such as "L0101" for an example that breaks its schema
  "rule"                    the rule that an example breaks, such as "format"
  "pointer"                 JSON Pointer of the place in the file
  "message", "hint"         what was found, and what to do about it
Each object has all keys; what is not known is null.

With --corrections there is a line for each correction that is known, and of --config, in their order,
  VERDICT: METHOD POINTER: REASON
VERDICT is `applies`, `other text` (the schema does not say what is corrected: most likely it is mended) or
`no such method`. In JSON the keys are "verdict" ("applies", "other_text", "no_such_method"), "kind" ("rpc",
"notification", "hook"), "method", "pointer", "reason" and "file", which is null unless the correction applies.

Exit status: 0 nothing found, or with --corrections; 1 findings; 2 a file cannot be read (all others are
looked at)."#;

pub(super) fn run(arguments: &Lint) -> Answer {
    let builder = arguments.schemas.iter().fold(Builder::new(), Builder::schemas);
    let report = match lint(&arguments.correcting.say_to(builder)) {
        Ok(report) => report,
        Err(error) => return Answer::bad_input(said(&error)),
    };
    let findings = match (arguments.format, arguments.corrections) {
        (Format::Text, false) => report.to_text(),
        (Format::Json, false) => report.to_json(),
        (Format::Text, true) => report.corrections_to_text(),
        (Format::Json, true) => report.corrections_to_json(),
    };
    let status = match (report.unreadable.is_empty(), arguments.corrections || report.findings.is_empty()) {
        (false, _) => Status::BadInput,
        (true, false) => Status::No,
        (true, true) => Status::Done,
    };
    Answer { status, findings, complaints: rendered(&report.unreadable) }
}
