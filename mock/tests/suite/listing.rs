//! `listsendpays`

use std::path::{Path, PathBuf};

use cln_bindings::DelpayPaymentsStatus::{Complete, Failed, Pending};
use cln_mock::{Builder, MockNode};
use serde_json::Value;

use crate::peer::Peer;
use crate::rows::part;

/// The invoice of a payment, made up.
const INVOICE: &str = "lnbcrt1madeup";

fn builder() -> Builder {
    let mut parts = [
        part(1, 1, 1, Failed, 3),
        part(1, 2, 1, Complete, 1),
        part(2, 0, 7, Pending, 2),
        part(3, 0, u64::MAX, Complete, u64::MAX),
    ];
    for (part, updated) in parts.iter_mut().zip([Some(5), Some(9), None, Some(1 << 63)]) {
        part.updated_index = updated;
    }
    parts[1].bolt11 = Some(INVOICE.to_owned());
    MockNode::builder().payments(parts)
}

fn indices(result: &Value) -> Vec<u64> {
    result["payments"].as_array().unwrap().iter().map(|row| row["created_index"].as_u64().unwrap()).collect()
}

#[test]
fn payments_are_found_by_hash_status_and_invoice() {
    let node = builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let hash = "01".repeat(32);
    for (params, found) in [
        ("{}".to_owned(), vec![1, 2, 3, u64::MAX]),
        (format!(r#"{{"payment_hash":"{hash}"}}"#), vec![1, 3]),
        // Beside a hash, a node does not look at the status.
        (format!(r#"[null,"{hash}","failed"]"#), vec![1, 3]),
        (format!(r#"{{"bolt11":"{}","status":"failed"}}"#, INVOICE), vec![1]),
        (r#"{"status":"pending"}"#.to_owned(), vec![2]),
        (r#"{"status":"complete"}"#.to_owned(), vec![1, u64::MAX]),
        (format!(r#"["{}"]"#, INVOICE), vec![1]),
        (format!(r#"{{"payment_hash":"{}"}}"#, "00".repeat(32)), vec![]),
    ] {
        assert_eq!(indices(&peer.result("listsendpays", &params)), found, "{params}");
    }
}

/// As before v23.11.
#[test]
fn only_parameters_and_members_of_the_release_are_known() {
    let schema = r#"{"rpc": "listsendpays", "request": {"properties": {"bolt11": {"type": "string"},
        "payment_hash": {"type": "hash"}, "status": {"type": "string"}}}, "response": {"additionalProperties": false,
        "properties": {"payments": {"type": "array", "items": {"type": "object", "additionalProperties": false,
        "properties": {"id": {"type": "u64"}, "payment_hash": {"type": "hash"}}}}}}}"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("listsendpays.json"), schema).unwrap();
    let node = builder().schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert!(peer.error("listsendpays", r#"{"index":"created"}"#).1.starts_with("unknown parameter: index, "));
    let payments = peer.result("listsendpays", r#"{"status":"pending"}"#);
    assert_eq!(payments.to_string(), format!(r#"{{"payments":[{{"id":2,"payment_hash":"{}"}}]}}"#, "02".repeat(32)));
    // Without its schema it is that of the newest.
    let node = builder().start().unwrap();
    let payments = Peer::connect(node.socket()).result("listsendpays", r#"{"index":"created","start":2,"limit":1}"#);
    assert_eq!((indices(&payments), &payments["payments"][0]["created_at"]), (vec![2], &1_700_000_000.into()));
}

#[test]
fn with_its_schema_it_takes_pages() {
    const ONE: &str = "Can only specify one of {bolt11} or {payment_hash}";
    let schema: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/listsendpays.json");
    let node = builder().schemas(schema).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for (params, found) in [
        (r#"{"index":"created"}"#, vec![1, 2, 3, u64::MAX]),
        (r#"{"index":"created","start":2}"#, vec![2, 3, u64::MAX]),
        (r#"{"index":"created","start":2,"limit":"1"}"#, vec![2]),
        (r#"{"index":"created","start":-1}"#, vec![u64::MAX]),
        (r#"{"index":"updated","start":1}"#, vec![3, 1, u64::MAX]),
        (r#"{"index":"updated"}"#, vec![2, 3, 1, u64::MAX]),
        (r#"{"index":"updated","start":9223372036854775808}"#, vec![u64::MAX]),
        (r#"{"index":"created","limit":0}"#, vec![]),
        // A start at the beginning is none.
        (r#"{"start":0}"#, vec![1, 2, 3, u64::MAX]),
        (r#"["INVOICE",null,null,"created",0]"#, vec![1]),
        // Nor at the limit.
        (r#"["INVOICE",null,null,"created",0,0]"#, vec![1]),
        (r#"{"index":"deleted","limit":1}"#, vec![1]),
    ] {
        let params = &params.replace("INVOICE", INVOICE);
        assert_eq!(indices(&peer.result("listsendpays", params)), found, "{params}");
    }
    for (params, message) in [
        (r#"{"limit":1}"#, "Can only specify {limit} with {index}"),
        (r#"{"start":1}"#, "Can only specify {start} with {index}"),
        // The first of what does not go together is told.
        (r#"{"bolt11":"zz","payment_hash":"HASH","start":1,"limit":1}"#, ONE),
        (r#"{"bolt11":"zz","start":1,"limit":1}"#, "Can only specify {start} with {index}"),
        (r#"{"bolt11":"zz","start":0,"limit":1}"#, "Can only specify {limit} with {index}"),
        (r#"{"bolt11":"zz","start":1,"index":"created"}"#, "Cannot use start with bolt11 or payment_hash"),
        (r#"{"payment_hash":"HASH","start":1,"index":"created"}"#, "Cannot use start with bolt11 or payment_hash"),
        (r#"{"index":"bad"}"#, "index: unknown index: invalid token (see logs for details)"),
        // What a node says is about the other kind of invoice.
        (r#"{"bolt11":"zz"}"#, "Invalid invstring: invalid bech32 string"),
        (r#"{"bolt11":"lnbc1"}"#, "Invalid invstring: unexpected prefix lnbc"),
        (r#"{"bolt11":"lnbcrt1qqqqqq"}"#, "Invalid invstring: unexpected prefix lnbcrt"),
        (r#"{"bolt11":"LNBC20M1qq"}"#, "Invalid invstring: invalid bech32 string"),
        (
            r#"{"index":"created","limit":4294967296}"#,
            "limit: should be an unsigned 32 bit integer: invalid token (see logs for details)",
        ),
    ] {
        let params = &params.replace("HASH", &"01".repeat(32));
        assert_eq!(peer.error("listsendpays", params), (-32602, message.to_owned()), "{params}");
    }
}
