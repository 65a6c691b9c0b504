//! Strict validation: the same name twice, wherever it stands.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{Every, HASH, SampleRequest, SampleResponse, one, params, verdict};
use cln_runtime::Rule;

#[test]
fn a_known_name_twice_breaks_duplicate() {
    assert_eq!(verdict::<SampleRequest>(params(r#","mode":"failed""#)), one(Rule::Duplicate, "/mode"));
    assert_eq!(verdict::<SampleRequest>(params(r#","m\u006fde":"failed""#)), one(Rule::Duplicate, "/mode"));
}

#[test]
fn an_unknown_name_twice_breaks_duplicate() {
    let json = r#"{"payments":[],"new":1,"new":1}"#;
    assert_eq!(verdict::<SampleResponse>(json), one(Rule::Duplicate, "/new"));
}

#[test]
fn a_name_twice_inside_a_value_of_the_wrong_kind_breaks_duplicate() {
    let cases = [
        (r#"[{"a":1,"a":2}]"#, vec![(Rule::Type, ""), (Rule::Duplicate, "/0/a")]),
        (r#"{"payments":{"a":1,"a":2}}"#, vec![(Rule::Type, "/payments"), (Rule::Duplicate, "/payments/a")]),
        (r#"{"payments":[],"time":{"a":1,"a":2}}"#, vec![(Rule::Type, "/time"), (Rule::Duplicate, "/time/a")]),
    ];
    for (json, expected) in cases {
        let expected: Vec<_> = expected.into_iter().map(|(rule, pointer)| (rule, pointer.to_owned())).collect();
        assert_eq!(verdict::<SampleResponse>(json), expected, "{json}");
    }
    let maps = r#"{"string_map":{"a":{"b":1,"b":1}},"outputdesc":[{"c":1,"c":1}],"msat":{"d":1,"d":1}}"#;
    let expected = [
        (Rule::Type, "/string_map/a"),
        (Rule::Duplicate, "/string_map/a/b"),
        (Rule::Type, "/outputdesc"),
        (Rule::Duplicate, "/outputdesc/0/c"),
        (Rule::Type, "/msat"),
        (Rule::Duplicate, "/msat/d"),
    ];
    assert_eq!(verdict::<Every>(maps), expected.map(|(rule, pointer)| (rule, pointer.to_owned())));
    let scalar = r#"{"json_object_or_array":[{"a":1,"a":1}]}"#;
    assert_eq!(verdict::<Every>(scalar), one(Rule::Duplicate, "/json_object_or_array/0/a"));
}

#[test]
fn a_name_twice_in_a_parameter_too_many_breaks_duplicate() {
    let json = format!(r#"["{HASH}","failed",null,null,null,null,null,null,{{"a":1,"a":1}}]"#);
    let expected = [(Rule::Arity, "/8"), (Rule::Duplicate, "/8/a")];
    assert_eq!(verdict::<SampleRequest>(json), expected.map(|(rule, pointer)| (rule, pointer.to_owned())));
}

#[test]
fn a_name_twice_inside_any_json_breaks_duplicate() {
    let json = params(r#","extra":[{"a":{"b":1,"b":2}},{"a":1,"a":[{"c":1,"c":1}]}]"#);
    let expected =
        ["/extra/0/a/b", "/extra/1/a", "/extra/1/a/0/c"].map(|pointer| (Rule::Duplicate, pointer.to_owned()));
    assert_eq!(verdict::<SampleRequest>(json), expected);
    let json = r#"{"payments":[],"new":{"a":1,"a":2}}"#;
    assert_eq!(verdict::<SampleResponse>(json), one(Rule::Duplicate, "/new/a"));
}
