//! `rpc_command`: calls of clients, and of plugins.

use std::time::Duration;

use cln_mock::{MockNode, PluginUnderTest, Rule};

use super::{CONTINUE, call, heard, node};
use crate::peer::Peer;
use crate::plugin::{Stage, json, manifest};

const HOOK: &str = r#","hooks":["rpc_command"]"#;

/// A plugin that gives this answer about every call.
fn deciding(stage: &Stage, answer: &str) -> (MockNode, PluginUnderTest) {
    node(stage, MockNode::builder(), HOOK, answer)
}

/// What comes back for a request.
fn answered(node: &MockNode, request: &str) -> String {
    let mut peer = Peer::connect(node.socket());
    peer.send(request);
    peer.line()
}

const PING: &str = r#"{"jsonrpc":"2.0","id":"c:1","method":"listpeers","params":{ }}"#;

#[test]
fn plugins_are_asked_about_a_call_as_it_was_sent() {
    let stage = Stage::new();
    let (node, plugin) = deciding(&stage, CONTINUE);
    assert_eq!(answered(&node, PING), "{\"jsonrpc\":\"2.0\",\"id\":\"c:1\",\"result\":{\"peers\":[]}}\n\n");
    let asked = format!(
        r#"{{"jsonrpc":"2.0","id":"c:1/cln:rpc_command#3","method":"rpc_command","params":{{"rpc_command":{PING}}}}}"#
    );
    assert_eq!(heard(&plugin, 1), [asked]);
    // What is refused by its name alone is refused before.
    assert_eq!(call(&node, "nonsense", "{}").unwrap_err().code, -32601);
    assert_eq!(plugin.stderr().lines().count(), 1);
}

#[test]
fn a_call_is_replaced_or_answered_as_a_plugin_says() {
    for (answer, result) in [
        (
            r#"{"replace":{"jsonrpc":"2.0","id":"zz","method":"listdatastore","params":{}}}"#,
            r#""result":{"datastore":[]}"#,
        ),
        (r#"{"return":{"result":5}}"#, r#""result":5"#),
        (
            r#"{"return":{"error":{"code":-5,"message":"nope","data":1}}}"#,
            r#""error":{"code":-5,"message":"nope","data":1}"#,
        ),
    ] {
        let stage = Stage::new();
        let (node, _plugin) = deciding(&stage, answer);
        assert_eq!(answered(&node, PING), format!("{{\"jsonrpc\":\"2.0\",\"id\":\"c:1\",{result}}}\n\n"));
        assert_eq!(node.received()[0].method(), "listpeers", "what was sent is what was received");
    }
}

#[test]
fn a_replacement_that_is_none_is_an_error_of_the_caller() {
    let stage = Stage::new();
    let (node, plugin) = deciding(&stage, r#"{"replace":{"id":"zz","method":"listpeers","params":{}}}"#);
    let error = call(&node, "getinfo", "{}").unwrap_err();
    let expected = r#"Bad response to 'rpc_command' hook: jsonrpc: "2.0" must be specified in the request ({"id":"zz","method":"listpeers","params":{}})"#;
    assert_eq!((error.code, &*error.message), (-32600, expected));
    assert_eq!(plugin.next_fault().unwrap().rule, Rule::BadReplacement);
}

#[test]
fn filters_leave_calls_out() {
    let stage = Stage::new();
    let members = r#","hooks":[{"name":"rpc_command","filters":["listpeers"]}]"#;
    let (node, plugin) = node(&stage, MockNode::builder(), members, r#"{"return":{"result":1}}"#);
    assert_ne!(call(&node, "listdatastore", "{}").unwrap().as_str(), "1");
    assert_eq!(call(&node, "listpeers", "{}").unwrap().as_str(), "1");
    assert!(heard(&plugin, 1)[0].contains(r#""method":"listpeers""#));
}

#[test]
fn a_plugin_is_asked_about_calls_of_its_own_command() {
    let stage = Stage::new();
    let reactions = format!("rpc_command) answer '{CONTINUE}' ;; x) answer 7 ;;");
    let plugin = PluginUnderTest::start(stage.plugin("px", &manifest(HOOK), &reactions)).unwrap();
    assert_eq!(call(plugin.node().unwrap(), "x", "{}").unwrap().as_str(), "7");
}

#[test]
fn a_call_is_done_though_its_client_has_left() {
    let stage = Stage::new();
    // It decides once it is told to.
    let reactions = format!("rpc_command) held=$id ;; connect) id=$held; answer '{CONTINUE}' ;;");
    let members = format!(r#"{HOOK},"subscriptions":["connect"]"#);
    let plugin = PluginUnderTest::start(stage.plugin("px", &manifest(&members), &reactions)).unwrap();
    let node = plugin.node().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"invoice","params":[1000,"left","d"]}"#);
    while node.received().is_empty() {
        std::thread::yield_now();
    }
    drop(peer);
    assert!(!plugin.wait_until_for(Duration::from_millis(20), |_| !node.invoices().unwrap().is_empty()));
    plugin.notify_raw("connect", &json("{}"));
    assert!(plugin.wait_until(|_| !node.invoices().unwrap().is_empty()));
}

#[test]
fn a_node_that_does_not_survive_an_answer_answers_nobody() {
    let stage = Stage::new();
    let (node, plugin) = deciding(&stage, r#"{"return":{"error":{"message":"nope"}}}"#);
    let mut peer = Peer::connect(node.socket());
    peer.send(PING);
    assert_eq!(peer.try_line(), None);
    assert_eq!(plugin.next_fault().unwrap().rule, Rule::ErrorWithoutCode);
    assert!(node.is_stopped());
}
