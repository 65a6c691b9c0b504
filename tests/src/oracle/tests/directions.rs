//! Who writes decides: commands, notifications, hooks, and older nodes.

use super::super::{Options, Side};
use super::found;

const SCHEMA: &str = r#"{"properties": {"amount": {"type": "msat"}, "note": {}}}"#;

#[track_caller]
fn assert_found(kind: &str, side: Side, instance: &str, expected: &[&str]) {
    assert_since(None, kind, side, instance, expected);
}

#[track_caller]
fn assert_since(since: Option<&str>, kind: &str, side: Side, instance: &str, expected: &[&str]) {
    let file = format!(r#"{{"{kind}": "test", "request": {SCHEMA}, "response": {SCHEMA}}}"#);
    let options = since.map_or_else(Options::default, Options::since);
    assert_eq!(found(&file, side, instance, &options), expected, "{kind} {side:?} {instance}");
}

#[test]
fn what_the_node_writes() {
    let node_writes = [("rpc", Side::Response), ("notification", Side::Response), ("hook", Side::Request)];
    for (kind, side) in node_writes {
        assert_found(kind, side, r#"{"amount": 1000, "note": null, "unknown": 1}"#, &[]);
        assert_found(kind, side, r#"{"amount": "1000msat"}"#, &["/amount type"]);
        assert_found(kind, side, r#"{"amount": -1}"#, &["/amount range"]);
        assert_found(kind, side, r#"{"amount": null}"#, &["/amount type"]);
        assert_found(kind, side, "[1000]", &[" type"]);
        assert_found(kind, side, r#""x""#, &[" type"]);
    }
}

#[test]
fn what_the_user_writes() {
    for (kind, side) in [("rpc", Side::Request), ("notification", Side::Request), ("hook", Side::Response)] {
        assert_found(kind, side, r#"{"amount": 1000}"#, &[]);
        assert_found(kind, side, r#"{"amount": "1sat"}"#, &[]);
        assert_found(kind, side, r#"{"amount": "1"}"#, &[]);
        let null: &[&str] = if kind == "rpc" { &["/note null"] } else { &[] };
        assert_found(kind, side, r#"{"amount": 1, "note": null}"#, null);
        assert_found(kind, side, r#"{"amount": "1x"}"#, &["/amount format"]);
        assert_found(kind, side, r#"{"unknown": 1}"#, &["/unknown unknown"]);
    }
}

#[test]
fn only_a_command_takes_positions() {
    assert_found("rpc", Side::Request, r#"["1sat"]"#, &[]);
    assert_found("hook", Side::Response, r#"["1sat"]"#, &[" type"]);
    assert_found("notification", Side::Request, "[]", &[" type"]);
}

#[test]
fn old_nodes_write_amounts_as_strings() {
    let side = Side::Response;
    assert_since(Some("v23.02.2"), "rpc", side, r#"{"amount": "1000msat"}"#, &[]);
    assert_since(Some("v23.02.2"), "rpc", side, r#"{"amount": 1000}"#, &[]);
    for other in ["1000", "1sat", "1.000msat", "msat"] {
        let instance = format!(r#"{{"amount": "{other}"}}"#);
        assert_since(Some("v23.02.2"), "rpc", side, &instance, &["/amount format"]);
    }
    assert_since(Some("v23.05"), "rpc", side, r#"{"amount": "1000msat"}"#, &["/amount type"]);
}

#[track_caller]
fn assert_required(schema: &str, instance: &str, since: &str, expected: &[&str]) {
    let file = format!(r#"{{"rpc": "test", "response": {schema}}}"#);
    assert_eq!(found(&file, Side::Response, instance, &Options::since(since)), expected, "{since}");
}

#[test]
fn older_nodes_lack_newer_fields() {
    let schema = r#"{"required": ["a", "b", "c"], "properties": {
        "a": {}, "b": {"added": "v23.11"}, "c": {"added": "pre-v0.10.1"}}}"#;
    assert_required(schema, "{}", "v24.02", &["/a required", "/b required", "/c required"]);
    assert_required(schema, "{}", "v23.11", &["/a required", "/b required", "/c required"]);
    assert_required(schema, "{}", "v23.08.1", &["/a required", "/c required"]);
    assert_required(schema, "{}", "v9.99", &["/a required", "/c required"]);
}

#[test]
fn a_branch_may_require_what_the_base_says_was_added() {
    let schema = r#"{"properties": {"b": {"added": "v23.11"}, "c": {}}, "allOf": [
        {"if": {"required": ["b"]}, "then": {"required": ["c"]}, "else": {"required": ["b"]}}]}"#;
    assert_required(schema, "{}", "v23.11", &["/b required"]);
    assert_required(schema, "{}", "v23.08", &[]);
    assert_required(schema, r#"{"b": 1}"#, "v23.08", &["/c required"]);
}

#[test]
fn versions_hold_for_elements_too() {
    let schema = r#"{"properties": {"l": {"items": {"required": ["a", "b"], "properties": {
        "a": {}, "b": {"added": "v23.11"}}}}}}"#;
    assert_required(schema, r#"{"l": [{}]}"#, "v23.11", &["/l/0/a required", "/l/0/b required"]);
    assert_required(schema, r#"{"l": [{}]}"#, "v23.08", &["/l/0/a required"]);
}
