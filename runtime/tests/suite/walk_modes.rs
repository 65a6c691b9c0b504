//! Decoding: tolerant of what nodes write, strict with what users write, by name and by position.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{HASH, Mode, SampleRequest, SampleResponse, State, one, params, response, verdict};
use cln_runtime::{Msat, Record, Rule};

/// Rule and pointer of why decoding fails.
fn refusal<T: Record + std::fmt::Debug>(json: impl AsRef<[u8]>) -> (Rule, String) {
    let error = T::from_json(json.as_ref()).unwrap_err();
    (error.rule(), error.pointer().to_owned())
}

fn at(rule: Rule, pointer: &str) -> (Rule, String) {
    (rule, pointer.to_owned())
}

fn positional(rest: &str) -> String {
    format!(r#"["{HASH}","failed"{rest}]"#)
}

#[test]
fn what_a_node_writes_may_have_unknown_fields() {
    let json = response(r#","new":{"a":[1,{"b":null}]},"new":1"#);
    let decoded = SampleResponse::from_json(json.as_bytes()).unwrap();
    assert_eq!(decoded, SampleResponse::from_json(response("").as_bytes()).unwrap());
}

#[test]
fn what_a_node_writes_may_have_unknown_enum_values_which_are_kept() {
    let json = response("").replace("done", "new");
    let decoded = SampleResponse::from_json(json.as_bytes()).unwrap();
    assert_eq!(decoded.payments[0].state, State::Unknown("new".to_owned()));
    assert_eq!(decoded.to_json(), json.as_bytes());
}

#[test]
fn null_from_a_node_means_that_an_optional_field_is_absent() {
    let decoded = SampleResponse::from_json(response(r#","note":null,"payment_preimage":null"#).as_bytes()).unwrap();
    assert_eq!(decoded.payments[0].note, None);
    assert_eq!(decoded.to_json(), response("").as_bytes());
}

#[test]
fn null_from_a_node_is_no_required_value() {
    let json = response("").replace(r#""id":1"#, r#""id":null"#);
    assert_eq!(refusal::<SampleResponse>(json), at(Rule::Type, "/payments/0/id"));
}

#[test]
fn amounts_of_old_nodes_decode_and_are_written_as_integers() {
    let json = response("").replace(r#""amount_msat":5"#, r#""amount_msat":"1000msat""#);
    let decoded = SampleResponse::from_json(json.as_bytes()).unwrap();
    assert_eq!(decoded.payments[0].amount_msat, Msat(1000));
    assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), response("").replace(":5", ":1000"));
}

#[test]
fn bounds_are_not_asked_of_what_is_decoded() {
    assert_eq!(SampleResponse::from_json(response(r#","delta":6"#).as_bytes()).unwrap().payments[0].delta, Some(6));
}

#[test]
fn the_first_mistake_ends_decoding() {
    let json = response("").replace(r#""id":1"#, r#""id":-1"#).replace(HASH, "beef");
    assert_eq!(refusal::<SampleResponse>(json), at(Rule::Range, "/payments/0/id"));
}

#[test]
fn a_missing_required_field_never_yields_a_value() {
    for member in [r#""id":1,"#, r#","state":"done""#, r#","amount_msat":5"#] {
        let json = response("").replace(member, "");
        assert_ne!(json, response(""));
        assert_eq!(refusal::<SampleResponse>(&json).0, Rule::Required);
        assert!(SampleResponse::from_json_strict(json.as_bytes()).is_err());
    }
    assert_eq!(refusal::<SampleResponse>("{}"), at(Rule::Required, "/payments"));
}

#[test]
fn a_known_field_twice_is_refused_from_anyone() {
    assert_eq!(
        refusal::<SampleResponse>(response(r#","note":"a","note":"b""#)),
        at(Rule::Duplicate, "/payments/0/note")
    );
    assert_eq!(refusal::<SampleRequest>(params(r#","amount":1,"amount":1"#)), at(Rule::Duplicate, "/amount"));
}

#[test]
fn what_a_user_writes_has_known_names_only() {
    assert_eq!(refusal::<SampleRequest>(params(r#","new":1"#)), at(Rule::Unknown, "/new"));
}

#[test]
fn what_a_user_writes_has_known_enum_values_only() {
    assert_eq!(refusal::<SampleRequest>(params("").replace("failed", "new")), at(Rule::Enum, "/mode"));
}

#[test]
fn what_a_user_writes_has_no_named_null() {
    assert_eq!(refusal::<SampleRequest>(params(r#","extra":null"#)), at(Rule::Null, "/extra"));
    assert_eq!(refusal::<SampleRequest>(params(r#","amount":null"#)), at(Rule::Null, "/amount"));
}

#[test]
fn parameters_by_position_are_those_by_name() {
    let named = params(r#","partid":1,"groupid":2,"amount":"3sat","rune":"r","extra":[1],"tags":["ab"]"#);
    let array = positional(r#",1,2,"3sat","r",[1],["ab"]"#);
    let decoded = SampleRequest::from_json(array.as_bytes()).unwrap();
    assert_eq!(decoded, SampleRequest::from_json(named.as_bytes()).unwrap());
    assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), named.replace(r#""3sat""#, "3000"));
    assert_eq!(verdict::<SampleRequest>(array), []);
}

#[test]
fn null_at_a_position_means_not_given() {
    let array = positional(r#",null,null,5,null,null"#);
    let decoded = SampleRequest::from_json(array.as_bytes()).unwrap();
    assert_eq!((decoded.partid, decoded.amount, decoded.extra), (None, Some(Msat(5)), None));
    assert_eq!(decoded.mode, Mode::Failed);
    assert_eq!(verdict::<SampleRequest>(array), []);
}

#[test]
fn null_at_a_required_position_is_missing_there() {
    let array = format!(r#"["{HASH}",null,null]"#);
    assert_eq!(refusal::<SampleRequest>(&array), at(Rule::Required, "/1"));
    assert_eq!(verdict::<SampleRequest>(array), one(Rule::Required, "/1"));
    assert_eq!(verdict::<SampleRequest>("[]"), [at(Rule::Required, "/0"), at(Rule::Required, "/1")]);
}

#[test]
fn half_a_pair_by_position_is_reported_at_its_position() {
    assert_eq!(verdict::<SampleRequest>(positional(",1")), one(Rule::Paired, "/3"));
    assert_eq!(verdict::<SampleRequest>(positional(",null,1")), one(Rule::Paired, "/2"));
}

#[test]
fn too_many_positions_are_reported_once() {
    let array = positional(",null,null,null,null,null,null,1,{}");
    assert_eq!(verdict::<SampleRequest>(&array), one(Rule::Arity, "/8"));
    assert_eq!(refusal::<SampleRequest>(array), at(Rule::Arity, "/8"));
}

#[test]
fn a_wrong_value_is_reported_at_its_position() {
    assert_eq!(verdict::<SampleRequest>(positional(r#",null,null,"x""#)), one(Rule::Format, "/4"));
    assert_eq!(verdict::<SampleRequest>(positional(r#",null,null,null,null,null,["ab",1]"#)), one(Rule::Type, "/7/1"));
}

#[test]
fn only_parameters_may_be_given_by_position() {
    assert_eq!(refusal::<SampleResponse>("[[]]"), at(Rule::Type, ""));
}
