//! `delpay`: what nodes say in each case, beyond what was recorded.

use cln_bindings::DelpayPaymentsStatus::{Complete, Failed, Pending};
use cln_mock::MockNode;
use serde_json::json;

use crate::peer::Peer;
use crate::rows::part;

const A: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

fn node(behave_like: Option<&str>) -> (MockNode, Peer) {
    let parts = [
        part(10, 1, 1, Failed, 1),
        part(10, 2, 1, Complete, 2),
        part(10, 0, u64::MAX, Failed, 3),
        part(10, 0, 1 << 63, Pending, 4),
        part(11, 0, 1, Failed, 5),
    ];
    let builder = MockNode::builder().payments(parts);
    let node = behave_like.into_iter().fold(builder, cln_mock::Builder::behave_like).start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

fn mismatch(has: &str, asked: &str) -> String {
    format!("Payment with hash {A} has {has} status but it different from the one provided {asked}")
}

#[test]
fn a_mismatch_has_the_documented_code_unless_a_version_is_asked_for() {
    let params = format!(r#"["{A}","complete",1,1]"#);
    for (version, code) in [(None, 211), (Some("v23.02"), 211), (Some("v23.05"), 208), (Some("v26.06.6"), 208)] {
        let (_node, mut peer) = node(version);
        assert_eq!(peer.error("delpay", &params), (code, mismatch("failed", "complete")), "{version:?}");
    }
}

#[test]
fn the_mismatch_names_the_last_part_that_may_have_been_meant() {
    let (_node, mut peer) = node(None);
    peer.result("delpay", &format!(r#"["{A}","failed"]"#));
    assert_eq!(peer.error("delpay", &format!(r#"["{A}","failed"]"#)), (211, mismatch("pending", "failed")));
    assert_eq!(peer.error("delpay", &format!(r#"["{A}","failed",2,1]"#)), (211, mismatch("complete", "failed")));
    peer.result("delpay", &format!(r#"["{A}","complete"]"#));
    assert_eq!(
        peer.error("delpay", &format!(r#"["{A}","complete",0,9223372036854775808]"#)),
        (211, mismatch("pending", "complete"))
    );
}

#[test]
fn exactly_the_parts_that_are_meant_are_deleted() {
    let (node, mut peer) = node(None);
    let deleted =
        peer.result("delpay", &format!(r#"{{"payment_hash":"{A}","status":"failed","partid":"0","groupid":-1}}"#));
    assert_eq!(deleted["payments"][0]["groupid"], json!(u64::MAX));
    assert_eq!(deleted["payments"].as_array().unwrap().len(), 1);
    let left: Vec<u64> = node.payments().unwrap().iter().map(|part| part.created_index).collect();
    assert_eq!(left, [1, 2, 4, 5]);
    let deleted = peer.result("delpay", &format!(r#"{{"payment_hash":"{A}","status":"failed"}}"#));
    assert_eq!(deleted["payments"].as_array().unwrap().len(), 1);
    let left: Vec<u64> = node.payments().unwrap().iter().map(|part| part.created_index).collect();
    assert_eq!(left, [2, 4, 5], "what is pending or complete stays");
}

#[test]
fn parts_come_in_the_order_of_their_creation() {
    let parts = [part(10, 3, 1, Failed, 9), part(10, 1, 2, Failed, 4), part(10, 2, 1, Failed, 7)];
    let node = MockNode::builder().payments(parts).start().unwrap();
    let deleted = Peer::connect(node.socket()).result("delpay", &format!(r#"["{A}","failed"]"#));
    let order: Vec<u64> =
        deleted["payments"].as_array().unwrap().iter().map(|part| part["id"].as_u64().unwrap()).collect();
    assert_eq!(order, [4, 7, 9]);
}

/// Each parameter is looked at when its turn comes; only then what is missing, and the pair.
#[test]
fn the_first_mistake_in_a_nodes_order_is_told() {
    let (_node, mut peer) = node(None);
    let mut says = |params: &str| peer.error("delpay", params).1;
    assert!(says(r#"{"payment_hash":"x","foo":1}"#).starts_with("payment_hash: should be a 32 byte hex value"));
    assert!(says(r#"{"foo":1,"payment_hash":"x"}"#).starts_with("unknown parameter: foo, "));
    assert!(says(r#"{"status":"pending","payment_hash":1}"#).starts_with("status: Cannot delete pending status"));
    assert!(says(&format!(r#"{{"payment_hash":"{A}","payment_hash":"x"}}"#)).starts_with("duplicate json names"));
    assert!(says(r#"["x","failed",0,1,2]"#).starts_with("payment_hash: should be"));
    assert_eq!(says(&format!(r#"["{A}","failed",0,1,"x",null]"#)), "too many parameters: got 6, expected 4");
    assert_eq!(says(r#"{"partid":1}"#), "missing required parameter: payment_hash");
    assert_eq!(says(&format!(r#"["{A}","failed",1]"#)), "Must set both partid and groupid, or neither");
    assert_eq!(says(&format!(r#"["{A}","failed",null,1]"#)), "Must set both partid and groupid, or neither");
    assert_eq!(says(r#""x""#), "Expected array or object for params");
}

#[test]
fn check_does_everything_but_delete() {
    let (node, mut peer) = node(None);
    let ok =
        peer.result("check", &format!(r#"{{"payment_hash":"{A}","command_to_check":"delpay","status":"failed"}}"#));
    assert_eq!(ok, json!({"command_to_check": "delpay"}));
    assert_eq!(peer.result("check", &format!(r#"["delpay","{A}","failed"]"#)), ok);
    assert_eq!(node.payments().unwrap().len(), 5);
    let (code, message) = peer.error("check", &format!(r#"["delpay","{A}","failed",2,1]"#));
    assert_eq!((code, message), (211, mismatch("complete", "failed")));
    assert_eq!(peer.error("check", r#"["nonsense"]"#), (-32601, "Unknown command 'nonsense'".to_owned()));
    assert_eq!(peer.error("check", "{}"), (-32602, "missing required parameter: command_to_check".to_owned()));
    assert_eq!(peer.error("check", "5"), (-32602, "Expected array or object for params".to_owned()));
    assert_eq!(
        peer.error("check", r#"["check"]"#),
        (-32602, "missing required parameter: command_to_check".to_owned())
    );
    // The depth of this is not for the client to choose.
    let deep = format!(r#"["check"{}]"#, r#","check""#.repeat(200_000));
    assert_eq!(peer.result("check", &deep), json!({"command_to_check": "check"}));
    // A check of `stop` stops nothing.
    peer.result("check", r#"["stop"]"#);
    peer.result("check", r#"["notifications",true]"#);
    peer.result("listsendpays", "{}");
}
