//! The JSON Schemas of records accept what strict validation accepts.
#![cfg(feature = "schemars")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{Every, Mode, SampleRequest, SampleResponse, State};
use cln_runtime::{Record, RpcError};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    T::json_schema(&mut SchemaGenerator::default()).to_value()
}

/// Holds the verdict of the schema against that of the tables.
struct Judges<T> {
    schema: jsonschema::Validator,
    record: std::marker::PhantomData<T>,
}

impl<T: Record + JsonSchema> Judges<T> {
    fn new() -> Self {
        let schema = jsonschema::draft202012::new(&schema::<T>()).unwrap();
        Self { schema, record: std::marker::PhantomData }
    }

    fn agree(&self, instance: &Value) -> bool {
        let strict = T::validate_json(instance.to_string().as_bytes());
        assert_eq!(self.schema.is_valid(instance), strict.is_ok(), "{instance}: {strict:?}");
        strict.is_ok()
    }
}

/// Values that some type takes, and near misses of them. Integers that serde_json makes floats of are not among them.
fn values() -> Vec<Value> {
    let digits = "0123456789abcdef".repeat(4);
    let mut values: Vec<Value> = [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "3",
        "4",
        "-3",
        "-4",
        "2.5",
        "3.5",
        "255",
        "256",
        "65535",
        "65536",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "1.5",
        "[]",
        "[1]",
        "[[]]",
        "[[1]]",
        "[[1,2]]",
        "[[1,2,3]]",
        "[[256]]",
        "{}",
        r#"{"a":"b"}"#,
        r#"{"a":1}"#,
        r#"{"a":"all"}"#,
        r#"{"a":"1msat"}"#,
        r#"{"a":null}"#,
        r#"{"id":1}"#,
    ]
    .iter()
    .map(|text| serde_json::from_str(text).unwrap())
    .collect();
    let texts = [
        "",
        "a",
        "ab",
        "abcd",
        "abcde",
        "abcdef",
        "äöüß",
        "äöüßx",
        "complete",
        "Complete",
        "failed",
        "pending",
        "all",
        "any",
        "1",
        "-1",
        "1msat",
        "1000msat",
        "1sat",
        "1.000sat",
        "1.001sat",
        "1.00sat",
        "1btc",
        "0.00000001btc",
        "0.00000001001btc",
        "1.5btc",
        "0.0003btc",
        "1.btc",
        "4000",
        "04000",
        "1 sat",
        "1SAT",
        "253perkw",
        "253perkb",
        "6blocks",
        "perkw",
        "slow",
        "opening",
        "slower",
        "1.50USD",
        "1USD",
        "1.USD",
        "1.50usd",
        "103x1x0",
        "103x1",
        "103x1x0/1",
        "103x1x0/2",
        "0x1x0x1",
        "16777216x0x0",
        "18446744073709551616",
    ];
    values.extend(texts.map(Value::from));
    values.extend([&digits[1..], &digits, &format!("{digits}0"), &digits.to_uppercase()].map(|text| json!(text)));
    values.extend(
        [
            format!("02{digits}"),
            format!("04{digits}"),
            format!("{digits}:0"),
            format!("{digits}:"),
            digits.repeat(2),
            "ab".repeat(72),
            "ab".repeat(73),
            format!("0x{}", &digits[2..]),
            format!("{digits}\n"),
        ]
        .map(Value::from),
    );
    values.push(payment());
    values
}

fn payment() -> Value {
    json!({ "id": 1, "payment_hash": "ab".repeat(32), "state": "done", "amount_msat": 5 })
}

#[test]
fn each_kind_accepts_what_strict_validation_accepts() {
    let judges = Judges::<Every>::new();
    let mut accepted = std::collections::BTreeSet::new();
    for field in Every::SHAPE.fields {
        for value in values() {
            // The first three fields go together.
            let mut instance = json!({ "flag": true, "i64": 0, "u8": 0 });
            instance[field.name] = value;
            if judges.agree(&instance) {
                accepted.insert(field.name);
            }
        }
    }
    assert_eq!(accepted.len(), Every::SHAPE.fields.len(), "every field has accepted a value: {accepted:?}");
}

