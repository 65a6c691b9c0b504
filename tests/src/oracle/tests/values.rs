//! Keywords about single values: `enum`, lengths, sizes, bounds, `items`, alternatives.

use super::{assert_response, rules_of};

#[test]
fn enumeration() {
    let schema = r#"{"type": "string", "enum": ["a", "anchors/even", ""]}"#;
    assert_eq!(rules_of(schema, r#""anchors/even""#), "");
    assert_eq!(rules_of(schema, r#""""#), "");
    assert_eq!(rules_of(schema, r#""A""#), "enum");
    assert_eq!(rules_of(r#"{"type": "boolean", "enum": [true]}"#, "true"), "");
    assert_eq!(rules_of(r#"{"type": "boolean", "enum": [true]}"#, "false"), "enum");
    assert_eq!(rules_of(r#"{"type": "boolean", "enum": ["true"]}"#, "true"), "enum");
    assert_eq!(rules_of(r#"{"enum": [1]}"#, "1"), "");
    assert_eq!(rules_of(r#"{"enum": [1]}"#, "1.0"), "enum");
    assert_eq!(rules_of(r#"{"enum": [1]}"#, r#""1""#), "enum");
}

#[test]
fn lengths_are_in_characters() {
    let schema = r#"{"type": "string", "minLength": 2, "maxLength": 3}"#;
    assert_eq!(rules_of(schema, r#""éé""#), "");
    assert_eq!(rules_of(schema, r#""\ud83d\ude00éé""#), "");
    assert_eq!(rules_of(schema, r#""é""#), "min-length");
    assert_eq!(rules_of(schema, r#""abcd""#), "max-length");
    let hex = r#"{"type": "hex", "minLength": 4, "maxLength": 4}"#;
    assert_eq!(rules_of(hex, r#""0011""#), "");
    assert_eq!(rules_of(hex, r#""00""#), "min-length");
    assert_eq!(rules_of(hex, r#""001""#), "format min-length");
    assert_eq!(rules_of(hex, r#""001122""#), "max-length");
}

#[test]
fn sizes() {
    let schema = r#"{"type": "array", "minItems": 1, "maxItems": 2}"#;
    assert_eq!(rules_of(schema, "[1]"), "");
    assert_eq!(rules_of(schema, "[1, 2]"), "");
    assert_eq!(rules_of(schema, "[]"), "min-items");
    assert_eq!(rules_of(schema, "[1, 2, 3]"), "max-items");
}

#[test]
fn bounds() {
    let schema = r#"{"type": "number", "minimum": -1.5, "maximum": 100}"#;
    for inside in ["-1.5", "-15e-1", "-0.0", "0", "1e2", "100.0", "1e-400", "0e999999999999999999999"] {
        assert_eq!(rules_of(schema, inside), "", "{inside}");
    }
    for below in ["-1.500000000000000000001", "-2", "-1e400"] {
        assert_eq!(rules_of(schema, below), "minimum", "{below}");
    }
    for above in ["100.000000000000000000001", "101", "1e400", "1e99999999999999999999999999999999999999999"] {
        assert_eq!(rules_of(schema, above), "maximum", "{above}");
    }
    let rate = r#"{"type": "u32", "minimum": 253}"#;
    assert_eq!(rules_of(rate, "253"), "");
    assert_eq!(rules_of(rate, "252"), "minimum");
    assert_eq!(rules_of(rate, "-1"), "minimum range");
}

#[test]
fn elements() {
    let schema = r#"{"properties": {"a": {"type": "array", "items": {"type": "array", "items": {"type": "u8"}}}}}"#;
    assert_response(schema, r#"{"a": [[1, 2], []]}"#, &[]);
    assert_response(schema, r#"{"a": [[1, 256], 3, ["x"]]}"#, &["/a/0/1 range", "/a/1 type", "/a/2/0 type"]);
}

#[test]
fn one_arm_of_one_of_has_to_fit_and_several_may() {
    let schema = r#"{"oneOf": [{"type": "string"}, {"type": "hex"}, {"type": "array", "items": {"type": "u8"}}]}"#;
    assert_eq!(rules_of(schema, r#""xy""#), "");
    assert_eq!(rules_of(schema, r#""00""#), "");
    assert_eq!(rules_of(schema, "[1]"), "");
    assert_eq!(rules_of(schema, "1"), "one-of");
    assert_eq!(rules_of(schema, "[256]"), "one-of");
}

#[test]
fn one_arm_of_any_of_has_to_fit() {
    let schema = r#"{"anyOf": [{"required": ["x"]}, {"required": ["y"]}]}"#;
    assert_eq!(rules_of(schema, r#"{"x": 1, "y": 1}"#), "");
    assert_eq!(rules_of(schema, r#"{"y": 1}"#), "");
    assert_eq!(rules_of(schema, r#"{"z": 1}"#), "any-of");
    assert_eq!(rules_of(schema, "1"), "");
}
