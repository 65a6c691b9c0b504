//! Commands of plugins that are deprecated.

use cln_mock::{MockNode, PluginUnderTest};

use super::{Stage, json};
use crate::peer::Peer;

const MANIFEST: &str = r#"{"options":[],"dynamic":true,"subscriptions":["deprecated_oneshot"],"rpcmethods":[
    {"name":"x","usage":""},
    {"name":"m-depr","usage":"","deprecated":true},
    {"name":"m-depr2","usage":"","deprecated":["v22.11","v23.02"]}]}"#;

fn start(stage: &Stage, builder: cln_mock::Builder) -> (MockNode, PluginUnderTest) {
    let show = r#"deprecated_oneshot) printf '%s\n' "$line" >&2 ;; m-depr|m-depr2|x) echo called >&2; answer '{}' ;;"#;
    let node = builder.plugin(stage.plugin("px", MANIFEST, show)).start().unwrap();
    let plugin = node.plugin("px").unwrap();
    (node, plugin)
}

/// What is answered, in a connection of its own or one that goes on.
fn ask(peer: &mut Peer, method: &str, params: &str) -> String {
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":"t:1","method":"{method}","params":{params}}}"#));
    peer.line().trim_end().to_owned()
}

fn refused(method: &str) -> String {
    let message = format!(r#"Command \"{method}\" is deprecated"#);
    format!(r#"{{"jsonrpc":"2.0","id":"t:1","error":{{"code":-32601,"message":"{message}"}}}}"#)
}

const DONE: &str = r#"{"jsonrpc":"2.0","id":"t:1","result":{}}"#;

#[test]
fn what_is_not_there_any_more_is_refused() {
    let stage = Stage::new();
    let (node, plugin) = start(&stage, MockNode::builder());
    let mut peer = Peer::connect(node.socket());
    assert_eq!(ask(&mut peer, "m-depr2", "{}"), refused("m-depr2"));
    assert_eq!(ask(&mut peer, "m-depr", "{}"), DONE, "it may still be used");
    assert_eq!(
        ask(&mut peer, "help", r#"["m-depr"]"#),
        r#"{"jsonrpc":"2.0","id":"t:1","result":{"help":[{"command":"m-depr (DEPRECATED!) "}],"format-hint":"simple"}}"#
    );
    assert_eq!(plugin.call_raw("m-depr2", &json("{}")).unwrap().as_str(), "{}", "the test may ask the plugin itself");
    // An older node has it yet.
    let (old, _plugin) = start(&Stage::new(), MockNode::builder().behave_like("v23.02"));
    assert_eq!(ask(&mut Peer::connect(old.socket()), "m-depr2", "{}"), DONE);
}

#[test]
fn a_connection_may_do_without_what_is_deprecated() {
    let stage = Stage::new();
    let (node, plugin) = start(&stage, MockNode::builder());
    let (mut peer, mut other) = (Peer::connect(node.socket()), Peer::connect(node.socket()));
    assert_eq!(ask(&mut peer, "deprecations", "[false]"), DONE);
    assert_eq!(ask(&mut peer, "m-depr", "{}"), refused("m-depr"));
    assert_eq!(ask(&mut peer, "x", "{}"), DONE);
    assert_eq!(ask(&mut other, "m-depr", "{}"), DONE);
    let told =
        r#"{"jsonrpc":"2.0","method":"deprecated_oneshot","params":{"deprecated_oneshot":{"deprecated_ok":false}}}"#;
    let expected = format!("{told}\ncalled\ncalled\n");
    assert!(plugin.wait_until(|plugin| plugin.stderr() == expected), "{}", plugin.stderr());
}

#[test]
fn a_node_for_developers_has_nothing_deprecated_unless_it_is_asked_for() {
    let stage = Stage::new();
    let (node, plugin) = start(&stage, MockNode::builder().developer(true));
    let mut peer = Peer::connect(node.socket());
    assert_eq!(ask(&mut peer, "m-depr", "{}"), refused("m-depr"));
    assert_eq!(ask(&mut peer, "deprecations", r#"{"enable":true}"#), DONE);
    assert_eq!(ask(&mut peer, "m-depr", "{}"), DONE);
    assert!(plugin.wait_until(|plugin| plugin.stderr().ends_with("{\"deprecated_ok\":true}}}\ncalled\n")));
}
