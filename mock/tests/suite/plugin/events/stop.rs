//! The command `stop`, on a node with plugins.

use std::time::Duration;

use cln_mock::{Builder, MockNode, PluginUnderTest, Rule};

use crate::peer::Peer;
use crate::plugin::{Stage, json, manifest};

const STOP: &str = r#"{"jsonrpc":"2.0","id":1,"method":"stop","params":{}}"#;
const TOLD: &str = r#","subscriptions":["shutdown","connect"]"#;

fn start(stage: &Stage, builder: Builder, members: &str, reactions: &str) -> (MockNode, PluginUnderTest) {
    let node = builder.plugin(stage.plugin("px", &manifest(members), reactions)).start().unwrap();
    let plugin = node.plugin("px").unwrap();
    (node, plugin)
}

#[test]
fn stop_answers_after_the_plugins_that_want_to_be_told() {
    let stage = Stage::new();
    // It ends at the second word.
    let (node, plugin) = start(&stage, MockNode::builder(), TOLD, "shutdown) echo told >&2 ;; connect) exit 7 ;;");
    let (mut pending, mut peer) = (Peer::connect(node.socket()), Peer::connect(node.socket()));
    pending.send(r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{}}"#);
    peer.send(STOP);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "told\n"));
    assert!(!node.is_stopped());
    assert_eq!(plugin.notify_raw("connect", &json("{}")), 1);
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"Shutdown complete\"}\n\n");
    assert_eq!(peer.try_line(), None);
    assert_eq!(plugin.kill().status.unwrap().code(), Some(7), "it has ended by itself");
    assert_eq!(pending.try_line(), None, "who still waits is not answered");
    assert!(node.is_stopped());
}

#[test]
fn others_see_the_end_of_their_input_and_are_not_waited_for() {
    let stage = Stage::new();
    let (node, plugin) = start(&stage, MockNode::builder(), "", "shutdown) echo told >&2 ;;");
    let mut peer = Peer::connect(node.socket());
    peer.send(STOP);
    assert!(peer.line().contains("Shutdown complete"));
    assert!(plugin.wait_until(PluginUnderTest::is_gone));
    assert_eq!((plugin.kill().status.unwrap().code(), &*plugin.stderr()), (Some(0), ""));
}

#[test]
fn who_does_not_end_in_time_is_killed() {
    let stage = Stage::new();
    let builder = MockNode::builder().clock(Duration::from_secs(1_700_000_000));
    let (node, plugin) = start(&stage, builder, r#","subscriptions":["*"]"#, "shutdown) echo told >&2 ;;");
    let mut peer = Peer::connect(node.socket());
    peer.send(STOP);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "told\n"));
    node.clock().advance(Duration::from_secs(29));
    assert!(!plugin.wait_until_for(Duration::from_millis(20), PluginUnderTest::is_gone));
    node.clock().advance(Duration::from_secs(1));
    assert!(peer.line().contains("Shutdown complete"));
    assert_eq!(plugin.next_fault().unwrap().rule, Rule::ShutdownTimeout);
}

#[test]
fn plugins_have_their_time_though_the_client_has_left() {
    let stage = Stage::new();
    let (node, plugin) = start(&stage, MockNode::builder(), TOLD, "shutdown) echo told >&2 ;; connect) exit 0 ;;");
    let mut peer = Peer::connect(node.socket());
    peer.send(STOP);
    drop(peer);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "told\n"));
    assert!(!plugin.wait_until_for(Duration::from_millis(20), |_| node.is_stopped()));
    plugin.notify_raw("connect", &json("{}"));
    while !node.is_stopped() {
        std::thread::yield_now();
    }
}
