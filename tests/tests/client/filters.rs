//! Answers cut down by filters.

use cln_bindings::{DelpayError, DelpayPaymentsStatus};
use cln_runtime::client::{CallError, Filter, NotSentError};
use cln_runtime::{Hash, Violations};
use serde::Deserialize;

use crate::front::{Front, request};
use crate::node::Node;

/// A node that expects this filter and sends this result.
fn node(filter: &'static str, result: &'static str) -> Node {
    Node::once(move |mut peer| {
        let asked = peer.request();
        assert_eq!(cln_tests::edit::get(&asked.text, "/filter"), Some(filter).filter(|filter| !filter.is_empty()));
        peer.send(asked.result(result));
    })
}

#[track_caller]
fn invalid<T: std::fmt::Debug>(outcome: Result<T, CallError<DelpayError>>) -> Violations {
    match outcome.unwrap_err() {
        CallError::NotSent(NotSentError::Invalid(violations)) => violations,
        error => panic!("{error:?}"),
    }
}

pub(crate) fn a_filter_is_sent_and_what_comes_is_json<F: Front>() {
    let node = node(r#"{"payments":[{"status":true}]}"#, r#"{"payments":[{"status":"failed"}]}"#);
    let filter = r#"{"payments": [{"status": true}]}"#.parse().unwrap();
    let result = F::on(&node.path()).filtered(&request(), &filter).unwrap();
    assert_eq!(result.as_str(), r#"{"payments":[{"status":"failed"}]}"#);
}

pub(crate) fn a_filter_that_does_not_fit_the_answer_is_not_sent<F: Front>() {
    let node = Node::once(|mut peer| assert!(peer.try_request().is_none(), "it was sent"));
    let client = F::on(&node.path());
    for (filter, report) in [
        ("[]", "the whole value: expected an object [type]"),
        (r#"{"pays":true}"#, "/pays: the answer has no such member [unknown]"),
        (r#"{"payments":{"status":true}}"#, "/payments: expected true, or an array of one filter [type]"),
        (r#"{"payments":[]}"#, "/payments: expected true, or an array of one filter [type]"),
        (r#"{"payments":[{"a/b":true}]}"#, "/payments/0/a~1b: the answer has no such member [unknown]"),
        (r#"{"payments":[1]}"#, "/payments/0: expected true, or an object of the members wanted [type]"),
        (r#"{"payments":[{"id":{"x":true}}]}"#, "/payments/0/id: expected true: this value has no parts [type]"),
    ] {
        let filter: Filter = filter.parse().unwrap();
        assert_eq!(invalid(client.filtered(&request(), &filter)).to_string(), report);
    }
    drop(client);
}

#[derive(Debug, Deserialize)]
struct Narrow {
    payments: Vec<Part>,
    #[serde(default)]
    more: Option<()>,
}

#[derive(Debug, Deserialize)]
struct Deleted {
    payments: Vec<Part>,
}

/// Its first field refuses whatever a guess could hold.
#[derive(Debug, Deserialize)]
struct Part {
    payment_hash: Box<Hash>,
    #[serde(rename = "status")]
    state: DelpayPaymentsStatus,
    label: Option<Label>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Label(String);

const FILTER: &str = r#"{"payments":[{"payment_hash":true,"status":true,"label":true}]}"#;

pub(crate) fn a_narrow_type_is_a_filter<F: Front>() {
    let result = r#"{"payments":[{"payment_hash":"6666666666666666666666666666666666666666666666666666666666666666","status":"failed","label":"x"}]}"#;
    let cut = node(FILTER, result);
    let deleted: Deleted = F::on(&cut.path()).narrow(&request()).unwrap();
    let part = &deleted.payments[0];
    assert_eq!(part.payment_hash.to_string(), "6".repeat(64));
    assert_eq!((&part.state, &part.label), (&DelpayPaymentsStatus::Failed, &Some(Label("x".to_owned()))));

    // Who wants everything asks for no part.
    let whole = node("", result);
    let everything: serde_json::Value = F::on(&whole.path()).narrow(&request()).unwrap();
    assert_eq!(everything, serde_json::from_str::<serde_json::Value>(result).unwrap());
}

pub(crate) fn a_narrow_type_that_does_not_fit_the_answer_is_not_sent<F: Front>() {
    let node = Node::once(|mut peer| assert!(peer.try_request().is_none(), "it was sent"));
    let client = F::on(&node.path());
    let outcome = client.narrow::<Narrow>(&request()).map(|narrow| (narrow.payments, narrow.more));
    assert_eq!(invalid(outcome).to_string(), "/more: the answer has no such member [unknown]");
    drop(client);
}

/// There would be more of its parts than anyone can count.
#[derive(Debug, Deserialize)]
struct Tree {
    left: Option<Box<Tree>>,
    middle: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}

pub(crate) fn a_narrow_type_that_holds_itself_makes_a_filter_in_no_time<F: Front>() {
    let node = Node::once(|mut peer| assert!(peer.try_request().is_none(), "it was sent"));
    let client = F::on(&node.path());
    let outcome = client.narrow::<Tree>(&request()).map(|tree| (tree.left, tree.middle, tree.right));
    assert!(invalid(outcome).to_string().starts_with("/left: the answer has no such member"));
    drop(client);
}

pub(crate) fn what_does_not_fit_a_narrow_type_is_not_shown<F: Front>() {
    let node = node(FILTER, r#"{"payments":["hunter2"]}"#);
    let error = F::on(&node.path()).narrow::<Deleted>(&request()).unwrap_err();
    let CallError::Unreadable(unreadable) = &error else { panic!("{error:?}") };
    assert!(unreadable.mismatch().unwrap().message().starts_with("does not fit the type"));
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}
