//! JSON Schemas of the domain types.
#![cfg(feature = "schemars")]

use cln_runtime::{
    Feerate, Hash, Json, JsonScalar, Msat, MsatOrAll, Number, OutputDesc, PublicKey, Sat, Sensitive, StringMap,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    assert!(T::inline_schema());
    T::json_schema(&mut SchemaGenerator::default()).to_value()
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
    let pattern = r"[0-9]+((msat|sat|btc)?|\.[0-9]{3}sat|\.([0-9]{8}|[0-9]{11})btc)";
    let amount =
        |pattern: &str| json!({ "type": ["integer", "string"], "minimum": 0, "maximum": u64::MAX, "pattern": pattern });
    assert_eq!(schema::<Msat>(), amount(&format!("^({pattern})$")));
    assert_eq!(schema::<MsatOrAll>(), amount(&format!("^({pattern}|all)$")));
    let pattern = r"([0-9]*000|0+)msat|[0-9]+((sat|btc)?|\.000sat|\.[0-9]{8}(000)?btc)";
    assert_eq!(schema::<Sat>(), amount(&format!("^({pattern})$")));
    let outputs = amount(&format!("^({pattern}|all)$"));
    assert_eq!(schema::<OutputDesc>(), json!({ "type": "object", "additionalProperties": outputs }));
}

#[test]
fn feerates_list_every_word() {
    let pattern = "^([0-9]+(perkw|perkb|blocks)|slow|normal|urgent|minimum|opening|mutual_close|unilateral_close|\
                   delayed_to_us|htlc_resolution|penalty|min_acceptable|max_acceptable)$";
    let expected = json!({ "type": ["integer", "string"], "minimum": 0, "maximum": u32::MAX, "pattern": pattern });
    assert_eq!(schema::<Feerate>(), expected);
}

#[test]
fn json_is_anything() {
    assert_eq!(schema::<Json>(), json!({}));
    assert_eq!(schema::<Number>(), json!({ "type": "number" }));
    assert_eq!(schema::<JsonScalar>(), json!({ "type": ["string", "number", "null"] }));
    assert_eq!(schema::<StringMap>(), json!({ "type": "object", "additionalProperties": { "type": "string" } }));
}
