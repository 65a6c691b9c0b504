//! Enums of alternatives by themselves: serde's traits and JSON Schema.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod node {
    cln_runtime::include_bindings!();
}

use node::{AlternativesId, AlternativesReason, AlternativesTargets};
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
