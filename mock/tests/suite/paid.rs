//! Payments that a real node has made, made again; and what its releases say of such answers.

use std::time::Duration;

use cln_mock::{FailCode, MockNode, PaymentFailure};
use cln_runtime::{Hash, Msat};
use cln_tests::transcript;
use serde_json::{Value, json};

use crate::pay::{HASH, NOW, PREIMAGE, foreign_invoice};
use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

/// Members that are another node's, or another time's.
const VARYING: [&str; 6] = ["created_index", "id", "updated_index", "created_at", "completed_at", "erring_direction"];

/// What two nodes have in common.
fn common(value: &Value, own: &str) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| !VARYING.contains(&name.as_str()));
            let value = |name: &str, value: &Value| match (name, value.as_str()) {
                // It ends in the height of the chain.
                ("raw_message", Some(raw)) if raw.len() > 8 => json!(raw[..raw.len() - 8]),
                _ => common(value, own),
            };
            kept.map(|(name, member)| (name.clone(), value(name, member))).collect()
        }
        Value::Array(elements) => elements.iter().map(|element| common(element, own)).collect(),
        Value::String(text) if text == own => json!("the node"),
        Value::String(text) => json!(text.split_once("invalid token").map_or(text.as_str(), |(before, _)| before)),
        other => other.clone(),
    }
}

/// Has happen what the recorded node tells of.
fn end(node: &MockNode, hash: Hash, params: &Value, expected: &Value) {
    let data = &expected["error"]["data"];
    if let Some(preimage) = expected["result"]["payment_preimage"].as_str() {
        // Parts of one payment come together.
        let _ = node.complete_payment(hash, preimage.parse::<cln_runtime::Secret>().unwrap());
    } else if expected["error"]["code"] == 200 {
        node.clock().advance(Duration::from_secs(params["timeout"].as_u64().unwrap()));
    } else if data["raw_message"].is_string() {
        let failure = match expected["error"]["code"].as_i64() {
            Some(203) => PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails),
            _ => {
                let (channel, direction) = (data["erring_channel"].as_str().unwrap(), &data["erring_direction"]);
                PaymentFailure::by_channel(FailCode::UnknownNextPeer, format!("{channel}/{direction}").parse().unwrap())
            }
        };
        node.fail_payment(hash, &failure).unwrap();
    }
}

/// Says what becomes of a part that the recorded node has sent.
fn foresee(node: &MockNode, hash: Hash, note: &str, expected: &Value) {
    if note == "too much" {
        let failure = PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, "112x1x0/1".parse().unwrap());
        node.payment(hash).fails(failure);
    } else if expected["result"].is_object() {
        node.payment(hash).stays_pending();
    }
}

/// Waits for a part: once the other answer has come, it does.
fn wait(node: &MockNode, peer: &mut Peer, hash: Hash, params: &Value, expected: &Value) -> Value {
    peer.send(r#"{"jsonrpc":"2.0","id":"next","method":"listsendpays","params":{"status":"failed"}}"#);
    let first: Value = serde_json::from_str(&peer.line()).unwrap();
    if first["id"] != "next" {
        peer.line();
        return first;
    }
    end(node, hash, params, expected);
    serde_json::from_str(&peer.line()).unwrap()
}

#[test]
fn parts_are_sent_as_by_the_recorded_node() {
    let Some(exchanges) = transcript::read("payments_setup") else { return };
    let node = MockNode::builder().clock(Duration::from_secs(1_795_180_918)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let id = node.id().to_string();
    let own = exchanges.iter().find(|exchange| exchange.note == "unknown first channel").unwrap();
    let own: Value = serde_json::from_str(&own.response).unwrap();
    let own = own["error"]["data"]["erring_node"].as_str().unwrap();
    let mut replayed = 0;
    for exchange in &exchanges {
        let request: Value = serde_json::from_str(&exchange.request).unwrap();
        let expected: Value = serde_json::from_str(&exchange.response).unwrap();
        let (method, params) = (request["method"].as_str().unwrap(), &request["params"]);
        if !["sendpay", "waitsendpay", "listsendpays", "listpays", "paystatus"].contains(&method) {
            continue;
        }
        let hash: Option<Hash> = params["payment_hash"].as_str().map(|hash| hash.parse().unwrap());
        if let ("sendpay", Some(hash)) = (method, hash) {
            foresee(&node, hash, &exchange.note, &expected);
        }
        peer.send(&exchange.request);
        let answer = match (method, hash) {
            ("waitsendpay", Some(hash)) => wait(&node, &mut peer, hash, params, &expected),
            _ => serde_json::from_str(&peer.line()).unwrap(),
        };
        assert_eq!(common(&answer, &id), common(&expected, own), "{}", exchange.request);
        replayed += 1;
    }
    println!("{replayed} exchanges were replayed");
    assert_eq!(replayed, 46);
}

fn lists(checked: &mut Checked) {
    for method in ["listsendpays", "listpays"] {
        for params in [json!({}), json!({"payment_hash": HASH}), json!({"bolt11": foreign_invoice(Some(1000))})] {
            checked.result(method, &params.to_string());
        }
    }
}

#[test]
fn answers_about_payments_fit_each_release() {
    let hash: Hash = HASH.parse().unwrap();
    let near = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    for release in RELEASES {
        let Some(folder) = cln_tests::folders::shared(release) else { return };
        let mut checked = Checked::start(MockNode::builder().clock(Duration::from_secs(NOW)), &folder);
        let hop = json!({"id": near, "channel": "103x1x0", "delay": 10, "amount_msat": 1000});
        let sendpay = json!({"route": [hop], "payment_hash": HASH, "label": "a", "description": "b"}).to_string();
        lists(&mut checked);
        checked.node.payment(hash).fails(PaymentFailure::garbled("abcd".parse().unwrap()));
        checked.result("sendpay", &sendpay);
        lists(&mut checked);
        checked.node.payment(hash).stays_pending();
        checked.result("sendpay", &sendpay);
        lists(&mut checked);
        checked.node.fail_payment(hash, &PaymentFailure::by_destination(FailCode::MppTimeout)).unwrap();
        checked.node.payment(hash).fee(Msat(1)).succeeds(PREIMAGE).unwrap();
        let invoice = json!([foreign_invoice(Some(1000))]).to_string();
        let mut peer = Peer::connect(checked.node.socket());
        peer.send(r#"{"jsonrpc":"2.0","id":7,"method":"wait","params":["sendpays","created",3]}"#);
        peer.result("listsendpays", "{}");
        checked.result("pay", &invoice);
        let waited: Value = serde_json::from_str(&peer.line()).unwrap();
        assert_eq!(waited["result"]["sendpays"].is_object(), release != "releases/v24.11", "{waited}");
        checked.check("wait", &waited["result"].to_string());
        checked.result("pay", &invoice);
        let group = checked.node.payments().unwrap()[2].groupid;
        checked.result("waitsendpay", &json!([HASH, 1, 1, group]).to_string());
        let again = json!({
            "route": [hop], "payment_hash": HASH, "partid": 1, "amount_msat": 1000, "payment_secret": HASH,
        });
        checked.result("sendpay", &again.to_string());
        lists(&mut checked);
        checked.result("delpay", &json!([HASH, "failed"]).to_string());
        checked.result("delpay", &json!([HASH, "complete"]).to_string());
        checked.result("xpay", &invoice);
    }
}
