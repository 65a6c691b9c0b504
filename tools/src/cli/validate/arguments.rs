//! What can be said to `validate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::reading::{Reading, SideName};

/// Check JSON against a schema.
///
/// Validation is strict, like that of generated code: every rule applies, and unknown fields and values
/// are violations. Parameters may be given by name or by position. Without --jsonl the input is one
/// instance. It is read in pieces, so it may be larger than memory.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = VALIDATE_HELP)]
pub(in crate::cli) struct Validate {
    /// Schema file; - reads standard input.
    #[arg(value_name = "SCHEMA")]
    pub(super) schema: PathBuf,

    /// Which side of the schema.
    #[arg(long)]
    pub(super) side: SideName,

    /// File with the instance; by default, or if -, standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,

    /// Treat each line as an instance, and answer it with one line, in order.
    #[arg(long)]
    pub(super) jsonl: bool,

    /// Output format.
    #[arg(long, default_value = "text")]
    pub(super) format: VerdictFormat,

    /// Report only the first violation of each instance.
    #[arg(long)]
    pub(super) first: bool,

    #[command(flatten)]
    pub(super) reading: Reading,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum VerdictFormat {
    /// For people; with --jsonl, one word and the first violation.
    Text,
    /// For machines: one object per instance, each on a line.
    Json,
}

/// What `validate` writes, and how it ends.
const VALIDATE_HELP: &str = r#"Text is `ok`, or one line per violation, in document order:
  POINTER: MESSAGE [RULE]

With --jsonl there is one line for each line of input:
  ok
  bad POINTER RULE MESSAGE
with the first violation, its parts separated by single spaces. POINTER is a JSON Pointer, empty for the
whole instance; white space, control characters and % in it are percent-encoded. RULE is a stable code, such
as `format`. An empty line is not JSON, so it is bad, and so is a line that is not UTF-8. Lines may end in
CRLF and be of any length; the last may lack its end.

JSON is one object per instance, each on a line, with the keys
  "valid"       true or false
  "violations"  array of objects with "pointer", "rule" and "message"
  "omitted"     the number of violations beyond the thousand that are kept; with --first, 0

At most 16 MiB of input are in memory at a time. A longer string or number, or a longer value that must be
seen as a whole, breaks the rule `limit`. Nesting deeper than 128 levels breaks the rule `depth`.

Exit status: 0 all instances are ok; 1 some are bad; 2 the schema is wrong, or a file cannot be read."#;
