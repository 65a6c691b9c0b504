//! Findings for machines.

use cln_codegen::model::json_string;

use super::{Finding, Report};

impl Report {
    /// One array, an object on a line for each finding. All objects have the same keys.
    #[must_use]
    pub fn to_json(&self) -> String {
        if self.findings.is_empty() {
            return "[]\n".to_owned();
        }
        let objects: Vec<String> = self.findings.iter().map(object).collect();
        format!("[\n{}\n]\n", objects.join(",\n"))
    }
}

fn object(finding: &Finding) -> String {
    let Finding { diagnostic, rule } = finding;
    let place = diagnostic.position();
    let number = |number: Option<usize>| number.map_or_else(null, |number| number.to_string());
    let text = |text: Option<&str>| text.map_or_else(null, json_string);
    let path = Some(diagnostic.path.as_str()).filter(|path| !path.is_empty());
    let members = [
        ("file", text(path)),
        ("line", number(place.map(|place| place.line))),
        ("column", number(place.map(|place| place.column))),
        ("severity", text(Some(diagnostic.severity.name()))),
        ("code", text(Some(diagnostic.code.as_str()))),
        ("rule", text(rule.map(|rule| rule.code()))),
        ("pointer", text(diagnostic.pointer.as_deref())),
        ("message", text(Some(&diagnostic.message))),
        ("hint", text(diagnostic.hint.as_deref())),
    ];
    let members = members.map(|(key, value)| format!("\"{key}\": {value}"));
    format!("  {{{}}}", members.join(", "))
}

pub(super) fn null() -> String {
    "null".to_owned()
}
