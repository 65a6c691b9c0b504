//! What is typed beyond fields: what a tag promises, and messages by their method.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use cln_runtime::Record;

mod node {
    cln_runtime::include_bindings!();
}

use node::{ConditionsResponse, Hook, Notification, PeerAsksHookResponse, ViewsResponse};

fn answer(json: &str) -> ConditionsResponse {
    ConditionsResponse::from_json(json.as_bytes()).unwrap()
}

#[test]
fn a_tag_hands_out_what_it_promises() {
    let txid = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let mutual = answer(&format!(r#"{{"type":"mutual","code":1,"txid":"{txid}"}}"#));
    assert_eq!(mutual.as_mutual().unwrap().txid.to_string(), txid);
}

#[test]
fn a_tag_hands_out_what_all_its_conditions_promise() {
    let read = ViewsResponse::from_json(br#"{"kind":"a","first":1,"second":2}"#).unwrap();
    let promised = read.as_a().unwrap();
    assert_eq!((*promised.first, *promised.second), (1, 2));
}

#[test]
fn another_tag_hands_out_nothing() {
    assert_eq!(answer(r#"{"type":"unopened","code":1}"#).as_mutual(), None);
    assert_eq!(answer(r#"{"type":"brand new","code":1}"#).as_mutual(), None);
}

#[test]
fn a_promise_that_a_node_breaks_is_no_panic() {
    assert_eq!(answer(r#"{"type":"mutual","code":1}"#).as_mutual(), None);
}

#[test]
fn an_unlisted_field_that_is_kept_stands_once() {
    let json = r#"{"type":"unopened","code":1,"x":1,"x":2}"#;
    let error = ConditionsResponse::from_json(json.as_bytes()).unwrap_err();
    assert_eq!((error.pointer(), error.rule().code()), ("/x", "duplicate"));
    let error = serde_json::from_str::<ConditionsResponse>(json).unwrap_err();
    assert!(error.to_string().contains("[duplicate]"), "{error}");
}

#[test]
fn a_notification_is_parsed_by_its_method() {
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let message = format!(
        r#"{{"jsonrpc":"2.0","method":"block_added","params":{{"block_added":{{"hash":"{hash}","height":753304}}}}}}"#
    );
    let Notification::BlockAdded(payload) = Notification::parse(message.as_bytes()).unwrap() else {
        unreachable!("the method is block_added");
    };
    assert_eq!(payload.block_added.height, 753_304);
}

#[test]
fn a_method_that_is_not_known_is_kept() {
    let message = br#"{"jsonrpc":"2.0","method":"brand_new","params":{"x":1.50}}"#;
    let Notification::Other(other) = Notification::parse(message).unwrap() else {
        unreachable!("no schema has this method");
    };
    assert_eq!((other.method.as_str(), other.params.as_str()), ("brand_new", r#"{"x":1.50}"#));
}

#[test]
fn a_payload_that_does_not_fit_says_where() {
    let message = br#"{"jsonrpc":"2.0","method":"block_added","params":{"block_added":{"height":1}}}"#;
    let error = Notification::parse(message).unwrap_err();
    assert_eq!((error.pointer(), error.rule().code()), ("/block_added/hash", "required"));
}

#[test]
fn a_hook_is_called_by_its_method_and_answered() {
    let message = br#"{"jsonrpc":"2.0","id":"n:1","method":"peer_asks","params":{"peer":{"id":"02df5ffe895c778e10f7742a6c5b8a0cefbe9465df58b92fadeb883752c8107c8f","feerate":253}}}"#;
    let Hook::PeerAsks(call) = Hook::parse(message).unwrap() else {
        unreachable!("the method is peer_asks");
    };
    assert_eq!(call.peer.feerate, 253);
    let answer = PeerAsksHookResponse::new(node::PeerAsksHookResult::Continue);
    assert_eq!(answer.validate(), Ok(()));
    assert_eq!(answer.to_json(), br#"{"result":"continue"}"#);
}
