//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use cln_codegen::emit::Derive;
use cln_codegen::schema::{Side, Unknown, Version};

use super::call::Call;
use super::correcting::{Correcting, GENERATE_HELP};
use super::generate::{DEFAULT_OUT, DEFAULT_SCHEMAS};

/// Typed, validated and tested Rust bindings from Core Lightning's JSON-RPC schemas.
#[derive(Debug, Parser)]
#[command(name = "cln-codegen", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Generate(Generate),
    Lint(Lint),
    Man(Man),
    Validate(Validate),
    Diff(Diff),
    JsonSchema(JsonSchema),
    Call(Call),
}

/// Write the bindings of schema files.
///
/// Reads schema files (one per command, as in `doc/schemas` of Core Lightning since v24.08) and
/// writes `mod.rs` and one file per schema, named after the name inside. A crate that says
/// `mod bindings;` on that folder and depends on `cln-runtime` compiles, and its `cargo test`
/// replays the documented examples. Nothing is written if any schema is wrong.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = GENERATE_HELP
)]
pub(super) struct Generate {
    /// Schema files, or folders of them, of which all *.json at any depth are read; - is standard input.
    #[arg(value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    pub(super) schemas: Vec<PathBuf>,

    /// Output folder.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_OUT)]
    pub(super) out: PathBuf,

    /// Write nothing, but print a diff of the files that are stale, missing or orphaned.
    #[arg(long)]
    pub(super) check: bool,

    /// Write the bindings again whenever a schema or the configuration is saved, and show what is wrong, until Ctrl-C.
    #[arg(long, conflicts_with = "check")]
    pub(super) watch: bool,

    /// Oldest node to support, such as v23.05: what was added to its answers later becomes optional.
    #[arg(long, value_name = "VERSION")]
    pub(super) since: Option<Version>,

    /// Newest node to support, such as v24.11: what was added later is left out.
    #[arg(long, value_name = "VERSION")]
    pub(super) until: Option<Version>,

    /// Only these methods, by the names inside the schemas.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(super) only: Vec<String>,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// List the corrections that were made: the method, the place in its schema, and why.
    #[arg(long, short, conflicts_with = "check")]
    pub(super) verbose: bool,

    /// What becomes of keywords and types in schemas that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,

    /// Leave out the conformance tests.
    #[arg(long)]
    pub(super) no_tests: bool,

    /// One more trait for all structs and enums to derive, such as ::my::Trait; may be given again.
    #[arg(long, value_name = "PATH")]
    pub(super) derive: Vec<Derive>,
}

/// What becomes of keywords and types that the dialect does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum UnknownWords {
    /// They are errors.
    Refuse,
    /// They are warnings, and their place may hold any JSON.
    Any,
}

impl From<UnknownWords> for Unknown {
    fn from(words: UnknownWords) -> Self {
        match words {
            UnknownWords::Refuse => Self::Refuse,
            UnknownWords::Any => Self::AnyJson,
        }
    }
}

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
    pub(super) schemas: Vec<PathBuf>,

    /// How findings are written.
    #[arg(long, default_value = "text")]
    pub(super) format: Format,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// List corrections instead of findings: which of them apply to these files, and which do not.
    #[arg(long, conflicts_with = "no_corrections")]
    pub(super) corrections: bool,
}

/// Render schema files as manual pages in Markdown, those that users know as `lightning-delpay.7`.
///
/// A single page goes to standard output; more of them, to a folder, where each keeps the path that its schema
/// has below the folder of schemas. With --update only the part between GENERATE-FROM-SCHEMA-START and -END
/// of a page that is otherwise written by hand is made anew, and the SHA256STAMP of the schema in its last line.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = MAN_HELP)]
pub(super) struct Man {
    /// Schema files, or folders of them, of which all *.json at any depth are read; - is standard input.
    ///
    /// [default: schemas]
    #[arg(value_name = "PATH")]
    pub(super) schemas: Vec<PathBuf>,

    /// Folder of the pages.
    #[arg(long, value_name = "DIR", conflicts_with = "update")]
    pub(super) out: Option<PathBuf>,

    /// Write nothing, but print a diff of the pages that are stale, missing or orphaned; DIR is that of --out.
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub(super) check: Option<Option<PathBuf>>,

    /// Make the generated part of this page anew, from the one schema at PATH.
    #[arg(long, value_name = "PAGE")]
    pub(super) update: Option<PathBuf>,

