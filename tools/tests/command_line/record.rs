//! Recording a node, and replaying what was recorded.

mod passing;
mod recorder;
mod report;
mod secrets;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use cln_mock::MockNode;
use serde_json::{Value, json};

use crate::workshop::Workshop;
use recorder::{Client, DELPAY, HASH, Recorder};

/// What a file holds, line by line.
fn lines(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is whole");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_was_recorded_is_replayed() {
    let node = MockNode::builder().example().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY, "--unchecked"]);
    let calls = [
        ("delpay", json!([HASH, "failed"])),
        ("listsendpays", json!({"payment_hash": HASH})),
        ("delpay", json!({"payment_hash": HASH, "status": "complete"})),
        ("listsendpays", json!({"payment_hash": HASH})),
        ("delpay", json!({})),
    ];
    let mut client = Client::connect(&recorder.socket());
    let answers: Vec<Value> = calls.iter().map(|(method, params)| client.call(method, params)).collect();
    let (outcome, text) = recorder.stop();
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
    assert!(outcome.stdout.starts_with("5 exchanges written, 2 secrets replaced\n"), "{}", outcome.stdout);

    let recorded = lines(&text);
    let folder = Workshop::with(&[("recorded.jsonl", &text)]);
    let replaying = MockNode::builder().schemas(DELPAY).replay(folder.path("recorded.jsonl")).start().unwrap();
    let mut client = Client::connect(replaying.socket());
    for (((method, params), answer), line) in calls.iter().zip(answers).zip(recorded) {
        let replayed = client.call(method, params);
        assert_eq!(replayed, line["response"], "but for its id, which counts the calls here and there");
        assert_eq!(without_preimages(replayed), without_preimages(answer), "{method} {params}");
    }
}

/// Secrets are other ones.
fn without_preimages(mut answer: Value) -> Value {
    for payment in answer["result"]["payments"].as_array_mut().into_iter().flatten() {
        payment.as_object_mut().unwrap().remove("payment_preimage");
    }
    answer
}

#[test]
fn the_socket_and_the_file_are_for_their_user_alone_and_the_socket_goes() {
    let node = MockNode::builder().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    for path in [recorder.socket(), recorder.file()] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
    let socket = recorder.socket();
    let (outcome, text) = recorder.stop();
    assert_eq!((outcome.status, text.as_str()), (Some(0), ""));
    let said = "0 exchanges written, 0 secrets replaced\nno drift: 0 answers are as their schemas describe them\n";
    assert_eq!(outcome.stdout, said);
    assert!(!socket.exists());
}

#[test]
fn a_method_without_a_schema_is_passed_on_and_not_written() {
    let node = MockNode::builder().start().unwrap();
    for (unchecked, written) in [(&[][..], 1), (&["--unchecked"], 2)] {
        let recorder = Recorder::start(node.socket(), &[&["--schemas", DELPAY], unchecked].concat());
        let mut client = Client::connect(&recorder.socket());
        assert_eq!(client.call("listsendpays", &json!([]))["result"], json!({"payments": []}));
        client.call("delpay", &json!({}));
        let (outcome, text) = recorder.stop();
        assert_eq!(lines(&text).len(), written, "{}", outcome.stdout);
        let says = outcome.stdout.contains("for want of a schema (--unchecked writes them): listsendpays x1\n");
        assert_eq!(says, unchecked.is_empty(), "{}", outcome.stdout);
    }
}

#[test]
fn what_cannot_be_recorded_is_refused_and_leaves_nothing_behind() {
    let node = MockNode::builder().start().unwrap();
    let node = node.socket().to_str().unwrap();
    let workshop = Workshop::with(&[("taken", "kept")]);
    let record = |node: &str, listen: &str, out: &str| {
        workshop.run(&["record", "--socket", node, "--listen", listen, "--out", out, "--schemas", DELPAY])
    };
    let nobody = record("nobody", "rpc", "out");
    assert_eq!((nobody.status, nobody.stdout.as_str()), (Some(3), ""));
    assert!(nobody.stderr.starts_with("error: cannot reach a node at nobody: "), "{}", nobody.stderr);
    record(node, "rpc", "taken").refused(&["error: taken is there already: name another file, or remove it: "]);
    record(node, "taken", "out").refused(&["error: cannot listen on taken: what is there is no socket"]);
    record(node, "none/rpc", "out").refused(&["error: cannot listen on none/rpc: "]);
    record(node, "rpc", "none/out").refused(&["error: cannot make the file none/out: "]);
    let wrong = ["record", "--socket", node, "--listen", "rpc", "--out", "out", "--schemas", "taken"];
    workshop.run(&wrong).refused(&["error"]);
    assert_eq!((workshop.names("."), workshop.read("taken").as_str()), (vec!["taken".to_owned()], "kept"));
}

#[test]
fn a_recorder_that_is_killed_leaves_whole_lines() {
    let node = MockNode::builder().example().start().unwrap();
    let mut recorder = Recorder::start(node.socket(), &["--schemas", DELPAY]);
    let mut client = Client::connect(&recorder.socket());
    for _ in 0..200 {
        client.call("delpay", &json!([]));
    }
    recorder.kill();
    let recorded = lines(&fs::read_to_string(recorder.file()).unwrap());
    assert!(recorded.iter().all(|line| line["response"]["error"]["code"] == -32602), "{recorded:?}");
    // What it has left there does not keep the next one from starting.
    let again = recorder.again(node.socket(), &["--schemas", DELPAY]);
    Client::connect(&again.socket()).call("delpay", &json!([]));
    assert_eq!(lines(&again.stop().1).len(), 1);
}
