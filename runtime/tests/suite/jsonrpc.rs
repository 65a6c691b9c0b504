//! The envelope: what it takes, what it refuses, what it writes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{HASH, SampleRequest, SampleResponse, params, response};
use cln_runtime::jsonrpc::{Id, Request, Response};
use cln_runtime::{DecodeError, ErrorDetail, Json, Record, RpcError, Rule};

type Decoded<T> = Result<T, DecodeError>;

fn request(json: &str) -> Decoded<Request<SampleRequest>> {
    Request::from_json(json.as_bytes())
}

fn answer(members: &str) -> Decoded<Response<SampleResponse>> {
    Response::from_json(format!(r#"{{"jsonrpc":"2.0","id":7{members}}}"#).as_bytes())
}

/// Rule and pointer of why decoding fails.
fn refusal<T: std::fmt::Debug>(decoded: Decoded<T>) -> (Rule, String) {
    let error = decoded.unwrap_err();
    (error.rule(), error.pointer().to_owned())
}

fn at(rule: Rule, pointer: &str) -> (Rule, String) {
    (rule, pointer.to_owned())
}

#[test]
fn a_request_is_written_by_name_and_read_back() {
    let json = format!(r#"{{"jsonrpc":"2.0","id":"a#1","method":"sample","params":{}}}"#, params(""));
    let decoded = request(&json).unwrap();
    assert_eq!(decoded.id, Id::from("a#1"));
    assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), json);
    assert_eq!(Request::new(Id::from("a#1"), decoded.params.clone()), decoded);
}

#[test]
fn a_request_may_carry_its_parameters_by_position() {
    let json = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"sample","params":["{HASH}","failed"]}}"#);
    assert_eq!(request(&json).unwrap().params, SampleRequest::from_json(params("").as_bytes()).unwrap());
}

#[test]
fn a_request_of_another_method_is_refused() {
    let json = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"other","params":{}}}"#, params(""));
    let error = request(&json).unwrap_err();
    assert_eq!(error.to_string(), r#"/method: expected "sample", found the string "other" [enum]"#);
}

#[test]
fn a_request_of_another_version_is_refused() {
    let json = format!(r#"{{"jsonrpc":"1.0","id":1,"method":"sample","params":{}}}"#, params(""));
    assert_eq!(refusal(request(&json)), at(Rule::Enum, "/jsonrpc"));
}

#[test]
fn mistakes_in_the_parameters_are_reported_below_params() {
    let json = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"sample","params":{}}}"#, params(r#","new":1"#));
    assert_eq!(refusal(request(&json)), at(Rule::Unknown, "/params/new"));
    assert_eq!(refusal(request(r#"{"jsonrpc":"2.0","id":1,"method":"sample"}"#)), at(Rule::Required, "/params"));
}

#[test]
fn unknown_members_of_a_request_are_passed_over() {
    let json = format!(
        r#"{{"jsonrpc":"2.0","id":1,"filter":{{"a":true}},"filter":1,"method":"sample","params":{}}}"#,
        params("")
    );
    assert_eq!(request(&json).unwrap().id, Id::from(1));
}

#[test]
fn ids_are_echoed_exactly() {
    for id in ["1", "0", "-1", "1.50", "1e3", "18446744073709551616", r#""a""#, r#""""#, r#""\"ä\n""#, "null"] {
        let json = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{}}}"#, response(""));
        let decoded = Response::<SampleResponse>::from_json(json.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), json);
        assert_eq!(decoded.id.to_string(), id);
    }
}

