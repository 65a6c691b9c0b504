//! `cln-codegen lint`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cln_codegen::diagnostic::{Code, Severity};
use cln_codegen::source::is_stdin;
use cln_codegen::{Builder, Diagnostic};
use cln_runtime::visible;

use super::answer::{Answer, Status, refusal, rendered, said};
use super::reading::{Correcting, DEFAULT_SCHEMAS};
use crate::lint::{Baseline, Report, lint};

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
    #[arg(long, conflicts_with_all = ["no_corrections", "deny", "baseline"])]
    corrections: bool,

    /// Fail only if there is a finding at least this bad [default: fail if there is any].
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Level>,

    /// Accept the findings in this file: show, and fail for, only new ones, and say which are gone.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all findings of this run to the file of --baseline.
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Nothing can be generated, or the configuration says so.
    Error,
    /// Anything.
    Warning,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
        }
    }
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: one line per finding, per file with findings, per code, and a total.
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
one per file with findings, one per code with its number of findings, and a total. `generate` refuses what is
an error. POINTER is a JSON Pointer in the file. Something that is missing is reported at what should contain
it. `cln-codegen explain CODE` says more about a kind of finding.

JSON is an array of objects with the keys
  "file", "line", "column"  the place; lines and columns count from 1
  "severity"                "error" or "warning"
  "code"                    the kind of finding, such as "L0101" for an example that breaks its schema
  "rule"                    the rule that an example breaks, such as "format"
  "pointer"                 JSON Pointer of the place in the file
  "message", "hint"         what was found, and what to do about it
  "baseline"                "new", "known", or "gone" (then without a place), with --baseline
Every object has every key; unknown values are null.
SARIF 2.1.0 has these objects as properties; its fingerprints stay when lines move. What a baseline knows is
`unchanged` there, and what is suppressed has its reason; text and annotations leave both out.

With --corrections there is one line for each known correction, and for each of --config, in order:
  VERDICT: METHOD POINTER: REASON
VERDICT is `applies`, `other text` (the schema does not say what is corrected; most likely it was fixed) or
`no such method`. In JSON the keys are "verdict" ("applies", "other_text", "no_such_method"), "kind" ("rpc",
"notification", "hook"), "method", "pointer", "reason" and "file", which is null unless the correction applies.

A baseline knows a finding by file (below PATH), code, pointer and message, so it is not disturbed by lines that
move. It belongs to the PATHs that it was written for. The file of --config can hold
  {"lint": {"severity": {"L0101": "error"},
            "suppress": [{"code": "L0103", "file": "pay.json", "pointer": "/errors/2", "reason": "..."}]}}
"severity" makes findings of a code errors or warnings here; `generate` is not affected. "suppress" accepts the
findings of a code, in one file and at one place or below it if "file" and "pointer" say so; "file" is as below
PATH or as shown.

Exit status: 0 no findings, none that --deny or --baseline leaves, the baseline was written, or --corrections was
given; 1 findings; 2 a file cannot be read (all others are still checked), or is no baseline."#;

pub(super) fn run(arguments: &Lint) -> Answer {
    if arguments.corrections && !matches!(arguments.format, Format::Text | Format::Json) {
        let why = "error: --corrections lists no findings; use it with --format text or json\n";
        return Answer::bad_input(why.to_owned());
    }
    let builder = arguments.schemas.iter().fold(Builder::new(), Builder::schemas);
    let mut report = match lint(&arguments.correcting.say_to(builder)) {
        Ok(report) => report,
        Err(error) => return Answer::bad_input(said(&error)),
    };
    let written = match &arguments.baseline {
        Some(path) => match compare(&mut report, path, arguments.update_baseline) {
            Ok(written) => written,
            Err(wrong) => return Answer::bad_input(refusal(&wrong)),
        },
        None => None,
    };
    let findings = match (arguments.format, arguments.corrections) {
        (Format::Json, true) => report.corrections_to_json(),
        (_, true) => report.corrections_to_text(),
        (Format::Text, false) => report.to_text() + written.as_deref().unwrap_or_default(),
        (Format::Json, false) => report.to_json(),
        (Format::Sarif, false) => report.to_sarif(),
        (Format::Github, false) => report.to_github(),
    };
    let is_denied = report.has(arguments.deny.map_or(Severity::Warning, Into::into));
    let status = match (report.unreadable.is_empty(), arguments.corrections || written.is_some() || !is_denied) {
        (false, _) => Status::BadInput,
        (true, false) => Status::No,
        (true, true) => Status::Done,
    };
    Answer { status, findings, complaints: rendered(&report.unreadable) }
}

/// Compares what was found with a baseline, and writes that anew if asked to; then there are words that say so. Files that
/// could not be read may hold any of the known findings, so nothing is written then.
fn compare(report: &mut Report, path: &Path, update: bool) -> Result<Option<String>, Vec<Diagnostic>> {
    if update && is_stdin(path) {
        let message = "a baseline cannot be written to standard input";
        return Err(vec![Diagnostic::new(Code::Unwritable, message).hint("name a file: `--baseline FILE`")]);
    }
    let is_first = update && !path.exists();
    let baseline = if is_first { Baseline::default() } else { Baseline::read(path)? };
    report.compare(&baseline);
    if !update || !report.unreadable.is_empty() {
        return Ok(None);
    }
    Baseline::of(report).write(path).map_err(|unwritable| vec![*unwritable])?;
    Ok(Some(format!("{}: the baseline is written\n", visible(path.display()))))
}
