//! How violations and decode errors read for people.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use cln_bindings::{DelpayRequest, DelpayResponse};
use cln_runtime::Record;

const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

/// Parameters, and what is tried with them.
const PARAMS: &[(&str, &str)] = &[
    ("nothing wrong", r#"{"payment_hash": "HASH", "status": "complete"}"#),
    ("not JSON", r#"{"payment_hash": "HASH", "status": "complete",}"#),
    ("not an object", r#""HASH""#),
    ("everything missing", "{}"),
    ("a short hash, an unlisted status", r#"{"payment_hash": "684b", "status": "pending"}"#),
    ("one of a pair", r#"{"payment_hash": "HASH", "status": "failed", "partid": 1}"#),
    ("null for options", r#"{"payment_hash": "HASH", "status": "failed", "partid": null, "groupid": null}"#),
    (
        "numbers that do not fit",
        r#"{"payment_hash": "HASH", "status": "failed", "partid": 1e3, "groupid": 18446744073709551616}"#,
    ),
    (
        "an unknown name, and one twice",
        r#"{"payment_hash": "HASH", "status": "failed", "part_id": 1, "status": "failed"}"#,
    ),
    ("too many positions", r#"["HASH", "failed", 0, 1, 2]"#),
    ("a gap among positions", r#"[null, "failed", null, 1]"#),
    (
        "a long string with control characters",
        r#"{"payment_hash": "HASH", "status": "a\u0007 status that goes on and on, and on, and on"}"#,
    ),
];

/// A payment that keeps to the schema, to be spoiled.
const PAYMENT: &str = r#""created_index": 1, "id": 1, "payment_hash": "HASH", "amount_sent_msat": 1, "created_at": 1"#;

/// What follows the valid part of a payment, and what is tried with it.
const PAYMENTS: &[(&str, &str)] = &[
    ("a status of the future", r#""status": "paused""#),
    ("a field of the future", r#""status": "failed", "colour": "blue""#),
    ("an amount as a string", r#""status": "failed", "amount_msat": "1000msat""#),
    ("a secret of the wrong length", r#""status": "complete", "payment_preimage": "5ec2e7""#),
    ("a secret of the wrong kind", r#""status": "complete", "payment_preimage": 5327"#),
    (
        "no curve has such a point",
        r#""status": "failed", "destination": "0482ce59ebf18be7d84677c2e35f23294b9992ceca95491fcf8a56c6cb2d9de199""#,
    ),
    ("nothing but the valid part", r#""id": 2"#),
];

#[test]
fn violations_of_parameters_read_as_reviewed() {
    let rendered = PARAMS.iter().map(|(tried, params)| {
        let params = params.replace("HASH", HASH);
        rendered::<DelpayRequest>(tried, &params)
    });
    review("params", &rendered.collect::<String>());
}

#[test]
fn violations_of_results_read_as_reviewed_and_hide_secrets() {
    let rendered = PAYMENTS.iter().map(|(tried, rest)| {
        let result = format!(r#"{{"payments": [{{{PAYMENT}, {rest}}}]}}"#).replace("HASH", HASH);
        rendered::<DelpayResponse>(tried, &result)
    });
    let text: String = rendered.collect();
    assert!(!text.contains("5ec2e7") && !text.contains("5327"), "a secret shows:\n{text}");
    review("results", &text);
}

/// What strict validation says, then what decoding says, by hand and through serde.
fn rendered<T: Record + for<'de> serde::Deserialize<'de>>(tried: &str, json: &str) -> String {
    let shown = |error: Option<String>| error.unwrap_or_else(|| "ok".to_owned());
    let strict = shown(T::validate_json(json.as_bytes()).err().map(|violations| violations.to_string()));
    let decoded = shown(T::from_json(json.as_bytes()).err().map(|error| error.to_string()));
    let through_serde = shown(serde_json::from_str::<T>(json).err().map(|error| error.to_string()));
    format!("# {tried}\n{strict}\ndecode: {decoded}\nserde:  {through_serde}\n\n")
}

fn review(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
