//! What is typed beyond fields: what a tag promises.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use cln_runtime::Record;

use crate::node::{ConditionsResponse, ViewsResponse};

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
