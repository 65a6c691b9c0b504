//! `cln-codegen lint`

use cln_codegen::Builder;

use super::args::{Format, Lint};
use super::{Answer, Status, rendered, said};
use crate::lint::lint;

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
