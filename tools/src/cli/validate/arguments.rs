//! What can be said to `validate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::reading::{Reading, SideName};

/// Check JSON against a schema.
///
/// Strict, as the generated code's validators are: all rules count, unknown fields and values are
/// violations, parameters may stand by name or by position. Without --jsonl the input is one
/// instance; it is read piece by piece, so it may be larger than the memory.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = VALIDATE_HELP)]
pub(in crate::cli) struct Validate {
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
pub(in crate::cli) enum VerdictFormat {
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
