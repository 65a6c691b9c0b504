//! Findings in SARIF 2.1.0, the OASIS standard that code scanning services and editors read.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Finding, Place, State, Weight, to_json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What tells a service that a finding is one that it knows; another way to make it takes another name.
const FINGERPRINT: &str = "clnCodegen/v1";

/// The version is that of this package.
#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<R>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r, D> {
    rule_id: &'static str,
    rule_index: usize,
    level: Weight,
    message: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<[Location<'r>; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'r>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression<'r>; 1]>,
    properties: &'r D,
}

#[derive(Serialize)]
struct Suppression<'r> {
    kind: &'static str,
    justification: &'r str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'r>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'r> {
    fully_qualified_name: &'r str,
}

/// One log with one run.
pub(crate) fn to_sarif<D: Serialize>(findings: &[Finding<'_, D>]) -> String {
    let meanings: BTreeMap<&str, &str> = findings.iter().map(|finding| (finding.code, finding.meaning)).collect();
    let places: BTreeMap<&str, usize> = meanings.keys().enumerate().map(|(place, code)| (*code, place)).collect();
    let rules = meanings.into_iter().map(|(id, meaning)| Rule { id, short_description: plain(meaning) }).collect();
    let mut taken = BTreeMap::new();
    let results = findings.iter().map(|finding| {
        let rule_index = places.get(finding.code).copied().unwrap_or_default();
        outcome(finding, rule_index, fingerprint(finding, &mut taken))
    });
    let run = Run {
        tool: Tool { driver: Driver { name: "cln-codegen", version: env!("CARGO_PKG_VERSION"), rules } },
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    to_json(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn outcome<'r, D>(finding: &'r Finding<'_, D>, rule_index: usize, fingerprint: String) -> Outcome<'r, D> {
    let (first, others) = match finding.places.split_first() {
        Some((first, others)) => (Some([location(first)]), others),
        None => (None, [].as_slice()),
    };
    let shown = finding.shown.iter().map(|shown| format!("\n{shown}")).collect::<String>();
    Outcome {
        rule_id: finding.code,
        rule_index,
        level: finding.weight,
        message: plain(&format!("{}{shown}", finding.message)),
        locations: first,
        related_locations: others.iter().map(location).collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        baseline_state: finding.state,
        // A configuration says so, not the file that the finding is about.
        suppressions: finding.accepted.map(|justification| [Suppression { kind: "external", justification }]),
        properties: &finding.details,
    }
}

/// What stays the same when lines move: the code, what it is about and what was found. Of several that are alike, all but
/// the first get a number.
fn fingerprint<D>(finding: &Finding<'_, D>, taken: &mut BTreeMap<String, usize>) -> String {
    let place = finding.places.first();
    let file = place.and_then(|place| place.file).unwrap_or_default();
    let about = finding.method.as_deref().unwrap_or(file);
    let pointer = place.and_then(|place| place.pointer).unwrap_or_default();
    let print = format!("{} {about} {pointer} {}", finding.code, finding.message);
    let number = taken.entry(print.clone()).or_default();
    *number += 1;
    if *number == 1 { print } else { format!("{print} ({number})") }
}

fn location<'r>(place: &Place<'r>) -> Location<'r> {
    let region = place.line.map(|start_line| Region { start_line, start_column: place.column });
    let physical = |path| PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(path) }, region };
    Location {
        physical_location: place.file.map(physical),
        logical_locations: place.pointer.map(|pointer| [LogicalLocation { fully_qualified_name: pointer }]),
        message: place.role.map(plain),
    }
}

/// Text that means nothing but itself: `[text](place)` would be a link.
fn plain(text: &str) -> Text {
    let is_link = text.contains("](");
    Text { text: if is_link { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() } }
}

/// The path as a reference: what has a meaning in one is escaped.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let escaped = path.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    scheme.chars().map(String::from).chain(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(line: usize, message: &str) -> Finding<'static, ()> {
        let pointer = Some("/rpc");
        Finding {
            code: "D0101",
            meaning: "something is new",
            level: "risky",
            weight: Weight::Warning,
            method: None,
            message: message.to_owned(),
            shown: None,
            places: vec![Place { role: None, file: Some("a.json"), pointer, line: Some(line), column: None }],
            state: None,
            accepted: None,
            details: (),
        }
    }

    #[test]
    fn fingerprints_tell_findings_apart_and_hold_no_line() {
        let mut taken = BTreeMap::new();
        let findings = [finding(1, "x"), finding(2, "x"), finding(3, "y"), finding(4, "x")];
        let prints = findings.map(|finding| fingerprint(&finding, &mut taken));
        let first = "D0101 a.json /rpc x";
        assert_eq!(prints, [first, &format!("{first} (2)"), "D0101 a.json /rpc y", &format!("{first} (3)")]);
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("a b/ü#?%.json"), "a%20b/%C3%BC%23%3F%25.json");
        assert_eq!(uri("/a/x.json"), "file:///a/x.json");
        assert_eq!(uri("v1:a/x.json"), "v1%3Aa/x.json", "it is no scheme");
    }
}
