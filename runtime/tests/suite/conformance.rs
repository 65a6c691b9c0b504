//! The replay of examples: it passes what is right and names what is wrong.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::sample::SampleRequest;
use cln_runtime::conformance::{Example, Suite};
use cln_runtime::json::Tree;
use cln_runtime::{MethodInfo, Rule, find_method};

static METHODS: &[MethodInfo] = &[MethodInfo::of::<SampleRequest>()];

const SUITE: Suite = Suite {
    method: &METHODS[0],
    positions: &["payment_hash", "mode", "partid", "groupid", "amount", "rune", "extra", "tags"],
};

const EXAMPLE: Example = Example {
    source: "sample.json#/examples/0",
    params: r#"{"payment_hash":"ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB","mode":"failed","amount":"1sat"}"#,
    canonical: r#"{"payment_hash":"abababababababababababababababababababababababababababababababab","mode":"failed","amount":1000}"#,
    result: r#"{"payments":[],"time":1.50}"#,
    positional: true,
    params_violations: &[],
    result_violations: &[],
};

/// What the suite says when it fails.
fn complaint(replay: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(replay)).unwrap_err();
    payload.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn an_example_that_conforms_passes() {
    SUITE.replay(&EXAMPLE);
}

#[test]
fn negatives_that_are_reported_as_they_should_pass() {
    SUITE.negatives(
        &EXAMPLE,
        r#"
["named", "/mode", "required"]
["named", "/partid", "paired /groupid", 1]
["positional", "/1", "enum", "new"]
["positional", "/8", "arity", 1]
["response", "/payments", "required"]
"#,
    );
}

#[test]
fn an_example_that_breaks_its_schema_as_pinned_passes() {
    SUITE.replay(&Example {
        params: "{}",
        params_violations: &[(Rule::Required, "/payment_hash"), (Rule::Required, "/mode")],
        result: r#"{"payments":1}"#,
        result_violations: &[(Rule::Type, "/payments")],
        ..EXAMPLE
    });
}

#[test]
fn a_violation_that_is_not_pinned_fails() {
    let said = complaint(|| SUITE.replay(&Example { result: r#"{"payments":1}"#, ..EXAMPLE }));
    assert!(said.starts_with("sample.json#/examples/0: 2 failed\n"), "{said}");
    assert!(said.contains(r#"result: expected no violation, found type at "/payments""#), "{said}");
}

#[test]
fn a_pinned_violation_that_is_gone_fails() {
    let said = complaint(|| SUITE.replay(&Example { params_violations: &[(Rule::Null, "/mode")], ..EXAMPLE }));
    assert!(said.contains(r#"params: expected null at "/mode", found no violation"#), "{said}");
}

#[test]
fn params_that_encode_differently_fail_by_name_and_by_position() {
    let canonical = r#"{"payment_hash":"abababababababababababababababababababababababababababababababab","mode":"failed","amount":"1sat"}"#;
    let said = complaint(|| SUITE.replay(&Example { canonical, ..EXAMPLE }));
    assert!(said.starts_with("sample.json#/examples/0: 2 failed\n"), "{said}");
    assert!(said.contains("params encode differently:"), "{said}");
}

#[test]
fn a_result_that_encodes_differently_fails() {
    let said = complaint(|| SUITE.replay(&Example { result: r#"{"payments":[],"new":1}"#, ..EXAMPLE }));
    assert!(said.contains("result encode differently:\n  {\"payments\":[]}\nexpected:"), "{said}");
}

#[test]
fn a_wrong_order_of_positions_fails() {
    let suite = Suite { positions: &["mode", "payment_hash", "partid", "groupid", "amount"], ..SUITE };
    let said = complaint(|| suite.replay(&EXAMPLE));
    assert!(said.contains("params do not decode: /0:"), "{said}");
}

#[test]
fn a_parameter_without_a_position_fails() {
    let suite = Suite { positions: &["payment_hash", "mode"], ..SUITE };
    let said = complaint(|| suite.replay(&EXAMPLE));
    assert!(said.contains("params have no positional form"), "{said}");
}

#[test]
fn a_negative_with_another_rule_fails_and_names_the_row() {
    let row = r#"["named", "/mode", "enum", 1]"#;
    let said = complaint(|| SUITE.negatives(&EXAMPLE, row));
    let expected = "sample.json#/examples/0: 1 failed\nnamed params with /mode = 1: expected enum at \"/mode\": found type at \"/mode\"";
    assert_eq!(said, expected);
}

#[test]
fn a_negative_that_is_not_noticed_fails() {
    let row = r#"["response", "/new", "unknown", 1]"#;
    let said = complaint(|| SUITE.negatives(&EXAMPLE, row));
    assert!(said.ends_with(r#"response with /new = 1: expected unknown at "/new": found no violation"#), "{said}");
}

#[test]
fn a_negative_that_breaks_more_than_it_should_fails() {
    let row = r#"["named", "", "type /mode", {"mode":1}]"#;
    let said = complaint(|| SUITE.negatives(&EXAMPLE, row));
    assert!(said.ends_with(r#"found type at "/mode", required at "/payment_hash""#), "{said}");
}

#[test]
fn an_edit_that_does_not_apply_fails() {
    for row in [r#"["named", "/groupid", "type"]"#, r#"["named", "/mode/x", "type", 1]"#] {
        let said = complaint(|| SUITE.negatives(&EXAMPLE, row));
        assert!(said.ends_with("the edit does not apply"), "{said}");
    }
}

#[test]
fn a_line_that_is_no_row_fails() {
    for row in
        ["x", "[]", r#"["named", "/mode"]"#, r#"["named", "/mode", "no such rule"]"#, r#"["x", "/mode", "type"]"#]
    {
        let said = complaint(|| SUITE.negatives(&EXAMPLE, row));
        assert!(said.ends_with(": no row"), "{said}");
    }
}

#[test]
fn only_the_rows_that_fail_are_named() {
    let rows = "[\"named\", \"/mode\", \"required\"]\n[\"named\", \"/amount\", \"required\"]";
    let said = complaint(|| SUITE.negatives(&EXAMPLE, rows));
    assert!(said.contains("1 failed") && said.contains("/amount") && !said.contains("/mode"), "{said}");
}

#[test]
fn equal_trees_have_equal_members_on_both_sides() {
    let tree = |json| Tree::parse(json).unwrap();
    assert_ne!(tree(r#"{"a":1,"a":1}"#), tree(r#"{"a":1,"b":2}"#));
    assert_ne!(tree(r#"{"a":1,"b":2}"#), tree(r#"{"a":1,"a":1}"#));
}

#[test]
fn a_method_is_found_by_its_name() {
    assert_eq!(find_method(METHODS, "sample").unwrap().name, "sample");
    assert!(find_method(METHODS, "other").is_none());
}

#[test]
fn a_method_judges_and_encodes_both_sides() {
    let method = &METHODS[0];
    assert!(method.validate_request(EXAMPLE.params.as_bytes()).is_ok());
    assert!(method.validate_request(b"{}").is_err());
    assert!(method.validate_response(b"{}").is_err());
    assert_eq!(method.reencode_request(EXAMPLE.params.as_bytes()).unwrap(), EXAMPLE.canonical.as_bytes());
    assert_eq!(method.reencode_response(br#"{"new":1,"payments":[]}"#).unwrap(), br#"{"payments":[]}"#);
    assert_eq!(method.reencode_request(b"[]").unwrap_err().rule(), Rule::Required);
}
