//! The top of a request: named `null`, and parameters by position.

use super::assert_request;

const SCHEMA: &str = r#"{"required": ["a", "b"], "pairedWith": [["c", "d"]], "properties": {
    "a": {"type": "u8"}, "b": {"type": "string", "enum": ["x"]}, "c": {}, "d": {"items": {"type": "u8"}}}}"#;

#[test]
fn a_parameter_named_null_is_that_and_nothing_else() {
    assert_request(SCHEMA, r#"{"a": null, "b": "x"}"#, &["/a null"]);
    assert_request(SCHEMA, r#"{"a": 1, "b": null}"#, &["/b null"]);
    assert_request(SCHEMA, r#"{"a": 1, "b": "x", "c": null, "d": [1]}"#, &["/c null"]);
    assert_request(r#"{"properties": {"a": {"type": "null"}}}"#, r#"{"a": null}"#, &["/a null"]);
    let alternatives = r#"{"properties": {"a": {"oneOf": [{"type": "u8"}, {"type": "string", "enum": ["x"]}]}}}"#;
    assert_request(alternatives, r#"{"a": null}"#, &["/a null"]);
}

#[test]
fn a_condition_does_not_take_null_for_the_value_it_asks_about() {
    let schema = r#"{"properties": {"a": {"enum": ["x"]}},
        "if": {"properties": {"a": {"enum": ["x"]}}}, "then": {"required": ["b"]}}"#;
    assert_request(schema, r#"{"a": "x"}"#, &["/b required"]);
    assert_request(schema, r#"{"a": null}"#, &["/a null"]);
}

#[test]
fn null_deeper_down_is_a_value() {
    assert_request(r#"{"properties": {"a": {"properties": {"b": {}}}}}"#, r#"{"a": {"b": null}}"#, &[]);
    assert_request(r#"{"properties": {"a": {"items": {"type": "u8"}}}}"#, r#"{"a": [null]}"#, &["/a/0 type"]);
}

#[test]
fn a_position_stands_for_a_name() {
    assert_request(SCHEMA, r#"[1, "x"]"#, &[]);
    assert_request(SCHEMA, r#"[1, "x", null, null]"#, &[]);
    assert_request(SCHEMA, r#"[1, "x", {}, [2]]"#, &[]);
    assert_request(SCHEMA, r#"[256, "y", 1, [1.0]]"#, &["/0 range", "/1 enum", "/3/0 integer"]);
}

#[test]
fn null_at_a_position_is_not_given() {
    assert_request(SCHEMA, r#"[null, "x"]"#, &["/0 required"]);
    assert_request(SCHEMA, "[1]", &["/1 required"]);
    assert_request(SCHEMA, r#"[1, "x", null, []]"#, &["/2 paired"]);
    assert_request(SCHEMA, r#"[1, "x", 1]"#, &["/3 paired"]);
}

#[test]
fn surplus_positions_are_one_violation() {
    assert_request(SCHEMA, r#"[1, "x", null, null, null, 6]"#, &["/4 arity"]);
    assert_request(r#"{"properties": {}}"#, "[null]", &["/0 arity"]);
    assert_request(r#"{"properties": {}}"#, "[]", &[]);
}

#[test]
fn names_that_begin_alike_keep_their_positions() {
    let schema = r#"{"properties": {"a": {"type": "u8"}, "ab": {"type": "u8"}, "a/b": {"type": "u8"}}}"#;
    assert_request(schema, r#"["", "", ""]"#, &["/0 type", "/1 type", "/2 type"]);
}

#[test]
fn parameters_are_an_object_or_an_array() {
    for neither in ["1", r#""x""#, "null", "true"] {
        assert_request("{}", neither, &[" type"]);
    }
}
