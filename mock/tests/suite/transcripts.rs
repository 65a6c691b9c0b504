//! What a real node was asked, asked again.

use std::collections::BTreeMap;

use cln_mock::{MockNode, read_payments};
use cln_tests::transcript::{self, Exchange};
use serde_json::Value;

use crate::peer::Peer;

/// The commands whose answers come from the payments.
const OURS: [&str; 3] = ["check", "delpay", "listsendpays"];

fn exchanges(name: &str) -> Option<Vec<(Exchange, Value, Value)>> {
    let parse = |exchange: Exchange| {
        let (request, response) =
            (serde_json::from_str(&exchange.request).unwrap(), serde_json::from_str(&exchange.response).unwrap());
        (exchange, request, response)
    };
    Some(transcript::read(name)?.into_iter().map(parse).collect())
}

/// Each row that any transcript shows, as JSON in the form of a response.
fn seed() -> Option<String> {
    let mut rows = BTreeMap::new();
    for name in ["delpay", "pays", "payments_setup"] {
        for (_, request, response) in exchanges(name)? {
            if request["method"] == "delpay" || request["method"] == "listsendpays" {
                for row in response["result"]["payments"].as_array().into_iter().flatten() {
                    let key = (row["payment_hash"].to_string(), row["partid"].to_string(), row["groupid"].to_string());
                    rows.insert(key, row.clone());
                }
            }
        }
    }
    Some(serde_json::json!({"payments": rows.into_values().collect::<Vec<_>>()}).to_string())
}

/// What comes before the tail that no two nodes write alike.
pub(crate) fn before_tail(message: &str) -> &str {
    message.split_once("invalid token").map_or(message, |(before, _)| before)
}

#[test]
fn delpay_answers_as_the_recorded_node() {
    let (Some(seed), Some(exchanges)) = (seed(), exchanges("delpay")) else { return };
    let seeded = read_payments(&seed).unwrap().len();
    assert_eq!(seeded, 19, "the transcripts show so many rows");
    let node = MockNode::builder().payments_json(seed).behave_like("v26.06").start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut replayed = 0;
    for (exchange, request, expected) in exchanges {
        if !OURS.iter().any(|ours| request["method"] == *ours) {
            continue;
        }
        replayed += 1;
        peer.send(&exchange.request);
        let answer: Value = serde_json::from_str(&peer.line()).unwrap();
        assert_same(&answer, &expected, &exchange.note);
    }
    assert!(replayed >= 80, "only {replayed} exchanges were replayed");
}

/// The same rows, or the same error up to its tail; ids anyway.
fn assert_same(answer: &Value, expected: &Value, note: &str) {
    assert_eq!(answer["id"], expected["id"], "{note}");
    assert_eq!(answer["result"], expected["result"], "{note}");
    assert_eq!(answer["error"]["code"], expected["error"]["code"], "{note}");
    let message = |value: &Value| value["error"]["message"].as_str().map(|text| before_tail(text).to_owned());
    assert_eq!(message(answer), message(expected), "{note}");
}

/// Listings and refusals of the other recordings that do not depend on what the node had done in between.
#[test]
fn listsendpays_and_refusals_answer_as_the_recorded_node() {
    let Some(seed) = seed() else { return };
    let schemas = std::env::var_os("CLN_SHARED").map(std::path::PathBuf::from).unwrap().join("corpus");
    let node = MockNode::builder().payments_json(seed).behave_like("v26.06").schemas(schemas).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut replayed = 0;
    for (exchange, request, expected) in
        ["pays", "payments_setup"].into_iter().flat_map(|name| exchanges(name).unwrap())
    {
        let lists_one = request["method"] == "listsendpays" && request["params"].get("payment_hash").is_some();
        let refused = OURS.iter().any(|ours| request["method"] == *ours) && expected["error"].is_object();
        if lists_one || refused {
            replayed += 1;
            peer.send(&exchange.request);
            let answer: Value = serde_json::from_str(&peer.line()).unwrap();
            assert_same(&answer, &expected, &exchange.request);
        }
    }
    assert!(replayed >= 14, "only {replayed} exchanges were replayed");
}
