//! Answers as they were recorded.

use std::fs;
use std::path::{Path, PathBuf};

use cln_bindings::{DelpayRequest, DelpayResponse};
use cln_mock::{Error, Fault, MockNode};
use cln_runtime::RpcError;
use cln_tests::folders;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::documented::schema;
use crate::peer::Peer;

/// A file of these lines, and where it is.
fn file(lines: &[String]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recorded.jsonl");
    fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    (folder, path)
}

/// A line of an exchange.
fn line(method: &str, params: &Value, answer: &Value) -> String {
    let request = json!({"jsonrpc": "2.0", "id": "x", "method": method, "params": params});
    let mut response = json!({"jsonrpc": "2.0", "id": "x"});
    let name = if answer.get("code").is_some() { "error" } else { "result" };
    response[name] = answer.clone();
    json!({"request": format!("{request}\n\n"), "response": response}).to_string()
}

fn replaying(path: &Path) -> MockNode {
    MockNode::builder().replay(path).start().unwrap()
}

#[test]
fn requests_are_answered_as_recorded_whatever_their_form() {
    let error = json!({"code": 208, "message": "gone", "data": {"a": 1}});
    let lines = [
        line("getinfo", &json!({}), &json!({"version": "one"})),
        line("frob", &json!({"key": "00", "amount_msat": 1000, "flag": true}), &json!({"first": 1})),
        line("getinfo", &json!({}), &json!({"version": "two"})),
        line("frob", &json!({"key": "00", "amount_msat": 1, "flag": true}), &error),
    ];
    let (_folder, path) = file(&lines);
    let node = MockNode::builder().schemas(schema("frob.json")).replay(path).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for version in ["one", "two", "two"] {
        assert_eq!(peer.result("getinfo", "{}")["version"], version, "in turn, the last again and again");
    }
    // In another order, and an amount written in another way.
    assert_eq!(peer.result("frob", r#"{"flag":true,"amount_msat":"1sat","key":"00"}"#), json!({"first": 1}));
    peer.send(r#"{"jsonrpc":"2.0","id":"mine","method":"frob","params":{"key":"00","amount_msat":1,"flag":true}}"#);
    assert_eq!(
        peer.line(),
        "{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"error\":{\"code\":208,\"message\":\"gone\",\"data\":{\"a\":1}}}\n\n"
    );
}

#[test]
fn what_was_not_recorded_is_an_error_that_says_what_was() {
    let params: Vec<Value> = (0..7).map(|id| json!({"id": id})).collect();
    let mut lines: Vec<String> = params.iter().map(|params| line("listx", params, &json!({}))).collect();
    lines.push(line("getinfo", &json!({}), &json!({})));
    lines.push(line("listy", &json!({"rune": "abc"}), &json!({})));
    let (_folder, path) = file(&lines);
    let node = replaying(&path);
    let mut peer = Peer::connect(node.socket());
    let hint = "; record it (cln-codegen record), or say what it answers with node.expect::<Request>().answer(..)";
    for (method, params, what) in [
        (
            "listx",
            r#"{"id":9}"#,
            r#"listx was not recorded with these parameters, only with {"id":0}, {"id":1}, {"id":2}, {"id":3}, {"id":4}, and 2 more"#,
        ),
        ("listy", "{}", r#"listy was not recorded with these parameters, only with {"rune":"<redacted>"}"#),
        ("delpay", "[]", "delpay was not recorded, only getinfo, listx, listy"),
    ] {
        let error = &peer.call(method, params)["error"];
        assert_eq!(error["code"], -32603, "{error}");
        assert_eq!(error["message"], format!("cln-mock --replay: {what}{hint}"));
    }
    // What is about the connection is done all the same.
    assert_eq!(peer.result("notifications", r#"{"enable":true}"#), json!({}));
}

#[test]
fn a_node_with_rows_of_its_own_does_what_was_not_recorded() {
    let (_folder, path) = file(&[line("getinfo", &json!({}), &json!({"version": "one"}))]);
    let node = MockNode::builder().replay(path).example().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("getinfo", "{}")["version"], "one");
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let deleted = peer.result("delpay", &format!(r#"["{hash}","complete"]"#));
    assert_eq!(deleted["payments"].as_array().unwrap().len(), 1);
}

#[test]
fn replayed_answers_give_way_to_faults_and_expectations_and_to_nothing_else() {
    let params = json!({"payment_hash": "00".repeat(32), "status": "complete"});
    let (_folder, path) = file(&[line("delpay", &params, &json!({"payments": []}))]);
    let refuse = RpcError::new(7, "no");
    let fault = Fault::error(refuse).on("delpay").times(1);
    let node = MockNode::builder().replay(path).example().fault(fault).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.call("delpay", &params.to_string())["error"]["code"], 7);
    // The node has no such payment.
    assert_eq!(peer.result("delpay", &params.to_string()), json!({"payments": []}));
    node.expect::<DelpayRequest>().answer(&DelpayResponse::new(vec![])).times(1);
    assert!(peer.call("delpay", &params.to_string())["error"].is_null());
}

#[test]
fn secrets_are_not_compared_unless_nothing_else_tells_requests_apart() {
    let with = |rune: &str, id: u64| json!({"rune": rune, "id": id});
    let lines = [
        line("listx", &with("aa", 1), &json!({"n": 1})),
        line("listx", &with("bb", 1), &json!({"n": 2})),
        line("listx", &with("cc", 2), &json!({"n": 3})),
        line("listz", &json!(["one"]), &json!({"n": 4})),
    ];
    let (_folder, path) = file(&lines);
    let node = replaying(&path);
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("listx", &with("bb", 1).to_string())["n"], 2);
    assert_eq!(peer.result("listx", &with("real", 2).to_string())["n"], 3);
    assert_eq!(peer.call("listx", &with("real", 1).to_string())["error"]["code"], -32603, "one of two");
    assert_eq!(peer.call("listz", r#"["two"]"#)["error"]["code"], -32603, "nobody knows whether it is a secret");
}

#[test]
fn a_filter_cuts_down_what_was_not_cut_down() {
    let mut cut = json!({"jsonrpc": "2.0", "id": 1, "method": "listx", "params": {}, "filter": {"a": true}});
    let recorded = |request: &Value, result: Value| {
        json!({"request": request.to_string(), "response": {"id": 1, "result": result}}).to_string()
    };
    let lines = [recorded(&cut, json!({"a": 1})), line("listy", &json!({}), &json!({"a": 2, "b": 3}))];
    let (_folder, path) = file(&lines);
    let node = replaying(&path);
    let mut peer = Peer::connect(node.socket());
    let mut ask = |request: &Value| {
        peer.send(request.to_string());
        serde_json::from_str::<Value>(&peer.line()).unwrap()
    };
    assert_eq!(ask(&cut)["result"], json!({"a": 1}));
    cut["method"] = "listy".into();
    assert_eq!(ask(&cut)["result"], json!({"a": 2}));
    cut["method"] = "listx".into();
    cut["filter"] = json!({"b": true});
    assert_eq!(ask(&cut)["error"]["code"], -32603, "what was cut away cannot be answered");
}

#[test]
fn a_file_that_holds_no_exchange_is_refused_and_a_cut_line_passed_over() {
    let whole = line("getinfo", &json!({}), &json!({"version": "one"}));
    let (folder, path) = file(&[]);
    for (text, why) in [
        (String::new(), "no line has a request"),
        ("{\"request\": \"{}\", \"response\": null}\n".to_owned(), "no line has a request"),
        (format!("{whole}\n{{\"request\"\n"), "line 2 is not JSON"),
    ] {
        fs::write(&path, &text).unwrap();
        let refused = MockNode::builder().replay(&path).start().unwrap_err();
        assert!(matches!(refused, Error::Replay(..)) && refused.to_string().contains(why), "{refused}");
    }
    fs::write(&path, format!("\n{whole}\n{}", &whole[..whole.len() / 2])).unwrap();
    let mut peer = Peer::connect(replaying(&path).socket());
    drop(peer.try_line());
    let missing = MockNode::builder().replay(folder.path().join("none")).start().unwrap_err();
    assert!(matches!(missing, Error::Unreadable(..)), "{missing}");
}

/// What a real node has answered is answered again.
#[test]
fn transcripts_are_replayed() {
    let (mut replayed, mut skipped) = (0, 0);
    for name in ["compared_with_mock", "read_commands", "delpay", "invoices", "pays", "client_notifications"] {
        let Some(path) = folders::shared(&format!("transcripts/{name}.jsonl")) else { return };
        let node = replaying(&path);
        let mut peer = Peer::connect(node.socket());
        for line in fs::read_to_string(&path).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = line["request"].as_str().unwrap_or_default();
            let Ok(request) = serde_json::from_str::<Value>(text) else {
                skipped += 1;
                continue;
            };
            let always_done = ["notifications", "stop"].iter().any(|method| request["method"] == *method);
            let is_one = request["jsonrpc"] == "2.0" && request["method"].is_string() && !request["params"].is_null();
            let has_id = request["id"].is_string() || request["id"].is_number();
            let is_answered = line["response"].get("result").or(line["response"].get("error")).is_some();
            let is_answered = is_answered && line["response"]["id"] == request["id"];
            // A filter that is none is refused with the envelope, before anything is looked up.
            let message = line["response"]["error"]["message"].as_str();
            let is_answered = is_answered && !message.is_some_and(|message| message.starts_with("filter:"));
            if always_done || !is_one || !has_id || !is_answered {
                skipped += 1;
                continue;
            }
            peer.send(text);
            let answer: Value = serde_json::from_str(&peer.line()).unwrap();
            replayed += 1;
            assert_eq!(answer, line["response"], "{request}");
        }
    }
    println!("{replayed} replayed, {skipped} skipped");
    assert!(replayed > 300, "{replayed}");
}
