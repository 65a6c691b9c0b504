//! Notifications that a test pushes at any time.

use cln_mock::MockNode;
use cln_runtime::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index};
use cln_tests::folders::shared;
use serde_json::Value;

use crate::peer::Peer;

/// The payload of a notification, as bindings of a release have it.
#[derive(Clone, Debug, PartialEq)]
struct BlockAddedNotificationResponse {
    height: u64,
}

static FIELDS: &[Field<'static>] = &[Field::required("height", Kind::Scalar(ScalarKind::U64))];
static BLOCK_ADDED: Shape<'static> = Shape {
    fields: FIELDS,
    index: KeyIndex::new(&key_index::<2>(FIELDS), FIELDS),
    closed: true,
    params: false,
    groups: &[],
    clauses: &[],
};

cln_runtime::record!(BlockAddedNotificationResponse from Node by BLOCK_ADDED { height });
cln_runtime::notification!(BlockAddedNotificationResponse is told by "block_added");

const LISTED: &str = r#"{"jsonrpc":"2.0","id":1,"result":{"payments":[]}}"#;

fn block(height: u64) -> BlockAddedNotificationResponse {
    BlockAddedNotificationResponse { height }
}

fn enable(peer: &mut Peer, wanted: bool) {
    peer.result("notifications", &format!(r#"{{"enable":{wanted}}}"#));
}

#[test]
fn a_notification_goes_to_all_who_want_it_as_nodes_write_it() {
    let node = MockNode::builder().start().unwrap();
    let mut peers = [(); 3].map(|()| Peer::connect(node.socket()));
    assert_eq!(node.notify(&block(1)), 0);
    let [first, second, third] = &mut peers;
    enable(first, true);
    enable(second, true);
    assert_eq!(node.notify(&block(u64::MAX)), 2);
    assert_eq!(node.notify_raw("my-topic", &"[1, 2]".parse().unwrap()), 2);
    for peer in [first, second] {
        let wrapped =
            r#"{"jsonrpc":"2.0","method":"block_added","params":{"block_added":{"height":18446744073709551615}}}"#;
        assert_eq!(peer.line(), format!("{wrapped}\n\n"));
        assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"method\":\"my-topic\",\"params\":[1,2]}\n\n");
    }
    third.send(r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#);
    assert_eq!(third.line(), format!("{LISTED}\n\n"), "it has not asked for any");
}

/// Nothing is asked meanwhile: the connection is woken.
#[test]
fn who_does_nothing_hears_it() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    enable(&mut peer, true);
    for height in 0..100 {
        node.notify(&block(height));
        assert!(peer.line().contains(&format!(r#"{{"height":{height}}}"#)));
    }
}

#[test]
fn a_notification_comes_before_answers_to_later_calls() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    enable(&mut peer, true);
    for _ in 0..100 {
        node.notify(&block(7));
        peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#);
        assert!(peer.line().contains("block_added"));
        assert_eq!(peer.line(), format!("{LISTED}\n\n"));
    }
}

#[test]
fn who_wants_no_more_gets_no_more() {
    let node = MockNode::builder().start().unwrap();
    let (mut peer, mut gone) = (Peer::connect(node.socket()), Peer::connect(node.socket()));
    enable(&mut peer, true);
    enable(&mut gone, true);
    enable(&mut gone, true);
    node.notify(&block(1));
    enable_after(&mut peer, false);
    enable_after(&mut gone, false);
    assert_eq!(node.notify(&block(2)), 0);
    enable(&mut peer, true);
    assert_eq!(node.notify(&block(3)), 1);
    assert!(peer.line().contains(r#"{"height":3}"#));
}

/// After the notification that is still to be read.
fn enable_after(peer: &mut Peer, wanted: bool) {
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"notifications","params":[{wanted}]}}"#));
    assert!(peer.line().contains(r#"{"height":1}"#));
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n");
}

#[test]
fn who_has_gone_is_forgotten() {
    let node = MockNode::builder().start().unwrap();
    let mut gone = Peer::connect(node.socket());
    enable(&mut gone, true);
    gone.close_half();
    assert_eq!(gone.rest(), b"", "the node has closed its half, too");
    assert_eq!(node.notify(&block(1)), 0);
}

/// What a node has written to its clients is what `notify_raw` writes of the same parameters, byte for byte.
#[test]
fn notifications_are_written_as_a_node_has_written_them() {
    let Some(file) = shared("transcripts/client_notifications.jsonl") else { return };
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    enable(&mut peer, true);
    let text = std::fs::read_to_string(file).unwrap();
    let exchanges = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut count = 0;
    for written in exchanges.flat_map(|exchange| exchange["responses_raw"].as_array().cloned().unwrap_or_default()) {
        let written = written.as_str().unwrap();
        let message = cln_runtime::jsonrpc::Incoming::from_json(written.as_bytes());
        let Some(message) = message.ok().filter(|message| message.id.is_none()) else { continue };
        node.notify_raw(&message.method, &message.params);
        assert_eq!(peer.line(), written);
        count += 1;
    }
    assert!(count > 20, "{count}");
    println!("{count} notifications are written as a node has written them");
}
