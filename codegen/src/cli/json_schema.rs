//! `cln-codegen json-schema`

use super::args::JsonSchema;
use super::{Answer, Status, rendered};
use crate::diagnostic::Diagnostic;
use crate::json_schema::json_schema;

pub(super) fn run(arguments: &JsonSchema) -> Answer {
    match json_schema(&arguments.schema, arguments.side.into()) {
        Ok(made) => {
            let warnings: Vec<Diagnostic> = made.warnings.iter().cloned().collect();
            Answer { status: Status::Done, findings: made.text, complaints: rendered(&warnings) }
        }
        Err(diagnostics) => {
            let found: Vec<Diagnostic> = diagnostics.iter().cloned().collect();
            Answer { status: Status::BadInput, findings: String::new(), complaints: rendered(&found) }
        }
    }
}
