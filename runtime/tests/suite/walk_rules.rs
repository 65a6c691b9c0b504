//! Strict validation: each rule, where it is broken, and in which order.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{Every, HASH, Payment, SampleRequest, SampleResponse, one, params, response, verdict};
use cln_runtime::__private::Reflect;
use cln_runtime::{Record, Rule, validate};

#[test]
fn what_keeps_to_the_rules_passes() {
    assert_eq!(verdict::<SampleRequest>(params("")), []);
    assert_eq!(verdict::<SampleRequest>(params(r#","partid":0,"groupid":8789338917165744446,"tags":["ab"]"#)), []);
    assert_eq!(verdict::<SampleResponse>(response(r#","level":255,"delta":-5,"note":"""#)), []);
    assert_eq!(verdict::<SampleResponse>(r#" {"payments":[],"time":1.50} "#), []);
}

#[test]
fn another_kind_of_value_breaks_type() {
    for value in ["1", "true", "[]", "{}"] {
        assert_eq!(
            verdict::<SampleResponse>(response(&format!(r#","note":{value}"#))),
            one(Rule::Type, "/payments/0/note")
        );
    }
    for (json, pointer) in
        [("[]", ""), ("1", ""), (r#"{"payments":{}}"#, "/payments"), (r#"{"payments":[[]]}"#, "/payments/0")]
    {
        assert_eq!(verdict::<SampleResponse>(json), one(Rule::Type, pointer), "{json}");
    }
}

#[test]
fn a_hash_one_digit_short_breaks_format() {
    let short = params("").replace(HASH, &HASH[1..]);
    assert_eq!(verdict::<SampleRequest>(short), one(Rule::Format, "/payment_hash"));
    let no_hex = params("").replace(HASH, &format!("x{}", &HASH[1..]));
    assert_eq!(verdict::<SampleRequest>(no_hex), one(Rule::Format, "/payment_hash"));
}

#[test]
fn points_and_exponents_break_integer() {
    for value in ["1.5", "1.0", "1e3"] {
        assert_eq!(verdict::<SampleRequest>(params(&format!(r#","amount":{value}"#))), one(Rule::Integer, "/amount"));
    }
}

#[test]
fn integers_beyond_their_width_break_range() {
    for (name, value) in [("level", "256"), ("level", "-1"), ("id", "18446744073709551616")] {
        let json = response("").replace(r#""id":1,"#, r#""id":1,"level":1,"delta":1,"#);
        let old = format!(r#""{name}":1"#);
        let broken = json.replacen(&old, &format!(r#""{name}":{value}"#), 1);
        assert_ne!(json, broken);
        assert_eq!(verdict::<SampleResponse>(broken), one(Rule::Range, &format!("/payments/0/{name}")));
    }
}

#[test]
fn a_value_beyond_its_width_breaks_its_bounds_too() {
    let broken = response("").replace(r#""id":1,"#, r#""id":1,"delta":9223372036854775808,"#);
    let delta = "/payments/0/delta".to_owned();
    assert_eq!(verdict::<SampleResponse>(broken), [(Rule::Range, delta.clone()), (Rule::Maximum, delta)]);
}

#[test]
fn a_value_that_is_not_listed_breaks_enum() {
    assert_eq!(verdict::<SampleRequest>(params("").replace("failed", "FAILED")), one(Rule::Enum, "/mode"));
    let open = response("").replace("done", "new");
    assert_eq!(verdict::<SampleResponse>(open), one(Rule::Enum, "/payments/0/state"));
}

#[test]
fn an_enum_value_that_is_no_string_breaks_type() {
    assert_eq!(verdict::<SampleRequest>(params("").replace(r#""failed""#, "1")), one(Rule::Type, "/mode"));
}

#[test]
fn every_missing_field_breaks_required_in_schema_order() {
    let expected =
        ["id", "payment_hash", "state", "amount_msat"].map(|name| (Rule::Required, format!("/payments/0/{name}")));
    assert_eq!(verdict::<SampleResponse>(r#"{"payments":[{}]}"#), expected);
    assert_eq!(verdict::<SampleResponse>("{}"), one(Rule::Required, "/payments"));
}

#[test]
fn a_stranger_breaks_unknown_where_the_object_is_closed() {
    assert_eq!(verdict::<SampleRequest>(params(r#","new":1"#)), one(Rule::Unknown, "/new"));
    assert_eq!(verdict::<SampleResponse>(response(r#","new":1"#)), one(Rule::Unknown, "/payments/0/new"));
    assert_eq!(verdict::<SampleResponse>(r#"{"payments":[],"new":1}"#), []);
}

#[test]
fn a_named_null_breaks_null() {
    for name in ["partid", "extra", "tags", "rune"] {
        let groups = if name == "partid" { r#","groupid":1"# } else { "" };
        let json = params(&format!(r#","{name}":null{groups}"#));
        assert_eq!(verdict::<SampleRequest>(json), one(Rule::Null, &format!("/{name}")));
    }
    assert_eq!(verdict::<SampleRequest>(params("").replace(r#""failed""#, "null")), one(Rule::Null, "/mode"));
}

#[test]
fn null_in_what_a_node_writes_breaks_type() {
    assert_eq!(verdict::<SampleResponse>(response(r#","note":null"#)), one(Rule::Type, "/payments/0/note"));
}

#[test]
fn half_a_pair_breaks_paired_at_what_is_missing() {
    assert_eq!(verdict::<SampleRequest>(params(r#","partid":1"#)), one(Rule::Paired, "/groupid"));
    assert_eq!(verdict::<SampleRequest>(params(r#","groupid":1"#)), one(Rule::Paired, "/partid"));
}

#[test]
fn a_group_of_three_lists_all_that_is_missing() {
    let expected = [(Rule::Paired, "/flag".to_owned()), (Rule::Paired, "/u8".to_owned())];
    assert_eq!(verdict::<Every>(r#"{"i64":1}"#), expected);
}

#[test]
fn lengths_count_characters() {
    for (tags, rule, pointer) in [
        (r#"["ä"]"#, Some(Rule::MinLength), "/tags/0"),
        (r#"["ää"]"#, None, ""),
        (r#"["ab","\u00e4\u00e4äää"]"#, None, ""),
        (r#"["ab","ääääää"]"#, Some(Rule::MaxLength), "/tags/1"),
    ] {
        let expected = rule.map_or_else(Vec::new, |rule| one(rule, pointer));
        assert_eq!(verdict::<SampleRequest>(params(&format!(r#","tags":{tags}"#))), expected, "{tags}");
    }
}

#[test]
fn bounds_hold_for_scalars_of_several_kinds() {
    let prefix = r#"{"flag":true,"i64":1,"u8":1,"#;
    for (member, rule) in [
        (r#""short_scalar":"abcde"}"#, Rule::MaxLength),
        (r#""short_scalar":"\u0061"}"#, Rule::MinLength),
        (r#""low_proof":4}"#, Rule::Maximum),
        (r#""low_proof":-3.5}"#, Rule::Minimum),
    ] {
        let found = verdict::<Every>(format!("{prefix}{member}"));
        assert_eq!(found.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), [rule], "{member}");
    }
    assert_eq!(verdict::<Every>(format!(r#"{prefix}"short_scalar":7,"low_proof":"abcdef"}}"#)), []);
}

#[test]
fn arrays_keep_to_their_lengths() {
    assert_eq!(verdict::<SampleRequest>(params(r#","tags":[]"#)), one(Rule::MinItems, "/tags"));
    let four = params(r#","tags":["ab","ab","ab","ab"]"#);
    assert_eq!(verdict::<SampleRequest>(four), one(Rule::MaxItems, "/tags"));
}

#[test]
fn integers_keep_to_their_bounds() {
    assert_eq!(verdict::<SampleResponse>(response(r#","delta":-6"#)), one(Rule::Minimum, "/payments/0/delta"));
    assert_eq!(verdict::<SampleResponse>(response(r#","delta":6"#)), one(Rule::Maximum, "/payments/0/delta"));
}

#[test]
fn bounds_are_exact_for_numbers_that_are_no_integers() {
    let delta = "/payments/0/delta".to_owned();
    let above = [(Rule::Integer, delta.clone()), (Rule::Maximum, delta.clone())];
    assert_eq!(verdict::<SampleResponse>(response(r#","delta":5.00000000000000000000000001"#)), above);
    assert_eq!(verdict::<SampleResponse>(response(r#","delta":0.5e1"#)), one(Rule::Integer, &delta));
}

#[test]
fn members_of_maps_are_judged_where_they_are() {
    let json = r#"{"string_map":{"a":"b","c/d":1,"e":[],"a":"f"},"outputdesc":{"x":1,"y":1.5,"z":"most"}}"#;
    let expected = [
        (Rule::Type, "/string_map/c~1d"),
        (Rule::Type, "/string_map/e"),
        (Rule::Duplicate, "/string_map/a"),
        (Rule::Integer, "/outputdesc/y"),
        (Rule::Format, "/outputdesc/z"),
    ];
    assert_eq!(verdict::<Every>(json), expected.map(|(rule, pointer)| (rule, pointer.to_owned())));
    assert_eq!(verdict::<Every>(r#"{"string_map":[],"outputdesc":"a"}"#).len(), 2);
}

#[test]
fn an_amount_as_a_string_breaks_type_where_nodes_write_integers() {
    let old = response("").replace(r#""amount_msat":5"#, r#""amount_msat":"5msat""#);
    assert_eq!(verdict::<SampleResponse>(old), one(Rule::Type, "/payments/0/amount_msat"));
    assert_eq!(verdict::<SampleRequest>(params(r#","amount":"5msat""#)), []);
    // Whatever the string says.
    let broken = response("").replace(r#""amount_msat":5"#, r#""amount_msat":"5 bit""#);
    assert_eq!(verdict::<SampleResponse>(broken), one(Rule::Type, "/payments/0/amount_msat"));
}

#[test]
fn what_is_not_json_breaks_json() {
    for json in
        ["", "{", r#"{"payments":[]}x"#, r#"{"payments":[],}"#, "\u{feff}{}", "{'payments':[]}", r#"{"payments":[01]}"#]
    {
        let found = verdict::<SampleResponse>(json);
        assert_eq!(found.last(), Some(&(Rule::Json, String::new())), "{json}");
    }
}

#[test]
fn violations_come_in_document_order() {
    let json = format!(
        r#"{{"time":"x","payments":[{{"state":1,"id":-1}},{{"zzz":1,"id":1,"payment_hash":"{HASH}","state":"new","amount_msat":5}}],"target/sub~command":2}}"#
    );
    let expected = [
        (Rule::Type, "/time"),
        (Rule::Type, "/payments/0/state"),
        (Rule::Range, "/payments/0/id"),
        (Rule::Required, "/payments/0/payment_hash"),
        (Rule::Required, "/payments/0/amount_msat"),
        (Rule::Unknown, "/payments/1/zzz"),
        (Rule::Enum, "/payments/1/state"),
        (Rule::Type, "/target~1sub~0command"),
    ];
    assert_eq!(verdict::<SampleResponse>(json), expected.map(|(rule, pointer)| (rule, pointer.to_owned())));
}

#[test]
fn messages_say_what_was_expected_and_found() {
    let json = response(r#","level":256,"mode":1"#).replace(HASH, "beef").replace("done", "new");
    let violations = SampleResponse::validate_json(json.as_bytes()).unwrap_err();
    let expected = r#"/payments/0/payment_hash: expected a string of 64 hex digits, found the string "beef" [format]
/payments/0/state: expected "pending" or "done", found the string "new" [enum]
/payments/0/level: expected an integer from 0 to 255, found the number 256 [range]
/payments/0/mode: no field "mode" is known here [unknown]"#;
    assert_eq!(violations.to_string(), expected);
    let violations = SampleRequest::validate_json(b"[]").unwrap_err();
    assert_eq!(
        violations.iter().next().unwrap().message(),
        r#"expected "payment_hash", which is required; found nothing"#
    );
}

#[test]
fn bytes_decoding_and_typed_values_are_judged_alike() {
    let mut payment = Payment::from_json_strict(payment_json("").as_bytes()).unwrap();
    payment.delta = Some(6);
    payment.seeds = Some(vec!["a".into(), "b".into(), "c".into()]);
    let typed = validate(&payment).unwrap_err();
    let json = payment.to_json();
    assert_eq!(Payment::validate_json(&json), Err(typed.clone()));
    assert_eq!(Payment::from_json_strict(&json), Err(typed.clone()));
    let rules: Vec<Rule> = typed.iter().map(cln_runtime::Violation::rule).collect();
    assert_eq!(rules, [Rule::Maximum, Rule::MaxItems]);
}

#[test]
fn a_typed_request_with_half_a_pair_is_not_valid() {
    let mut request = SampleRequest::from_json(params("").as_bytes()).unwrap();
    assert_eq!(validate(&request), Ok(()));
    request.partid = Some(1);
    let violations = validate(&request).unwrap_err();
    let pointers: Vec<&str> = violations.iter().map(cln_runtime::Violation::pointer).collect();
    assert_eq!(pointers, ["/groupid"]);
}

#[test]
fn a_record_takes_no_scalar() {
    let mut request = SampleRequest::from_json(params("").as_bytes()).unwrap();
    assert!(request.put(cln_runtime::__private::Token::Null).is_err());
}

fn payment_json(members: &str) -> String {
    format!(r#"{{"id":1,"payment_hash":"{HASH}","state":"done","amount_msat":5{members}}}"#)
}
