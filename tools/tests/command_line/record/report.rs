//! What a recording says of where the node and the schemas differ, and that its corrections mend it.

use std::path::Path;

use cln_mock::{Fault, MockNode};
use cln_tests::folders;
use serde_json::{Value, json};

use super::lines;
use super::recorder::{Client, DELPAY, HASH, Recorder};
use crate::workshop::Workshop;

/// Records a few calls of a node that is made anew.
fn recorded(
    node: &dyn Fn() -> MockNode,
    calls: &[(&str, Value)],
    options: &[&str],
) -> (Option<i32>, String, Vec<Value>) {
    let node = node();
    let recorder = Recorder::start(node.socket(), options);
    let mut client = Client::connect(&recorder.socket());
    for (method, params) in calls {
        client.call(method, params);
    }
    let (outcome, text) = recorder.stop();
    assert_eq!(outcome.stderr, "");
    (outcome.status, outcome.stdout, lines(&text))
}

/// The configuration that a report ends with.
fn configuration(report: &str) -> String {
    let (_, configuration) = report.split_once("has schemas describe what came:\n").unwrap();
    configuration.to_owned()
}

/// Records the same again, corrected as the report has said.
#[track_caller]
fn assert_mended(node: &dyn Fn() -> MockNode, calls: &[(&str, Value)], schemas: &Path, report: &str) {
    let folder = Workshop::with(&[("cln-codegen.json", &configuration(report))]);
    let config = folder.path("cln-codegen.json");
    let options = ["--schemas", schemas.to_str().unwrap(), "--config", config.to_str().unwrap()];
    let (status, report, _) = recorded(node, calls, &options);
    assert_eq!(status, Some(0), "{report}");
    assert!(report.contains("\nno drift: "), "{report}");
}

