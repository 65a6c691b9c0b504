//! Enums of alternatives by themselves: serde's traits and JSON Schema.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::node::{
    AlternativesId, AlternativesLabel, AlternativesMark, AlternativesReason, AlternativesRequest, AlternativesTargets,
};
use cln_runtime::{Record, ShortChannelId};
use serde_json::json;

#[test]
fn what_a_user_writes_is_one_of_them() {
    let id: AlternativesId = serde_json::from_value(json!("1x2x3")).unwrap();
    assert_eq!(id, AlternativesId::ShortChannelId("1x2x3".parse().unwrap()));
    assert_eq!(serde_json::to_value(&id).unwrap(), json!("1x2x3"));
    let targets: AlternativesTargets = serde_json::from_str("[1, 255]").unwrap();
    assert_eq!(targets, AlternativesTargets::U8Array(vec![1, 255]));
    assert_eq!(serde_json::to_string(&targets).unwrap(), "[1,255]");

    let refused = serde_json::from_str::<AlternativesTargets>("[1, 256]").unwrap_err().to_string();
    assert_eq!(refused.matches("[one-of]").count(), 1, "{refused}");
    assert!(refused.starts_with("the whole value: expected "), "{refused}");
}

/// Constructors and setters take what the alternatives hold, so that literals need no names of variants.
#[test]
fn requests_are_made_of_what_the_alternatives_hold() {
    let request = |id: &str| AlternativesRequest::new(id);
    let json = |request: AlternativesRequest| String::from_utf8(request.to_json()).unwrap();
    let scid: ShortChannelId = "1x2x3".parse().unwrap();
    assert_eq!(json(AlternativesRequest::new(scid)), r#"{"id":"1x2x3"}"#);
    assert_eq!(json(AlternativesRequest::new(7_u32)), r#"{"id":7}"#);
    assert_eq!(json(request("a").with_label("x").with_mark("y".to_owned())), r#"{"id":"a","label":"x","mark":"y"}"#);
    assert_eq!(json(request("a").with_label(7).with_mark(8)), r#"{"id":"a","label":7,"mark":8}"#);
    assert_eq!(json(request("a").with_label(-7_i8).with_mark(8_u16)), r#"{"id":"a","label":-7,"mark":8}"#);
    let label = AlternativesLabel::String("z".to_owned());
    assert_eq!(json(request("a").with_label(label)), r#"{"id":"a","label":"z"}"#);
    // What a number cannot hold is the same text.
    assert_eq!(AlternativesLabel::from(u64::MAX), AlternativesLabel::String("18446744073709551615".to_owned()));
    assert_eq!(AlternativesMark::from(-1), AlternativesMark::String("-1".to_owned()));
    assert_eq!(AlternativesMark::from(u64::MAX), AlternativesMark::U64(u64::MAX));
    assert_eq!(AlternativesMark::from(["a", "b"].len()), AlternativesMark::U64(2));
    assert_eq!(AlternativesMark::from(-1_isize), AlternativesMark::String("-1".to_owned()));
    assert_eq!(
        json(request("a").with_weight(true).with_targets(vec![1, 2])),
        r#"{"id":"a","targets":[1,2],"weight":true}"#
    );
}

#[test]
fn what_a_node_writes_may_be_something_else() {
    let reason: AlternativesReason = serde_json::from_value(json!({"code": 5})).unwrap();
    assert!(matches!(&reason, AlternativesReason::Object(object) if object.code == 5), "{reason:?}");
    let other = json!({"new": [1]});
    let reason: AlternativesReason = serde_json::from_value(other.clone()).unwrap();
    assert!(matches!(reason, AlternativesReason::Unknown(_)), "{reason:?}");
    assert_eq!(serde_json::to_value(&reason).unwrap(), other);
}

#[test]
fn their_json_schema_accepts_what_they_take() {
    let schema = schemars::schema_for!(AlternativesTargets).to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (value, is_valid) in [(json!([1]), true), (json!(["ff"]), true), (json!("all"), true), (json!([256]), false)] {
        assert_eq!(validator.is_valid(&value), is_valid, "{value}");
    }
}
