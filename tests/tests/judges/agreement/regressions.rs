//! Disagreements that were found, and what all must say of them now.

use cln_tests::oracle::Side;

use crate::agreement::judges::{Case, engine};
use crate::agreement::subjects::Subject;

const HOOK: &str = r#"{
    "hook": "answers",
    "request": {},
    "response": {
        "properties": {"return": {"type": "object"}, "result": {"type": "string"}},
        "oneOf": [
            {"required": ["result"]},
            {"required": ["return"], "properties": {"return": {"required": ["code"], "properties": {"code": {"type": "u8"}}}}}
        ]
    }
}"#;

const RESULT: &str = r#"{
    "rpc": "results",
    "request": {"properties": {"any": {}, "id": {"oneOf": [{"type": "string"}, {"type": "null"}]}}},
    "response": {
        "additionalProperties": false,
        "properties": {
            "amount_msat": {"type": "msat"},
            "percent": {"type": "number", "minimum": -5, "maximum": 100},
            "nothing": {"type": "null"}
        }
    }
}"#;

/// The oracle, the engine from memory and from a stream, and, for the verdict, the exported schema.
#[track_caller]
fn assert_found(schema: &str, side: Side, instance: &str, expected: &[(&str, &str)]) {
    let subject = Subject::new("none", "schema.json".to_owned(), schema.to_owned());
    let expected: Vec<_> = expected.iter().map(|(pointer, rule)| ((*pointer).to_owned(), (*rule).to_owned())).collect();
    assert_eq!(subject.oracle(side, instance), expected, "the oracle");
    let case = Case { subject: &subject, side, origin: "a regression", instance: instance.to_owned() };
    let [found] = engine(&[case]).try_into().unwrap();
    assert_eq!(found, [expected.clone(), expected.clone()], "the engine");
    let is_seen = !expected.iter().any(|(_, rule)| rule == "duplicate");
    if let (Ok(value), true) = (serde_json::from_str(instance), is_seen) {
        assert_eq!(subject.validator(side).is_valid(&value), expected.is_empty(), "the exported schema");
    }
}

#[test]
fn an_alternative_without_a_type_says_nothing_of_other_kinds() {
    assert_found(HOOK, Side::Response, r#"{"return":[]}"#, &[("/return", "type")]);
    assert_found(HOOK, Side::Response, r#"{"return":{}}"#, &[("", "one-of")]);
    assert_found(HOOK, Side::Response, r#"{"return":{"code":1}}"#, &[]);
}

#[test]
fn null_is_a_type() {
    assert_found(RESULT, Side::Response, r#"{"nothing":null}"#, &[]);
    assert_found(RESULT, Side::Response, r#"{"nothing":1}"#, &[("/nothing", "type")]);
    assert_found(RESULT, Side::Request, r#"{"id":true}"#, &[("/id", "one-of")]);
}

#[test]
fn a_string_is_no_amount_of_a_nodes() {
    for text in ["", "1 bit", "1sat", "18446744073709551616msat"] {
        assert_found(RESULT, Side::Response, &format!(r#"{{"amount_msat":"{text}"}}"#), &[("/amount_msat", "type")]);
    }
}

#[test]
fn bounds_are_exact() {
    for (number, rule) in [("100.5", "maximum"), ("1e400", "maximum"), ("-5.5", "minimum")] {
        assert_found(RESULT, Side::Response, &format!(r#"{{"percent":{number}}}"#), &[("/percent", rule)]);
    }
    assert_found(RESULT, Side::Response, r#"{"percent":1e2}"#, &[]);
}

#[test]
fn a_name_twice_is_found_in_what_is_wrong_anyway() {
    let twice = r#"{"a":1,"a":1}"#;
    let at = |pointer, inner| [(pointer, "type"), (inner, "duplicate")];
    assert_found(RESULT, Side::Response, &format!("[{twice}]"), &at("", "/0/a"));
    assert_found(
        RESULT,
        Side::Response,
        &format!(r#"{{"amount_msat":{twice}}}"#),
        &at("/amount_msat", "/amount_msat/a"),
    );
    assert_found(RESULT, Side::Request, &format!(r#"{{"id":{twice}}}"#), &[("/id", "one-of"), ("/id/a", "duplicate")]);
    assert_found(RESULT, Side::Request, &format!("[1,null,{twice}]"), &[("/2", "arity"), ("/2/a", "duplicate")]);
}