    /// What becomes of keywords and types in schemas that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// How `man` ends.
const MAN_HELP: &str = r#"A page is orphaned if no schema describes what its title names; only folders of schemas can tell. In the
folder of --check a page of an older release, such as lightning-delpay.7.md with a generated part, may stand for the
page of its command.

Exit status: 0 done, or up to date with --check; 1 stale with --check; 2 bad input, nothing written."#;

/// Write one side of a schema file as a standard JSON Schema, draft 2020-12.
///
/// It accepts what strict validation of the bindings accepts: parameters by name or by position, closed
/// objects, every rule between fields. What JSON Schema cannot see is listed in the package's README.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = "Exit status: 0 done; 2 bad input, nothing written.")]
pub(super) struct JsonSchema {
    /// Schema file; - is standard input.
    #[arg(value_name = "SCHEMA")]
    pub(super) schema: PathBuf,

    /// Which side of it.
    #[arg(long)]
    pub(super) side: SideName,

    #[command(flatten)]
    pub(super) reading: Reading,
}

/// How one schema file is read.
#[derive(Args, Debug)]
pub(super) struct Reading {
    /// Oldest node to support, such as v23.05: what was added to its answers later may be missing.
    #[arg(long, value_name = "VERSION")]
    pub(super) since: Option<Version>,

    /// Newest node to support, such as v24.11: what was added later is unknown.
    #[arg(long, value_name = "VERSION")]
    pub(super) until: Option<Version>,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// What becomes of keywords and types in the schema that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// A side of a schema file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SideName {
    /// A command's parameters, or what a hook is called with.
    Request,
    /// A command's result, a notification's payload in any form, or what a hook answers.
    Response,
}

impl From<SideName> for Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Request => Self::Request,
            SideName::Response => Self::Response,
        }
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
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

/// Check JSON against a schema.
///
/// Strict, as the generated code's validators are: all rules count, unknown fields and values are
/// violations, parameters may stand by name or by position. Without --jsonl the input is one
/// instance; it is read piece by piece, so it may be larger than the memory.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = VALIDATE_HELP)]
pub(super) struct Validate {
    /// The schema file; - is standard input.
    #[arg(value_name = "SCHEMA")]
    pub(super) schema: PathBuf,

    /// Which side of it.
    #[arg(long)]
    pub(super) side: SideName,

    /// Where the instance is; without it, or as -, standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,

    /// Each line is an instance and gets a line of its own, in order.
    #[arg(long)]
    pub(super) jsonl: bool,

    /// How verdicts are written.
    #[arg(long, default_value = "text")]
    pub(super) format: VerdictFormat,

    /// Only the first violation of an instance.
    #[arg(long)]
    pub(super) first: bool,

    #[command(flatten)]
    pub(super) reading: Reading,
}

/// How verdicts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VerdictFormat {
    /// For people; with --jsonl, a word and the first violation.
    Text,
    /// For machines: one object on a line for each instance.
    Json,
}

/// What `validate` writes, and how it ends.
const VALIDATE_HELP: &str = r#"Text is `ok`, or a line for each violation, in the order of the document:
  POINTER: MESSAGE [RULE]

With --jsonl there is one line for each line of the input:
  ok
  bad POINTER RULE MESSAGE
for the first violation, its parts between single spaces. POINTER is a JSON Pointer, empty for the whole
instance; white space, control characters and % in it are percent-encoded. RULE is a stable code, such as
`format`.
An empty line is no JSON, and so bad. A line may end in CRLF, and the last one in nothing. A line may be
of any length and hold any bytes: if they are not UTF-8, it is bad.

JSON is one object on a line for each instance, with the keys
  "valid"       true or false
  "violations"  array of objects with "pointer", "rule" and "message"
  "omitted"     how many more there were than the thousand that are kept; with --first, 0

No more than 16 MiB of the input are in memory at a time: a string, a number, or a value that must be
looked at as a whole, which is longer, breaks the rule `limit`. At most 128 levels are nested (`depth`).

Exit status: 0 all are ok; 1 some are bad; 2 a schema is wrong, or something cannot be read."#;

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
    pub(super) old: PathBuf,

    /// The new schema file, or the folder of the new release; - is standard input.
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,

    /// How findings are written.
    #[arg(long, default_value = "text")]
    pub(super) format: DiffFormat,

    /// From which severity on the answer is no.
    #[arg(long, value_name = "SEVERITY", default_value = "breaking")]
    pub(super) deny: Deny,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// What becomes of keywords and types in schemas that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// How the findings of `diff` are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people: some lines for each finding.
    Text,
    /// For machines: one object.
    Json,
    /// For a comment on a pull request: a table for each method.
    Markdown,
}

/// From which severity on `diff` says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
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
