//! Findings for machines.

use serde::Serialize;

use super::{Finding, Report};
use crate::findings::to_json;

/// A finding. All of them have the same keys, in the same order.
#[derive(Serialize)]
pub(super) struct Details<'r> {
    file: Option<&'r str>,
    line: Option<usize>,
    column: Option<usize>,
    severity: &'static str,
    code: &'static str,
    rule: Option<&'static str>,
    pointer: Option<&'r str>,
    message: &'r str,
    hint: Option<&'r str>,
}

impl Report {
    /// One array, an object on a line for each finding.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&self.findings.iter().map(Details::from).collect::<Vec<_>>())
    }
}

impl<'r> From<&'r Finding> for Details<'r> {
    fn from(Finding { diagnostic, rule }: &'r Finding) -> Self {
        let place = diagnostic.position();
        Self {
            file: Some(diagnostic.path.as_str()).filter(|path| !path.is_empty()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            severity: diagnostic.severity.name(),
            code: diagnostic.code.as_str(),
            rule: rule.map(|rule| rule.code()),
            pointer: diagnostic.pointer.as_deref(),
            message: &diagnostic.message,
            hint: diagnostic.hint.as_deref(),
        }
    }
}
