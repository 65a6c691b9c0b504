//! Findings for machines.

use serde::Serialize;

use super::{Finding, Known, Report, State};
use crate::findings::to_json;

/// A finding. All of them have the same keys, in the same order.
#[derive(Default, Serialize)]
pub(super) struct Details<'r> {
    file: Option<&'r str>,
    line: Option<usize>,
    column: Option<usize>,
    severity: Option<&'static str>,
    code: &'static str,
    rule: Option<&'static str>,
    pointer: Option<&'r str>,
    message: &'r str,
    hint: Option<&'r str>,
    baseline: Option<&'static str>,
}

impl Report {
    /// One array, an object on a line for each finding, then for each that is gone.
    #[must_use]
    pub fn to_json(&self) -> String {
        let gone = self.gone.iter().flatten().map(Details::from);
        to_json(&self.findings.iter().map(Details::from).chain(gone).collect::<Vec<_>>())
    }
}

impl<'r> From<&'r Finding> for Details<'r> {
    fn from(Finding { diagnostic, rule, state, .. }: &'r Finding) -> Self {
        let place = diagnostic.position();
        Self {
            file: Some(diagnostic.path.as_str()).filter(|path| !path.is_empty()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            severity: Some(diagnostic.severity.name()),
            code: diagnostic.code.as_str(),
            rule: rule.map(|rule| rule.code()),
            pointer: diagnostic.pointer.as_deref(),
            message: &diagnostic.message,
            hint: diagnostic.hint.as_deref(),
            baseline: state.map(State::name),
        }
    }
}

impl<'r> From<&'r Known> for Details<'r> {
    fn from(Known { file, code, pointer, message }: &'r Known) -> Self {
        let (file, baseline) = (Some(file.as_str()), Some("gone"));
        Self { file, code: code.as_str(), pointer: pointer.as_deref(), message, baseline, ..Self::default() }
    }
}
