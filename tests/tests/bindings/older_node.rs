//! The exchange on an older manual page, through bindings made for nodes of that age and through today's.
//!
//! The page lies in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;

use cln_runtime::json::Tree;
use cln_runtime::jsonrpc::{Id, Request, Response};
use cln_runtime::{Msat, NodeRange, Record, Rule};
use cln_tests::edit;
use cln_tests::folders::{shared, workspace};

use crate::node as since_v22_11;
use cln_bindings as today;

/// The request and the result on the page; `None`, saying so, if there is no shared material on this machine.
fn documented() -> Option<(String, String)> {
    let page = fs::read_to_string(shared("seed/lightning-delpay.7.md")?).unwrap();
    let mut blocks = page.split("```json\n").skip(1).map(|rest| rest.split_once("```").unwrap().0.to_owned());
    let (request, result) = (blocks.next().unwrap(), blocks.next().unwrap());
    assert_eq!(blocks.next(), None, "the page holds one request and one response");
    Some((request, result))
}

/// Rules and pointers.
fn violations(verdict: Result<(), cln_runtime::Violations>) -> Vec<(Rule, String)> {
    let violations = verdict.err();
    let all = violations.iter().flat_map(|violations| violations.iter());
    all.map(|violation| (violation.rule(), violation.pointer().to_owned())).collect()
}

fn at(rule: Rule, field: &str) -> (Rule, String) {
    (rule, format!("/payments/0/{field}"))
}

#[test]
fn each_set_of_bindings_says_which_nodes_it_reads() {
    assert_eq!(since_v22_11::OLDEST_NODE, "v22.11");
    assert_eq!(today::OLDEST_NODE, "v23.11");
    assert_eq!(since_v22_11::NODES, NodeRange::new(Some("v22.11"), None));
    assert_eq!(today::NODES, NodeRange::new(Some("v23.11"), None));
}

#[test]
fn the_request_reads_the_same_in_both() {
    let Some((request, _)) = documented() else { return };
    // The page leaves out the version that a node insists on.
    let request = edit::set(&request, "/jsonrpc", r#""2.0""#).unwrap();
    let old = Request::<since_v22_11::DelpayRequest>::from_json(request.as_bytes()).unwrap();
    let new = Request::<today::DelpayRequest>::from_json(request.as_bytes()).unwrap();
    assert_eq!((&old.id, &new.id), (&Id::from(82), &Id::from(82)));
    assert_eq!(old.params.payment_hash, new.params.payment_hash);
    assert_eq!(new.params.status, today::DelpayStatus::Complete);
    for json in [old.to_json(), new.to_json()] {
        assert_eq!(Tree::parse(std::str::from_utf8(&json).unwrap()).unwrap(), Tree::parse(&request).unwrap());
    }
}

#[test]
fn bindings_for_that_age_read_the_result() {
    let Some((_, result)) = documented() else { return };
    let answer = format!(r#"{{"id": 82, "jsonrpc": "2.0", "result": {result}}}"#);
    let direct = since_v22_11::DelpayResponse::from_json(result.as_bytes()).unwrap();
    let enveloped = Response::<since_v22_11::DelpayResponse>::from_json(answer.as_bytes()).unwrap();
    assert_eq!(enveloped.outcome.as_ref(), Ok(&direct));
    assert_eq!(serde_json::from_str::<since_v22_11::DelpayResponse>(&result).unwrap(), direct);

    let [payment] = direct.payments.as_slice() else { panic!("{direct:?}") };
    assert_eq!(payment.id, 2);
    assert_eq!(payment.created_index, None, "added in v23.11");
    assert_eq!(payment.updated_index, None);
    assert_eq!(payment.amount_sent_msat, Msat(1000));
    assert_eq!(payment.amount_msat, Some(Msat(1000)));
    assert_eq!(payment.status, since_v22_11::DelpayPaymentsStatus::Complete);
    assert_eq!(payment.created_at, 1_596_224_858);
}

#[test]
fn bindings_of_today_miss_what_was_added_since() {
    let Some((_, result)) = documented() else { return };
    let error = today::DelpayResponse::from_json(result.as_bytes()).unwrap_err();
    assert_eq!((error.rule(), error.pointer()), (Rule::Required, "/payments/0/created_index"));
    let error = serde_json::from_str::<today::DelpayResponse>(&result).unwrap_err();
    assert!(error.to_string().contains("created_index"), "{error}");
}

/// Integers have replaced amounts as strings in v23.05; the two fields of the page have never been in a schema.
#[test]
fn strict_validation_takes_amounts_as_nodes_of_that_age_wrote_them() {
    let Some((_, result)) = documented() else { return };
    let old = since_v22_11::method("delpay").unwrap().validate_response(result.as_bytes());
    assert_eq!(violations(old), [at(Rule::Unknown, "msatoshi"), at(Rule::Unknown, "msatoshi_sent")]);
    let new = today::method("delpay").unwrap().validate_response(result.as_bytes());
    let expected = [
        at(Rule::Unknown, "msatoshi"),
        at(Rule::Type, "amount_msat"),
        at(Rule::Unknown, "msatoshi_sent"),
        at(Rule::Type, "amount_sent_msat"),
        at(Rule::Required, "created_index"),
    ];
    assert_eq!(violations(new), expected);
}

#[test]
fn an_amount_as_a_string_decodes_with_both() {
    let schema = fs::read_to_string(workspace().join("schemas/delpay.json")).unwrap();
    let documented = edit::get(&schema, "/examples/0/response").unwrap();
    let written = edit::set(documented, "/payments/0/amount_sent_msat", r#""1000msat""#).unwrap();
    let old = since_v22_11::DelpayResponse::from_json(written.as_bytes()).unwrap();
    let new = today::DelpayResponse::from_json(written.as_bytes()).unwrap();
    assert_eq!((old.payments[0].amount_sent_msat, new.payments[0].amount_sent_msat), (Msat(1000), Msat(1000)));
    assert_eq!(violations(since_v22_11::DelpayResponse::validate_json(written.as_bytes())), []);
    let strict = violations(today::DelpayResponse::validate_json(written.as_bytes()));
    assert_eq!(strict, [at(Rule::Type, "amount_sent_msat")]);
}
