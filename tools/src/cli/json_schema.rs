//! `cln-codegen json-schema`

use super::args::JsonSchema;
use super::one_method::one_method;
use super::{Answer, Status};
use crate::json_schema::of_method;

pub(super) fn run(arguments: &JsonSchema) -> Answer {
    match one_method(&arguments.schema, &arguments.reading) {
        Ok((method, complaints)) => {
            Answer { status: Status::Done, findings: of_method(&method, arguments.side.into()), complaints }
        }
        Err(complaints) => Answer::bad_input(complaints),
    }
}
