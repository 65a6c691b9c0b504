//! Commands that are only documented.

use std::path::{Path, PathBuf};

use cln_mock::MockNode;
use serde_json::{Value, json};

use crate::peer::Peer;

pub(crate) fn schema(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(name)
}

fn node() -> (MockNode, Peer) {
    let node = MockNode::builder().schemas(schema("frob.json")).schemas(schema("mute.json")).start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

#[test]
fn the_matching_example_is_the_answer() {
    let (_node, mut peer) = node();
    let (on, off) = (json!({"state": "on", "items": [{"n": 1}, {"n": 2}]}), json!({"state": "off", "items": []}));
    for (params, answer) in [
        (r#"{"flag":true,"amount_msat":"10sat"}"#, &on),
        // As it may be written, too.
        (r#"[10000,"true"]"#, &on),
        (r#"{"amount_msat":"5msat","flag":false,"label":"x","count":"0x7"}"#, &off),
        // What has most in common.
        (r#"{"amount_msat":6,"flag":false,"label":"x","count":7}"#, &off),
        (r#"[10000,true,null,null]"#, &on),
        (r#"[1,false,"y",7]"#, &off),
    ] {
        assert_eq!(peer.result("frob", params), *answer, "{params}");
    }
    let (code, message) = peer.error("mute", "{}");
    assert_eq!((code, message.as_str()), (-1, "No example of mute is documented"));
    assert_eq!(peer.error("frobb", "{}"), (-32601, "Unknown command 'frobb'".to_owned()));
}

#[test]
fn parameters_are_refused_in_a_nodes_words() {
    let (_node, mut peer) = node();
    let mut says = |params: &str| {
        let (code, message) = peer.error("frob", params);
        assert_eq!(code, -32602, "{params}");
        message.split(": invalid token").next().unwrap().to_owned()
    };
    for (params, message) in [
        ("{}", "missing required parameter: amount_msat"),
        (r#"{"amount_msat":1}"#, "missing required parameter: flag"),
        (r#"[1,true,"x",1,null,null,null,null,null,2]"#, "too many parameters: got 10, expected 9"),
        (r#"{"flag":true,"flag":true}"#, "duplicate json names: flag"),
        (r#""x""#, "Expected array or object for params"),
        (r#"{"flag":"yes"}"#, "flag: should be 'true' or 'false'"),
        (r#"{"flag":null}"#, "flag: should be 'true' or 'false'"),
        (r#"{"amount_msat":"1.5"}"#, "amount_msat: should be a millisatoshi amount"),
        (r#"{"count":256}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"count":1.0}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"count":null}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"peer":"02"}"#, "peer: should be a node id"),
        (r#"{"list":[65536]}"#, "list: should be an array"),
        (r#"{"list":{}}"#, "list: should be an array"),
        (r#"{"kind":"c"}"#, "kind: should be one of a, b"),
        (r#"{"hash":"00"}"#, "hash: should be a 32 byte hex value"),
        (r#"{"label":null}"#, "label: should be a string"),
        (r#"[1,true,"x"]"#, "Must set both count and label, or neither"),
        (r#"[1,true,null,null,null,null,"a"]"#, "Can only specify {kind} with {list}"),
        (
            r#"{"amount_msat":1,"flag":true,"list":[],"peer":"02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#,
            "Can only specify one of {peer} or {list}",
        ),
    ] {
        assert_eq!(says(params), message, "{params}");
    }
    assert!(says(r#"{"foo":1}"#).starts_with("unknown parameter: foo, this may be caused by"));
}

#[test]
fn check_holds_their_parameters_against_the_schema() {
    let (_node, mut peer) = node();
    let checked = peer.result("check", r#"{"command_to_check":"frob","amount_msat":1,"flag":true}"#);
    assert_eq!(checked, json!({"command_to_check": "frob"}));
    assert_eq!(peer.error("check", r#"["frob"]"#).1, "missing required parameter: amount_msat");
    assert_eq!(peer.result("check", r#"["mute"]"#), json!({"command_to_check": "mute"}));
}

#[test]
fn who_wants_notifications_gets_them_before_the_answer() {
    let (_node, mut peer) = node();
    let asked = r#"{"jsonrpc":"2.0","id":"a","method":"frob","params":[1,true]}"#;
    assert_eq!(peer.error("notifications", "{}").1, "missing required parameter: enable");
    assert_eq!(peer.result("notifications", r#"{"enable":true}"#), json!({}));
    peer.send(asked);
    let message: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!(
        (&message["method"], &message["params"]["id"], message.get("id")),
        (&json!("message"), &json!("a"), None)
    );
    assert!(message["params"]["level"].is_string() && message["params"]["message"].is_string());
    assert!(peer.line().starts_with(r#"{"jsonrpc":"2.0","id":"a","result":"#));
    peer.result("notifications", "[false]");
    peer.send(asked);
    assert!(peer.line().contains("result"));
}

/// A whole release: each documented example whose parameters conform is answered as documented.
#[test]
fn a_whole_release_is_answered_from_its_documentation() {
    let Some(corpus) = cln_tests::folders::shared("corpus") else { return };
    let node = MockNode::builder().schemas(&corpus).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let (mut answered, mut refused) = (0, 0);
    for file in cln_tests::folders::files(&corpus, "json") {
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let Some(command) = schema["rpc"].as_str() else { continue };
        if ["check", "delpay", "listsendpays", "notifications", "stop"].contains(&command) {
            continue;
        }
        for example in schema["examples"].as_array().into_iter().flatten() {
            let answer = peer.call(command, &example["request"]["params"].to_string());
            if answer["error"].is_object() {
                assert_eq!(answer["error"]["code"], -32602, "{command}: {answer}");
                refused += 1;
            } else {
                // Two examples may have the same request, or be the same to a node.
                let documented = schema["examples"].as_array().unwrap();
                assert!(documented.iter().any(|other| other["response"] == answer["result"]), "{command}: {answer}");
                answered += usize::from(example["response"] == answer["result"]);
            }
        }
        assert!(peer.error(command, r#"{"nobody_knows_this":1}"#).0 == -32602, "{command}");
    }
    println!("{answered} examples answered as documented, {refused} refused");
    assert!(answered >= 180 && refused <= 12, "{answered} answered, {refused} refused");
}
