//! Findings for machines.

use cln_codegen::model::json_string;

use super::{Finding, Instance, MethodDiff, Place, Report, Severity};

impl Report {
    /// One object; a finding on a line. All objects of a kind have the same keys, in the same order.
    #[must_use]
    pub fn to_json(&self) -> String {
        let counts = Severity::ALL.map(|severity| format!("\"{severity}\": {}", self.count(severity)));
        let semver = self.semver().map_or_else(null, |semver| json_string(semver.name()));
        let [old, new] = self.counts;
        let methods: Vec<String> = self.methods.iter().map(method).collect();
        let methods = if methods.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", methods.join(",\n")) };
        format!(
            "{{\n  \"version\": 1,\n  \"compared\": {{\"old\": {old}, \"new\": {new}}},\n  \"summary\": {{{}}},\n  \
             \"semver\": {semver},\n  \"methods\": {methods}\n}}\n",
            counts.join(", ")
        )
    }
}

fn method(method: &MethodDiff) -> String {
    let findings: Vec<String> = method.findings.iter().map(|found| format!("      {}", finding(found))).collect();
    let old_name = method.old_name.as_deref().map_or_else(null, json_string);
    format!(
        "    {{\"kind\": \"{}\", \"name\": {}, \"old_name\": {old_name}, \"findings\": [\n{}\n    ]}}",
        method.target.key(),
        json_string(&method.name),
        findings.join(",\n")
    )
}

fn finding(finding: &Finding) -> String {
    let members = [
        ("code", json_string(finding.code.as_str())),
        ("severity", json_string(finding.severity.name())),
        ("semver", json_string(finding.semver.name())),
        ("guess", finding.guess.to_string()),
        ("change", json_string(&finding.change)),
        ("consequence", json_string(&finding.consequence)),
        ("old", finding.old.as_ref().map_or_else(null, place)),
        ("new", finding.new.as_ref().map_or_else(null, place)),
        ("instance", finding.instance.as_ref().map_or_else(null, instance)),
    ];
    object(&members)
}

fn place(place: &Place) -> String {
    let members = [
        ("file", json_string(&place.file)),
        ("pointer", json_string(&place.pointer)),
        ("line", place.line.to_string()),
    ];
    object(&members)
}

/// The instance itself is a text: its numbers keep their digits, whatever reads this.
fn instance(instance: &Instance) -> String {
    let members = [
        ("json", json_string(&instance.json)),
        ("accepted_by", json_string(instance.accepted_by.name())),
        ("refused_by", json_string(instance.accepted_by.other().name())),
        ("pointer", json_string(&instance.pointer)),
        ("rule", json_string(instance.rule.code())),
        ("message", json_string(&instance.message)),
    ];
    object(&members)
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn null() -> String {
    "null".to_owned()
}
