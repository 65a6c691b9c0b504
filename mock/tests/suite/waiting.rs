//! Requests that wait until something has happened, or until a time of the node's clock.

use std::collections::BTreeSet;
use std::time::Duration;

use cln_bindings::DelpayPaymentsStatus::{Complete, Failed};
use cln_mock::MockNode;
use serde_json::Value;

use crate::peer::Peer;
use crate::rows::part;

fn wait(id: u64, index: &str, next: u64) -> String {
    let params = format!(r#"{{"subsystem":"sendpays","indexname":"{index}","nextvalue":{next}}}"#);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"wait","params":{params}}}"#)
}

#[test]
fn what_has_happened_is_not_waited_for() {
    let node = MockNode::builder().payments([part(1, 0, 1, Failed, 7)]).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for (index, next, found) in [("created", 0, 7), ("created", 7, 7), ("updated", 0, 0), ("deleted", 0, 0)] {
        peer.send(wait(1, index, next));
        let answer = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{{"subsystem":"sendpays","{index}":{found}}}}}"#);
        assert_eq!(peer.line(), format!("{answer}\n\n"));
    }
    for (params, message) in [
        (r#"["bogus","created",1]"#, "subsystem: unknown subsystem: "),
        (r#"["sendpays","bogus",1]"#, "indexname: unknown index: "),
        (r#"["sendpays","created","x"]"#, "nextvalue: should be an unsigned 64 bit integer: "),
        ("[]", "missing required parameter: subsystem"),
    ] {
        let error = peer.error("wait", params);
        assert!(error.0 == -32602 && error.1.starts_with(message), "{params}: {error:?}");
    }
}

#[test]
fn a_request_waits_while_others_of_its_connection_are_answered() {
    let node = MockNode::builder().payments([part(1, 0, 1, Failed, 7)]).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.send(wait(1, "created", 8));
    peer.send(wait(2, "deleted", 1));
    peer.send(wait(3, "created", 9));
    peer.send(r#"{"jsonrpc":"2.0","id":4,"method":"listsendpays","params":{}}"#);
    assert!(peer.line().contains(r#""id":4,"#));
    // Another connection, the same one, and the test make it happen.
    node.add_payments(&[part(2, 0, 1, Complete, 8)]).unwrap();
    assert!(peer.line().contains(r#""id":1,"result":{"subsystem":"sendpays","created":8}"#));
    Peer::connect(node.socket()).result("delpay", &format!(r#"["{}","failed"]"#, "01".repeat(32)));
    let which = format!(r#"{{"status":"failed","partid":0,"groupid":1,"payment_hash":"{}"}}"#, "01".repeat(32));
    let deleted = format!(r#"{{"subsystem":"sendpays","deleted":1,"details":{which},"sendpays":{which}}}"#);
    assert!(peer.line().contains(&format!(r#""id":2,"result":{deleted}}}"#)));
    node.add_listings(&format!(
        r#"{{"payments":[{}]}}"#,
        String::from_utf8(to_json(&part(3, 0, 1, Complete, 9))).unwrap()
    ))
    .unwrap();
    assert!(peer.line().contains(r#""id":3,"result":{"subsystem":"sendpays","created":9}"#));
}

fn to_json(part: &cln_bindings::DelpayPayments) -> Vec<u8> {
    cln_runtime::Record::to_json(part)
}

/// Three go at once, and each is told of to who has waited for it.
#[test]
fn who_waits_hears_of_what_he_has_waited_for() {
    let parts = [part(1, 0, 1, Failed, 1), part(1, 1, 1, Failed, 2), part(1, 2, 1, Failed, 3)];
    let node = MockNode::builder().payments(parts).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for number in 1..=3 {
        peer.send(wait(number, "deleted", number));
    }
    // They wait once what came after them is answered.
    peer.result("listsendpays", "{}");
    Peer::connect(node.socket()).result("delpay", &format!(r#"["{}","failed"]"#, "01".repeat(32)));
    for number in 1..=3 {
        let answer: Value = serde_json::from_str(&peer.line()).unwrap();
        assert_eq!((&answer["id"], &answer["result"]["deleted"]), (&number.into(), &number.into()));
        assert_eq!(answer["result"]["details"]["partid"], number - 1);
    }
    // To who comes later, it is history.
    peer.send(wait(4, "deleted", 2));
    assert!(peer.line().contains(r#""result":{"subsystem":"sendpays","deleted":3}"#));
}

#[test]
fn a_client_that_goes_and_a_node_that_stops_do_not_wait() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.send(wait(1, "created", 1));
    drop(peer);
    let mut peer = Peer::connect(node.socket());
    peer.send(wait(1, "created", 1));
    Peer::connect(node.socket()).result("stop", "{}");
    assert_eq!(peer.try_line(), None);
    node.wait();
}

#[test]
fn so_many_requests_wait_and_no_more_are_read() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let all: String = (0..1024).map(|id| wait(id, "created", 1)).collect();
    peer.send(all + r#"{"jsonrpc":"2.0","id":5000,"method":"listsendpays","params":{}}"#);
    Peer::connect(node.socket()).result("listsendpays", "{}");
    while node.received().len() < 1025 {
        std::thread::yield_now();
    }
    node.add_payments(&[part(1, 0, 1, Failed, 1)]).unwrap();
    // The last may have seen what has happened before the others have heard of it.
    let id = |line: String| serde_json::from_str::<Value>(&line).unwrap()["id"].as_u64().unwrap();
    let answered: BTreeSet<u64> = (0..1025).map(|_| id(peer.line())).collect();
    assert_eq!(answered, (0..1024).chain([5000]).collect());
}

#[test]
fn a_clock_is_moved_by_the_test() {
    let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).start().unwrap();
    node.clock().advance(Duration::from_secs(3600));
    assert_eq!(node.clock().seconds(), 1_700_003_600);
}

#[test]
fn listings_are_as_a_node_writes_them() {
    let error = |json: &str| MockNode::builder().listings_json(json).start().unwrap_err().to_string();
    for (json, said) in [
        ("[]", "the rows are not as a node lists them: expected an object of lists"),
        (r#"{"payments":5}"#, "the rows are not as a node lists them: expected a list of payments"),
        (r#"{"payments":[5]}"#, "the payments are not as a node answers them"),
        (r#"{"bogus":[]}"#, "the rows are not as a node lists them: bogus: this node keeps no such list; it keeps "),
    ] {
        assert!(error(json).starts_with(said), "{json}: {}", error(json));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.json");
    std::fs::write(&file, include_str!("../../example.json")).unwrap();
    let node = MockNode::builder().listings_file(&file).start().unwrap();
    assert_eq!(node.payments().unwrap().len(), 3);
    let twice = node.add_listings(include_str!("../../example.json")).unwrap_err();
    assert!(twice.to_string().contains("is there already"), "{twice}");
}
