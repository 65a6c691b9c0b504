//! What is found in files, and how it is written.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;

use cln_codegen::Builder;

use super::{Report, lint};

/// A command whose only example breaks three rules.
const PAY: &str = r#"{"rpc": "pay",
"request": {"properties": {"a": {"type": "u8"}, "b": {"type": "u8"}}, "pairedWith": [["a", "b"]]},
"response": {"properties": {"rows": {"type": "array", "items": {"required": ["id", "old"],
"properties": {"id": {"type": "u8"}, "old": {"type": "u8", "added": "v1.2"}}}}}},
"examples": [{"request": {"params": {"a": 1}},
"response": {"rows": [{}, {}]}}]}"#;

/// The report on files of these texts, without the folder they are in.
fn report(texts: &[&str]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    for (index, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{index}.json")), text).unwrap();
    }
    let mut report = lint(&Builder::new().schemas(folder.path())).unwrap();
    let prefix = format!("{}/", folder.path().display());
    for finding in &mut report.findings {
        finding.diagnostic.path = finding.diagnostic.path.replace(&prefix, "");
    }
    report
}

/// File, line, code, rule and pointer of each finding.
fn found(texts: &[&str]) -> Vec<String> {
    let places = report(texts).findings.into_iter().map(|finding| {
        let diagnostic = finding.diagnostic;
        let line = diagnostic.position().map_or(0, |place| place.line);
        let rule = finding.rule.map_or("-", |rule| rule.code());
        let pointer = diagnostic.pointer.unwrap_or_default();
        format!("{}:{line} {} {rule} {pointer}", diagnostic.path, diagnostic.code)
    });
    places.collect()
}

fn command(more: &str) -> String {
    format!(r#"{{"rpc": "ping", "request": {{}}, "response": {{}}, {more}}}"#)
}

#[test]
fn examples_that_break_their_schema_are_found_with_their_place() {
    let expected = [
        "0.json:4 L0102 - /response/properties/rows/items/properties/id",
        "0.json:5 L0101 paired /examples/0/request/params/b",
        "0.json:6 L0101 required /examples/0/response/rows/0/id",
        "0.json:6 L0101 required /examples/0/response/rows/0/old",
        "0.json:6 L0101 required /examples/0/response/rows/1/id",
        "0.json:6 L0101 required /examples/0/response/rows/1/old",
    ];
    assert_eq!(found(&[PAY]), expected);
}

#[test]
fn only_what_a_node_writes_can_be_newly_required() {
    let hook = r#"{"hook": "h", "request": {"required": ["a"], "properties": {"a": {"type": "u8"}}},
        "response": {"required": ["b"], "properties": {"b": {"type": "u8"}}},
        "examples": [{"request": {"params": {}}, "response": {}}]}"#;
    let found = found(&[hook]);
    let newly: Vec<_> = found.iter().filter(|line| line.contains("L0102")).collect();
    assert_eq!(newly, ["0.json:1 L0102 - /request/properties/a"]);
}