#[test]
fn an_unknown_field_and_an_unknown_value_are_reported_with_their_corrections() {
    let node = || {
        let node = MockNode::builder().example().fault(Fault::extra_field().on("delpay").times(1));
        node.fault(Fault::unknown_enum_value().on("delpay").times(1)).start().unwrap()
    };
    let calls = [("delpay", json!([HASH, "complete"])), ("delpay", json!([]))];
    // As it is, an answer may have fields that it does not list.
    let open = std::fs::read_to_string(DELPAY).unwrap();
    let closed = open.replace("\"response\": {", "\"response\": {\"additionalProperties\": false,");
    let workshop = Workshop::with(&[("delpay.json", &closed)]);
    let schema = workshop.path("delpay.json");
    let (status, report, lines) = recorded(&node, &calls, &["--schemas", schema.to_str().unwrap()]);
    assert_eq!(status, Some(1), "{report}");
    let note = lines[0]["note"].as_str().unwrap();
    assert!(note.starts_with("the answer differs from its schema: ") && lines[1].get("note").is_none(), "{note}");
    assert!(report.contains("\ndrift: 2 places that schemas do not describe, in 1 answers\n"), "{report}");
    assert!(
        report.contains("delpay answer, 1 of 1 times at /payments/*/status: /payments/0/status: expected "),
        "{report}"
    );
    assert!(
        report.contains(r#""at": "/response/properties/payments/items/properties/status", "extend": [""#),
        "{report}"
    );
    assert_mended(&node, &calls, &schema, &report);
}

/// A schema with a little of everything that a node may break.
const FROB: &str = r#"{
  "rpc": "frob",
  "request": {"properties": {"id": {"type": "u64"}}, "additionalProperties": false},
  "response": {
    "required": ["needed"],
    "additionalProperties": false,
    "properties": {
      "needed": {"type": "string"},
      "small": {"type": "u8"},
      "hash": {"type": "hash"},
      "maybe": {"type": "u64"},
      "any": {"type": "u64"},
      "list": {"type": "array", "maxItems": 1, "items": {"type": "object", "additionalProperties": false,
        "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["a", "b"]}, "a/b": {"type": "u32"}}}},
      "one": {"type": "u64"},
      "two": {"type": "u64"}
    },
    "pairedWith": [["one", "two"]]
  }
}"#;

/// What a node that does not keep to it answers.
fn frob_answers() -> Vec<Value> {
    vec![
        json!({"needed": "x", "small": 300, "hash": "ab", "maybe": null, "any": "x"}),
        json!({"needed": "x", "small": 1.5, "any": [1]}),
        json!({"list": [{"kind": "c", "a/b": 1}, {"a/b": -1, "new": {"x": [1, 2], "y": null}}]}),
        json!({"needed": "x", "one": 1, "list": [{"kind": "d"}, {"kind": "a", "new": {"x": [], "z": true}}]}),
    ]
}

#[test]
fn every_kind_of_difference_is_mended_by_what_the_report_says() {
    let line = |(id, answer): (usize, Value)| {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": "frob", "params": {"id": id}}).to_string();
        json!({"request": request, "response": {"id": 1, "result": answer}}).to_string() + "\n"
    };
    let answers: String = frob_answers().into_iter().enumerate().map(line).collect();
    let workshop = Workshop::with(&[("frob.json", FROB), ("answers", &answers)]);
    let node = || MockNode::builder().replay(workshop.path("answers")).start().unwrap();
    let calls: Vec<_> = (0..frob_answers().len()).map(|id| ("frob", json!({"id": id}))).collect();
    let schema = workshop.path("frob.json");
    let (status, report, _) = recorded(&node, &calls, &["--schemas", schema.to_str().unwrap()]);
    assert_eq!(status, Some(1));
    for place in
        ["/needed", "/small", "/hash", "/maybe", "/any", "/list", "/list/*/kind", "/list/*/a~1b", "/list/*/new", "/two"]
    {
        assert!(report.contains(&format!("times at {place}: ")), "{place}\n{report}");
    }
    assert!(!report.contains("no correction"), "{report}");
    assert_mended(&node, &calls, &schema, &report);
}

#[test]
fn a_request_that_the_node_takes_and_the_schema_does_not_is_reported() {
    let node = || MockNode::builder().example().start().unwrap();
    // A node reads numbers from texts, too.
    let calls = [("delpay", json!({"payment_hash": HASH, "status": "complete", "partid": "0", "groupid": "1"}))];
    let (_, report, lines) = recorded(&node, &calls, &["--schemas", DELPAY]);
    if lines[0]["response"].get("result").is_some() {
        assert!(report.contains("delpay request, 1 times at /partid: /partid: expected "), "{report}");
    }
    let (status, report, _) = recorded(&node, &[("delpay", json!({"partid": "x"}))], &["--schemas", DELPAY]);
    assert_eq!(status, Some(0), "what the node refuses is no drift: {report}");
}

#[test]
fn notifications_are_counted_and_noted() {
    let node = || MockNode::builder().fault(Fault::notification().times(2)).start().unwrap();
    let calls = [("delpay", json!([])), ("delpay", json!([])), ("delpay", json!([]))];
    let (_, report, lines) = recorded(&node, &calls, &["--schemas", DELPAY]);
    assert!(report.contains("notifications passed on: message x2\n"), "{report}");
    assert_eq!(lines[0]["note"], "notifications before it: message x1");
    assert_eq!(lines[2].get("note"), None);
}

#[test]
fn an_answer_that_was_cut_down_is_not_held_against_its_schema() {
    let node = MockNode::builder().example().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let mut client = Client::connect(&recorder.socket());
    let request = json!({"jsonrpc": "2.0", "id": 1, "method": "delpay", "params": [HASH, "complete"], "filter": {"payments": [{"status": true}]}});
    client.send(request.to_string());
    client.message().unwrap();
    let (outcome, text) = recorder.stop();
    assert_eq!(outcome.status, Some(0), "{}", outcome.stdout);
    assert_eq!(lines(&text)[0]["response"]["result"], json!({"payments": [{"status": "complete"}]}));
}

/// Every command of a release answers with a field and a value that nobody knows, and what the report says mends all.
#[test]
fn corrections_hold_for_every_command_of_a_release() {
    let Some(release) = folders::shared("releases/v26.06.6") else { return };
    let node = || {
        let node = MockNode::builder().schemas(&release).lenient(true).seed(1);
        node.fault(Fault::extra_field()).fault(Fault::unknown_enum_value()).start().unwrap()
    };
    let calls: Vec<(String, Value)> = documented(&release);
    let calls: Vec<(&str, Value)> = calls.iter().map(|(method, params)| (method.as_str(), params.clone())).collect();
    let (status, report, lines) = recorded(&node, &calls, &["--schemas", release.to_str().unwrap()]);
    assert_eq!(status, Some(1));
    let results = lines.iter().filter(|line| line["response"].get("result").is_some()).count();
    println!("{} calls, {results} results, {} lines of report", calls.len(), report.lines().count());
    assert!(results > 90, "{results}");
    assert_mended(&node, &calls, &release, &report);
}

/// The first documented request of each command. Those that wait come first: there is nothing yet that they could wait for,
/// so that they are answered as documented.
fn documented(release: &Path) -> Vec<(String, Value)> {
    let read = |path: &std::path::PathBuf| {
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let request = &file["examples"][0]["request"];
        let method = file["rpc"].as_str()?;
        (method != "stop" && !request.is_null()).then(|| (method.to_owned(), request["params"].clone()))
    };
    let mut requests: Vec<_> = folders::files(release, "json").iter().filter_map(read).collect();
    requests.sort_by_key(|(method, _)| !method.starts_with("wait"));
    requests
}