#[test]
fn ids_of_other_kinds_are_refused() {
    for id in ["true", "false", "[]", "[1]", "{}"] {
        let json = format!(r#"{{"id":{id},"result":{}}}"#, response(""));
        let decoded = Response::<SampleResponse>::from_json(json.as_bytes());
        assert_eq!(refusal(decoded), at(Rule::Type, "/id"), "{id}");
    }
    let json = format!(r#"{{"result":{}}}"#, response(""));
    assert_eq!(refusal(Response::<SampleResponse>::from_json(json.as_bytes())), at(Rule::Required, "/id"));
}

#[test]
fn a_result_is_decoded_straight_into_its_type() {
    let decoded = answer(&format!(r#","result":{}"#, response(r#","new":1"#))).unwrap();
    assert_eq!(decoded.id, Id::from(7));
    assert_eq!(decoded.outcome, Ok(SampleResponse::from_json(response("").as_bytes()).unwrap()));
}

#[test]
fn an_error_keeps_code_message_and_data() {
    let json = r#"{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"no","data":{"erring":[1.50,null]}}}"#;
    let decoded = Response::<SampleResponse>::from_json(json.as_bytes()).unwrap();
    let data: Json = r#"{"erring":[1.50,null]}"#.parse().unwrap();
    assert_eq!(decoded.outcome, Err(RpcError::new(-32602, "no").with_data(data)));
    assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), json);
}

#[test]
fn debug_does_not_show_data() {
    let error = RpcError::new(203, "failed").with_data(r#"{"raw":"c0ffee"}"#.parse().unwrap());
    let shown = r#"RpcError { code: 203, message: "failed", data: Some(16 bytes, not shown) }"#;
    assert_eq!(format!("{error:?}"), shown);
    assert!(!format!("{error:#?}").contains("c0ffee"));
    let detail = ErrorDetail::from(error);
    assert_eq!(format!("{detail:?}"), r#"ErrorDetail { message: "failed", data: Some(16 bytes, not shown) }"#);
    let made = ErrorDetail::new("failed").with_data(r#"{"raw":"c0ffee"}"#.parse().unwrap());
    assert_eq!(made, detail);
    assert_eq!(format!("{:?}", RpcError::new(1, "")), r#"RpcError { code: 1, message: "", data: None }"#);
}

#[test]
fn data_that_is_null_is_kept() {
    let error = RpcError::from_json(br#"{"code":1,"message":"","data":null}"#).unwrap();
    assert_eq!(error.data, Some(Json::null()));
}

#[test]
fn neither_or_both_of_result_and_error_are_refused() {
    let both = format!(r#","result":{},"error":{{"code":1,"message":""}}"#, response(""));
    for (members, message) in [
        ("", "expected a result or an error, found neither"),
        (both.as_str(), "expected a result or an error, found both"),
    ] {
        let error = answer(members).unwrap_err();
        assert_eq!((error.rule(), error.pointer(), error.message()), (Rule::Required, "", message));
    }
}

#[test]
fn a_null_beside_the_other_is_no_outcome() {
    assert!(answer(&format!(r#","result":{},"error":null"#, response(""))).unwrap().outcome.is_ok());
    assert!(answer(r#","result":null,"error":{"code":1,"message":""}"#).unwrap().outcome.is_err());
}

#[test]
fn unknown_members_of_an_answer_are_passed_over() {
    let members = format!(r#","new":[{{"a":1}}],"result":{},"new":2"#, response(""));
    assert!(answer(&members).unwrap().outcome.is_ok());
}

#[test]
fn an_answer_may_lack_its_version() {
    let json = format!(r#"{{"id":7,"result":{}}}"#, response(""));
    assert!(Response::<SampleResponse>::from_json(json.as_bytes()).is_ok());
}

#[test]
fn mistakes_in_an_answer_are_reported_where_they_are() {
    let broken = response("").replace(r#""id":1"#, r#""id":-1"#);
    assert_eq!(refusal(answer(&format!(r#","result":{broken}"#))), at(Rule::Range, "/result/payments/0/id"));
    assert_eq!(refusal(answer(r#","error":{"code":"1","message":""}"#)), at(Rule::Type, "/error/code"));
    assert_eq!(refusal(answer(r#","error":{"code":1}"#)), at(Rule::Required, "/error/message"));
}

#[test]
fn an_errors_detail_becomes_the_error_again() {
    let error = RpcError::new(211, "status").with_data(Json::from(true));
    let detail = ErrorDetail::from(error.clone());
    assert_eq!(detail.to_string(), "status");
    assert_eq!(detail.into_rpc_error(211), error);
    assert_eq!(error.to_string(), "status (code 211)");
}

#[test]
fn an_id_goes_through_serde_as_it_is_written_or_not_at_all() {
    for json in ["7", "-7", "18446744073709551615", "\"7\"", "\"a\\\"b\"", "null"] {
        let id: Id = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), json);
        assert_eq!(id.to_string(), json);
    }
    for number in ["1.50", "1e3", "-0", "18446744073709551616"] {
        let id = Id::Number(number.parse().unwrap());
        assert_eq!(id.to_string(), number);
        let error = serde_json::to_string(&id).unwrap_err().to_string();
        assert_eq!(error, format!("serde would write the id {number} in another way"));
        assert!(serde_json::from_str::<Id>(number).is_err(), "{number}");
    }
    for json in ["true", "[]", "{}", "{\"a\":1}"] {
        assert!(serde_json::from_str::<Id>(json).is_err(), "{json}");
    }
}
