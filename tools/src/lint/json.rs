//! Findings for machines.

use cln_codegen::model::json_string;

use super::{Finding, Known, Report};

const KEYS: [&str; 10] =
    ["file", "line", "column", "severity", "code", "rule", "pointer", "message", "hint", "baseline"];

impl Report {
    /// One array, an object on a line for each finding, then for each that is gone. All objects have the same keys.
    #[must_use]
    pub fn to_json(&self) -> String {
        let found = self.findings.iter().map(found);
        let objects: Vec<String> = found.chain(self.gone.iter().flatten().map(gone)).collect();
        if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
    }
}

fn found(finding: &Finding) -> String {
    let Finding { diagnostic, rule, state, .. } = finding;
    let place = diagnostic.position();
    let number = |number: Option<usize>| number.map_or_else(null, |number| number.to_string());
    object([
        text(Some(diagnostic.path.as_str()).filter(|path| !path.is_empty())),
        number(place.map(|place| place.line)),
        number(place.map(|place| place.column)),
        text(Some(diagnostic.severity.name())),
        text(Some(diagnostic.code.as_str())),
        text(rule.map(|rule| rule.code())),
        text(diagnostic.pointer.as_deref()),
        text(Some(&diagnostic.message)),
        text(diagnostic.hint.as_deref()),
        text(state.map(|state| state.name())),
    ])
}

fn gone(Known { file, code, pointer, message }: &Known) -> String {
    object([
        text(Some(file)),
        null(),
        null(),
        null(),
        text(Some(code.as_str())),
        null(),
        text(pointer.as_deref()),
        text(Some(message)),
        null(),
        text(Some("gone")),
    ])
}

fn object(values: [String; KEYS.len()]) -> String {
    let members: Vec<String> = KEYS.iter().zip(values).map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("  {{{}}}", members.join(", "))
}

fn text(text: Option<&str>) -> String {
    text.map_or_else(null, json_string)
}

pub(super) fn null() -> String {
    "null".to_owned()
}
