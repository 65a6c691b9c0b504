//! `allOf`, `if`/`then`/`else`: a branch's findings are reported under their own rules.

use super::assert_response;

/// As `listforwards` and others are written: the base re-lists with `{}` what a branch defines.
const TAGGED: &str = r#"{"type": "object", "additionalProperties": true, "required": ["status"],
    "properties": {"status": {"type": "string", "enum": ["paid", "open"]}, "at": {}},
    "allOf": [{
        "if": {"additionalProperties": true, "properties": {"status": {"type": "string", "enum": ["paid"]}}},
        "then": {"additionalProperties": false, "required": ["at"],
                 "properties": {"status": {}, "at": {"type": "u8"}}},
        "else": {"additionalProperties": false, "properties": {"status": {}}}}]}"#;

#[test]
fn the_branch_that_applies_judges() {
    assert_response(TAGGED, r#"{"status": "paid", "at": 1}"#, &[]);
    assert_response(TAGGED, r#"{"status": "open"}"#, &[]);
    assert_response(TAGGED, r#"{"status": "paid"}"#, &["/at required"]);
    assert_response(TAGGED, r#"{"status": "paid", "at": "x", "z": 1}"#, &["/at type", "/z unknown"]);
    assert_response(TAGGED, r#"{"status": "open", "at": "x"}"#, &["/at unknown"]);
}

#[test]
fn a_tag_of_the_wrong_kind_does_not_hold() {
    assert_response(TAGGED, r#"{"status": 1}"#, &["/status type"]);
    assert_response(TAGGED, r#"{"status": "x", "at": 1}"#, &["/at unknown", "/status enum"]);
}

#[test]
fn a_condition_on_an_absent_member_holds() {
    assert_response(TAGGED, r#"{"at": 1}"#, &["/status required"]);
    assert_response(TAGGED, "{}", &["/at required", "/status required"]);
}

#[test]
fn a_condition_may_ask_what_is_there() {
    let schema = r#"{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}"#;
    assert_response(schema, r#"{"a": 1, "b": 1}"#, &[]);
    assert_response(schema, r#"{"a": 1}"#, &["/b required"]);
    assert_response(schema, r#"{"b": 1}"#, &["/c required"]);
}

#[test]
fn without_the_branch_nothing_is_asked() {
    assert_response(r#"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#, r#"{"c": 1}"#, &[]);
    assert_response(r#"{"if": {"required": ["a"]}, "else": {"required": ["b"]}}"#, r#"{"a": 1}"#, &[]);
}

#[test]
fn conditions_nest_and_repeat_without_repeating_findings() {
    let schema = r#"{"if": {"required": ["a"]}, "then": {}, "else":
        {"if": {"required": ["b"]}, "then": {"anyOf": [{"required": ["c"]}, {"required": ["d"]}]}}}"#;
    assert_response(schema, r#"{"a": 1, "b": 1}"#, &[]);
    assert_response(schema, r#"{"b": 1, "d": 1}"#, &[]);
    assert_response(schema, r#"{"b": 1}"#, &[" any-of"]);
    let twice = r#"{"required": ["a"], "allOf": [{"required": ["a"]}, {"required": ["a", "b"]}]}"#;
    assert_response(twice, "{}", &["/a required", "/b required"]);
}

#[test]
fn a_branch_cannot_widen_a_closed_base() {
    let schema = r#"{"additionalProperties": false, "properties": {"a": {}},
        "allOf": [{"if": {"required": ["a"]}, "then": {"properties": {"b": {"type": "u8"}}}}]}"#;
    assert_response(schema, r#"{"a": 1, "b": 1}"#, &["/b unknown"]);
}
