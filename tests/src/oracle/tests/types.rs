//! JSON kinds and numbers: `type`, `integer`, `range`.

use super::{assert_request, assert_type, rules_of};

#[test]
fn json_kinds() {
    assert_type("string", &[r#""""#, r#""x""#], "type", &["1", "true", "[]", "{}"]);
    assert_type("boolean", &["true", "false"], "type", &["0", r#""true""#]);
    assert_type("object", &["{}", r#"{"x": 1}"#], "type", &["[]", r#""x""#]);
    assert_type("array", &["[]", "[null]"], "type", &["{}", r#""x""#]);
    assert_type("number", &["0", "-0", "1e400", "1795180919.762698110"], "type", &[r#""1""#]);
    assert_type("json_object_or_array", &["[]", "{}"], "type", &["1", r#""x""#]);
    assert_type("json_scalar", &["1.5", r#""x""#], "type", &["[]", "{}", "true"]);
    assert_type("proof_field", &["1.5", r#""x""#], "type", &["[]", "true"]);
}

#[test]
fn null_is_a_kind_below_the_top() {
    let schema = |name| format!(r#"{{"properties": {{"a": {{"items": {{"type": "{name}"}}}}}}}}"#);
    assert_request(&schema("null"), r#"{"a": [null]}"#, &[]);
    assert_request(&schema("json_scalar"), r#"{"a": [null]}"#, &[]);
    for name in ["string", "u64", "msat", "proof_field", "hash"] {
        assert_request(&schema(name), r#"{"a": [null]}"#, &["/a/0 type"]);
    }
}

#[test]
fn no_type_is_any_json() {
    for any in ["1e9", r#""x""#, "[null]", "{}", "true"] {
        assert_eq!(rules_of("{}", any), "");
        assert_eq!(rules_of(r#"{"untyped": true, "type": "u8"}"#, any), "");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_nothing_else() {
    assert_eq!(rules_of(r#"{"type": "string", "enum": ["x"], "oneOf": [{"type": "string"}]}"#, "1"), "type");
    assert_eq!(rules_of(r#"{"type": "array", "items": {"type": "u8"}}"#, r#"{"x": "y"}"#), "type");
}

#[test]
fn integers_are_spelt_without_point_and_exponent() {
    for name in ["u8", "u16", "u32", "u64", "integer", "msat", "sat", "feerate"] {
        assert_type(name, &["0", "200"], "integer", &["1.0", "1.5", "1e0", "1E0", "-1e0", "1e400"]);
    }
}

#[test]
fn integers_have_a_range() {
    assert_type("u8", &["255"], "range", &["256", "-1", "-0"]);
    assert_type("u16", &["65535"], "range", &["65536", "-1", "-0"]);
    assert_type("u32", &["4294967295"], "range", &["4294967296", "-0"]);
    assert_type("feerate", &["4294967295"], "range", &["4294967296", "-1"]);
    for name in ["u64", "msat", "sat"] {
        let beyond_128_bits = "9".repeat(60);
        assert_type(name, &["18446744073709551615"], "range", &["18446744073709551616", "-1", &beyond_128_bits]);
    }
    let (least, greatest) = ("-9223372036854775808", "9223372036854775807");
    assert_type("integer", &[least, greatest, "-0"], "range", &["-9223372036854775809", "9223372036854775808"]);
}