#[test]
fn the_groups_of_fields_that_go_together_are_known() {
    let judges = Judges::<Every>::new();
    for given in 0..8_u8 {
        let mut instance = json!({});
        for (bit, (name, value)) in [("flag", json!(true)), ("i64", json!(1)), ("u8", json!(2))].into_iter().enumerate()
        {
            if given & (1 << bit) != 0 {
                instance[name] = value;
            }
        }
        assert_eq!(judges.agree(&instance), given == 0 || given == 7, "{instance}");
    }
}

#[test]
fn open_and_closed_objects_are_told_apart() {
    let judges = Judges::<SampleResponse>::new();
    assert!(judges.agree(&json!({ "payments": [], "new": null })));
    let mut instance = json!({ "payments": [payment()] });
    assert!(judges.agree(&instance));
    instance["payments"][0]["new"] = json!(1);
    assert!(!judges.agree(&instance));
}

#[test]
fn required_fields_are_required() {
    let judges = Judges::<SampleResponse>::new();
    for name in ["id", "payment_hash", "state", "amount_msat"] {
        let mut payment = payment();
        payment.as_object_mut().unwrap().remove(name);
        assert!(!judges.agree(&json!({ "payments": [payment] })), "{name}");
    }
    assert!(!judges.agree(&json!({})));
}

#[test]
fn what_a_node_writes_is_judged_as_strict_validation_does() {
    let judges = Judges::<SampleResponse>::new();
    for (name, value) in [("state", json!("new")), ("amount_msat", json!("5msat")), ("note", Value::Null)] {
        let mut payment = payment();
        payment[name] = value;
        assert!(!judges.agree(&json!({ "payments": [payment] })), "{name}");
    }
}

#[test]
fn no_named_parameter_may_be_null() {
    let judges = Judges::<SampleRequest>::new();
    for field in SampleRequest::SHAPE.fields {
        let mut params = json!({ "payment_hash": "ab".repeat(32), "mode": "failed" });
        assert!(judges.agree(&params));
        params[field.name] = Value::Null;
        assert!(!judges.agree(&params), "{}", field.name);
    }
}

#[test]
fn params_are_described_by_name() {
    let expected = json!({
        "type": "object",
        "properties": {
            "payment_hash": { "type": "string", "pattern": "^([0-9a-fA-F]{64})$" },
            "mode": { "type": "string", "enum": ["complete", "failed"] },
            "partid": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
            "groupid": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
            "amount": schema::<cln_runtime::Msat>(),
            "rune": { "type": "string" },
            "extra": { "not": { "type": "null" } },
            "tags": {
                "type": "array",
                "items": { "type": "string", "minLength": 2, "maxLength": 5 },
                "minItems": 1,
                "maxItems": 3,
            },
        },
        "required": ["payment_hash", "mode"],
        "additionalProperties": false,
        "dependentRequired": { "partid": ["groupid"], "groupid": ["partid"] },
    });
    assert_eq!(schema::<SampleRequest>(), expected);
}

#[test]
fn enums_list_the_values_of_the_schema() {
    assert_eq!(schema::<Mode>(), json!({ "type": "string", "enum": ["complete", "failed"] }));
    assert_eq!(schema::<State>(), json!({ "type": "string", "enum": ["pending", "done"] }));
}

#[test]
fn names_and_ids_come_from_the_type() {
    assert_eq!(SampleRequest::schema_name(), "SampleRequest");
    assert_eq!(SampleRequest::schema_id(), "suite::sample::method::SampleRequest");
    assert_eq!(Mode::schema_name(), "Mode");
    assert_eq!(RpcError::schema_id(), "cln_runtime::jsonrpc::error::RpcError");
}

#[test]
fn what_json_schema_cannot_say_is_accepted_by_it() {
    let judges = Judges::<Every>::new();
    for (schema_sees, instance) in [
        (json!({ "u64": 1.0 }), r#"{"u64":1.0}"#),
        (json!({ "u64": 0 }), r#"{"u64":-0}"#),
        (json!({ "string": "b" }), r#"{"string":"a","string":"b"}"#),
    ] {
        assert!(judges.schema.is_valid(&schema_sees), "{instance}");
        assert!(Every::validate_json(instance.as_bytes()).is_err(), "{instance}");
    }
}
