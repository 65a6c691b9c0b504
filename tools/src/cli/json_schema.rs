//! `cln-codegen json-schema`

use std::path::PathBuf;

use clap::Args;

use super::answer::{Answer, Status};
use super::one_method::one_method;
use super::reading::{Reading, SideName};
use crate::json_schema::of_method;

/// Export one side of a schema as a standard JSON Schema, draft 2020-12.
///
/// The export accepts what strict validation accepts: parameters by name or by position, closed objects,
/// every rule between fields. The package's README lists what JSON Schema cannot express.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = "Exit status: 0 done; 2 bad input, nothing written.")]
pub(super) struct JsonSchema {
    /// Schema file; - reads standard input.
    #[arg(value_name = "SCHEMA")]
    schema: PathBuf,

    /// Which side of the schema.
    #[arg(long)]
    side: SideName,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &JsonSchema) -> Answer {
    match one_method(&arguments.schema, &arguments.reading) {
        Ok((method, complaints)) => {
            Answer { status: Status::Done, findings: of_method(&method, arguments.side.into()), complaints }
        }
        Err(complaints) => Answer::bad_input(complaints),
    }
}
