//! JSON Schemas of the domain types.
#![cfg(feature = "schemars")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use cln_runtime::rules::ScalarKind;
use cln_runtime::{
    Feerate, Hash, Json, JsonScalar, Msat, MsatOrAll, Number, OutputDesc, PublicKey, Sat, Sensitive, StringMap,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    assert!(T::inline_schema());
    T::json_schema(&mut SchemaGenerator::default()).to_value()
}

fn text_or_integer(kind: ScalarKind, maximum: u64) -> Value {
    json!({ "type": ["integer", "string"], "minimum": 0, "maximum": maximum, "pattern": kind.pattern().unwrap() })
}

#[test]
fn text_types_have_patterns() {
    assert_eq!(schema::<Hash>(), json!({ "type": "string", "pattern": "^([0-9a-fA-F]{64})$" }));
    assert_eq!(schema::<PublicKey>(), json!({ "type": "string", "pattern": "^(0[23][0-9a-fA-F]{64})$" }));
    assert_eq!(schema::<Sensitive<Hash>>(), schema::<Hash>());
    assert_eq!(Sensitive::<Hash>::schema_name(), "Hash");
    assert_eq!(Hash::schema_id(), "cln_runtime::Hash");
}

#[test]
fn amounts_are_integers_or_strings() {
    for (schema, kind) in [
        (schema::<Msat>(), ScalarKind::Msat),
        (schema::<MsatOrAll>(), ScalarKind::MsatOrAll),
        (schema::<Sat>(), ScalarKind::Sat),
    ] {
        assert_eq!(schema, text_or_integer(kind, u64::MAX));
    }
    let outputs = text_or_integer(ScalarKind::SatOrAll, u64::MAX);
    assert_eq!(schema::<OutputDesc>(), json!({ "type": "object", "additionalProperties": outputs }));
}

#[test]
fn feerates_are_integers_or_strings() {
    assert_eq!(schema::<Feerate>(), text_or_integer(ScalarKind::Feerate, u64::from(u32::MAX)));
}

#[test]
fn json_is_anything() {
    assert_eq!(schema::<Json>(), json!({}));
    assert_eq!(schema::<Number>(), json!({ "type": "number" }));
    assert_eq!(schema::<JsonScalar>(), json!({ "type": ["string", "number", "null"] }));
    assert_eq!(schema::<StringMap>(), json!({ "type": "object", "additionalProperties": { "type": "string" } }));
}
