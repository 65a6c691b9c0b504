//! `cln-codegen lint`

use super::args::{Format, Lint};
use super::{Answer, Status, rendered};
use crate::lint::lint;

pub(super) fn run(arguments: &Lint) -> Answer {
    let report = lint(&arguments.schemas);
    let findings = match arguments.format {
        Format::Text => report.to_text(),
        Format::Json => report.to_json(),
    };
    let status = match (report.unreadable.is_empty(), report.findings.is_empty()) {
        (false, _) => Status::BadInput,
        (true, false) => Status::No,
        (true, true) => Status::Done,
    };
    Answer { status, findings, complaints: rendered(&report.unreadable) }
}
