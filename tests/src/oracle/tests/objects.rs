//! Keywords about members: `required`, `unknown`, and groups of parameters.

use super::super::{Options, Side};
use super::{assert_request, assert_response, found};

#[test]
fn required() {
    let schema = r#"{"required": ["a"], "properties": {"a": {"required": ["b/c"], "properties": {"b/c": {}}}}}"#;
    assert_response(schema, r#"{"a": {"b/c": null}}"#, &[]);
    assert_response(schema, "{}", &["/a required"]);
    assert_response(schema, r#"{"a": {}}"#, &["/a/b~1c required"]);
}

#[test]
fn unknown_in_a_response_only_where_the_schema_closes_the_object() {
    let item = r#"{"type": "object", "additionalProperties": false, "properties": {"x": {}}}"#;
    let open = format!(r#"{{"properties": {{"a": {{"type": "array", "items": {item}}}}}}}"#);
    assert_response(&open, r#"{"a": [{"x": 1}], "z": 1}"#, &[]);
    assert_response(&open, r#"{"a": [{"y": 1, "z/": 1}]}"#, &["/a/0/y unknown", "/a/0/z~1 unknown"]);
    assert_response(r#"{"additionalProperties": false}"#, r#"{"warning": ""}"#, &["/warning unknown"]);
    assert_response(r#"{"additionalProperties": true}"#, r#"{"a": 1}"#, &[]);
}

#[test]
fn unknown_in_a_request_unless_the_schema_opens_it() {
    let schema = r#"{"properties": {"a": {"type": "object", "properties": {"x": {}}}}}"#;
    assert_request(schema, r#"{"a": {"x": 1, "y": 1}}"#, &[]);
    assert_request(schema, r#"{"b": 1}"#, &["/b unknown"]);
    assert_request(r#"{"additionalProperties": false}"#, r#"{"b": null}"#, &["/b unknown"]);
    assert_request(r#"{"additionalProperties": true}"#, r#"{"b": 1}"#, &[]);
}

#[test]
fn properties_may_be_named_like_keywords() {
    let schema = r#"{"required": ["type"], "additionalProperties": false, "properties": {
        "type": {"type": "string", "enum": ["required"]}, "required": {"type": "u8"},
        "items": {"type": "object", "additionalProperties": false, "properties": {"properties": {}}}}}"#;
    assert_response(schema, r#"{"type": "required", "required": 1, "items": {"properties": 1}}"#, &[]);
    assert_response(
        schema,
        r#"{"required": [], "items": {"enum": 1}}"#,
        &["/items/enum unknown", "/required type", "/type required"],
    );
}

const PAIRED: &str = r#"{"properties": {"a": {}, "b": {}, "c": {}, "d": {}}, "pairedWith": [["a", "b", "c"]]}"#;

#[test]
fn paired() {
    assert_request(PAIRED, r#"{"d": 1}"#, &[]);
    assert_request(PAIRED, r#"{"c": 1, "b": 1, "a": 1}"#, &[]);
    assert_request(PAIRED, r#"{"a": 1, "c": 1}"#, &["/b paired"]);
    assert_request(PAIRED, r#"{"b": 1}"#, &["/a paired", "/c paired"]);
}

#[test]
fn pairing_can_be_overridden() {
    let file = format!(r#"{{"rpc": "test", "request": {PAIRED}}}"#);
    let options = Options { skip_pairing: true, ..Options::default() };
    assert_eq!(found(&file, Side::Request, r#"{"b": 1}"#, &options), Vec::<String>::new());
}

#[test]
fn exclusive() {
    let schema = r#"{"properties": {"a": {}, "b": {}, "c": {}}, "oneOfMany": [["a", "b", "c"]]}"#;
    assert_request(schema, "{}", &[]);
    assert_request(schema, r#"{"b": 1}"#, &[]);
    assert_request(schema, r#"{"b": 1, "a": 1}"#, &["/b exclusive"]);
    assert_request(schema, r#"{"c": 1, "b": 1, "a": 1}"#, &["/b exclusive", "/c exclusive"]);
}

#[test]
fn dependent() {
    let schema = r#"{"properties": {"p": {}, "q": {}, "r": {}}, "dependentUpon": {"p": ["q", "r"]}}"#;
    assert_request(schema, r#"{"p": 1}"#, &[]);
    assert_request(schema, r#"{"p": 1, "q": 1}"#, &[]);
    assert_request(schema, r#"{"q": 1}"#, &["/q dependent"]);
    assert_request(schema, r#"{"q": 1, "r": 1}"#, &["/q dependent", "/r dependent"]);
}