#[test]
fn error_codes_without_a_name_are_found() {
    let text = command(r#""errors": ["Codes:", "- -32602: Bad.", "- 19535: Odd.", "- 208: None.\n- 7777: Two."]"#);
    assert_eq!(found(&[&text]), ["0.json:1 L0103 - /errors/2", "0.json:1 L0103 - /errors/3"]);
}

#[test]
fn pages_that_no_file_describes_are_found_if_there_is_more_than_one_file() {
    let other = r#"{"rpc": "listpays", "request": {}, "response": {}}"#;
    let text = command(
        r#""see_also": ["lightning-listpays(7)", "lightning-listpay(7)", "lightning-cli(1)", "lightningd(8)",
        "lightning-rpc(7)", "lightningd-rpc(7)", "reckless(7)", "lightning-listpays()"]"#,
    );
    assert_eq!(found(&[&text]), [""; 0]);
    let report = report(&[&text, other]);
    let said: Vec<_> = report.findings.iter().map(|finding| finding.diagnostic.message.as_str()).collect();
    let expected = [
        "none of the files describes `listpay`, which `lightning-listpay(7)` names",
        "`lightning-listpays()` names no section of the manual",
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_generating_refuses_or_warns_of_is_found_and_its_examples_are_left_alone() {
    let text = PAY.replace("\"u8\"}, \"b\"", "\"u9\"}, \"b\"").replace("{\"rpc\"", "{\"titel\": 1, \"rpc\"");
    assert_eq!(found(&[&text]), ["0.json:1 S0206 - /titel", "0.json:2 S0302 - /request/properties/a/type"]);
    let twice = command(r#""title": "t""#);
    assert_eq!(found(&[&twice, &twice]), ["1.json:1 S0505 - "]);
    assert_eq!(found(&["{"]), ["0.json:1 S0101 - "]);
}

#[test]
fn text_has_a_line_for_each_finding_each_file_each_code_and_all() {
    let text = report(&[&command(r#""errors": ["- 19535: Odd."]"#), "[]", &PAY.replace("{\"a\": 1}", "{}")]).to_text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "0.json:1:59: warning[L0103] /errors/0: the error code 19535 has no known name; \
             correct the code, or suppress the finding: programs know the code by its number",
            "0.json: 1 finding",
            "1.json:1:1: error[S0201]: a schema file holds one JSON object, found an array; \
             is this file a schema of Core Lightning?",
            "1.json: 1 finding (1 error)",
        ]
    );
    assert_eq!(
        lines[5],
        "2.json:6:23: warning[L0101] /examples/0/response/rows/0/id: \
         expected \"id\", which is required; found nothing [required]"
    );
    assert_eq!(
        lines[9..],
        [
            "2.json: 5 findings",
            "     1 error[S0201]: a file is JSON, but not an object",
            "     4 warning[L0101]: a documented example breaks its own schema",
            "     1 warning[L0102]: a node's answer requires a field that an example lacks, and no `added` says since when",
            "     1 warning[L0103]: an error code has no name in the node's own table",
            "3 files, 3 with findings: 7 findings (1 error)",
            "`cln-codegen explain L0101` says more",
        ]
    );
}

#[test]
fn every_finding_is_one_line_whatever_names_are_in_the_file() {
    let text = report(&[&command(r#""a\nb\u001b": 1"#)]).to_text();
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn json_is_one_array_whose_objects_all_have_the_same_keys() {
    assert_eq!(report(&[&command(r#""title": "t""#)]).to_json(), "[]\n");
    let json = report(&["[]", &PAY.replace("{\"rows\": [{}, {}]}", "[]")]).to_json();
    let expected = r#"[
  {"file": "0.json", "line": 1, "column": 1, "severity": "error", "code": "S0201", "rule": null, "pointer": null, "message": "a schema file holds one JSON object, found an array", "hint": "is this file a schema of Core Lightning?", "baseline": null},
  {"file": "1.json", "line": 5, "column": 37, "severity": "warning", "code": "L0101", "rule": "paired", "pointer": "/examples/0/request/params/b", "message": "expected \"b\", which goes together with \"a\"; found only the latter", "hint": null, "baseline": null},
  {"file": "1.json", "line": 6, "column": 13, "severity": "warning", "code": "L0101", "rule": "type", "pointer": "/examples/0/response", "message": "expected an object, found an array", "hint": null, "baseline": null}
]
"#;
    assert_eq!(json, expected);
}

#[test]
fn paths_that_cannot_be_read_are_no_findings() {
    let report = lint(&Builder::new().schemas("nowhere.json")).unwrap();
    assert_eq!((report.findings.len(), report.files), (0, 0));
    assert_eq!(report.unreadable.len(), 1);
    assert_eq!(report.to_text(), "0 files: no findings\n");
}
