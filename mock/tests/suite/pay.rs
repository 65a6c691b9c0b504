//! Invoices that the node pays: `pay`, `xpay`, and what a test says becomes of them.

use std::time::Duration;

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1::{Secp256k1, SecretKey};
use cln_mock::{FailCode, MockNode, PaymentFailure};
use cln_runtime::{Hash, Msat};
use lightning_invoice::{Currency, InvoiceBuilder, PaymentSecret};
use serde_json::{Value, json};

use crate::peer::Peer;

pub(crate) const NOW: u64 = 1_700_000_000;

/// The preimage of zeros, and its hash.
pub(crate) const PREIMAGE: [u8; 32] = [0; 32];
pub(crate) const HASH: &str = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";

/// The destination, whose key is 1.
const PAYEE: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

/// A node that stands at a time, with nothing in it.
fn node() -> MockNode {
    MockNode::builder().clock(Duration::from_secs(NOW)).start().unwrap()
}

fn hash() -> Hash {
    HASH.parse().unwrap()
}

/// An invoice of another node, made when the test begins, for an hour.
fn invoice(currency: Currency, amount: Option<u64>) -> String {
    let key = SecretKey::from_slice(&[[0; 31].as_slice(), &[1]].concat()).unwrap();
    let builder = InvoiceBuilder::new(currency)
        .description("a".to_owned())
        .payment_hash(sha256::Hash::hash(&PREIMAGE))
        .payment_secret(PaymentSecret([1; 32]))
        .duration_since_epoch(Duration::from_secs(NOW))
        .expiry_time(Duration::from_secs(3600))
        .min_final_cltv_expiry_delta(10);
    let sign = |message: &bitcoin::secp256k1::Message| Secp256k1::new().sign_ecdsa_recoverable(message, &key);
    match amount {
        Some(amount) => builder.amount_milli_satoshis(amount).build_signed(sign).unwrap().to_string(),
        None => builder.build_signed(sign).unwrap().to_string(),
    }
}

pub(crate) fn foreign_invoice(amount: Option<u64>) -> String {
    invoice(Currency::Regtest, amount)
}

#[test]
fn an_invoice_is_paid_once() {
    let node = node();
    node.payment(hash()).fee(Msat(12)).succeeds(PREIMAGE).unwrap();
    let mut peer = Peer::connect(node.socket());
    let invoice = invoice(Currency::Regtest, Some(10_000));
    let paid = json!({
        "payment_preimage": "00".repeat(32), "amount_msat": 10_000, "amount_sent_msat": 10_012, "parts": 1,
        "destination": PAYEE, "payment_hash": HASH, "status": "complete", "created_at": 1_700_000_000.0,
    });
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"pay","params":["lightning:{invoice}"]}}"#));
    let line = peer.line();
    assert!(line.contains(r#""created_at":1700000000.000000000"#), "{line}");
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["result"], paid);

    node.clock().advance(Duration::from_secs(5));
    let mut old = paid;
    old["created_at"] = json!(NOW);
    assert_eq!(peer.result("pay", &json!({"bolt11": invoice}).to_string()), old);
    let twice = peer.error("xpay", &json!({"invstring": invoice}).to_string());
    assert_eq!(twice, (219, "Already paid this invoice successfully".to_owned()));

    let parts = peer.result("listsendpays", &json!({"bolt11": invoice}).to_string())["payments"].take();
    let group = parts[0]["groupid"].as_u64().unwrap();
    let part = json!({
        "created_index": 1, "id": 1, "payment_hash": HASH, "groupid": group, "updated_index": 1, "partid": 1,
        "destination": PAYEE, "amount_msat": 10_000, "amount_sent_msat": 10_012, "created_at": NOW, "completed_at": NOW,
        "status": "complete", "payment_preimage": "00".repeat(32), "bolt11": invoice,
    });
    assert_eq!(parts, json!([part]));
    let pay = peer.result("listpays", "{}")["pays"][0].take();
    assert_eq!((&pay["bolt11"], &pay["amount_sent_msat"]), (&json!(invoice), &json!(10_012)));
    assert_eq!(node.payments().unwrap().len(), 1);
}

#[test]
fn xpay_answers_in_its_own_form() {
    let node = node();
    node.payment(hash()).succeeds(PREIMAGE).unwrap();
    let mut peer = Peer::connect(node.socket());
    let params = json!({"invstring": invoice(Currency::Regtest, None), "amount_msat": "7sat", "label": "b"});
    let paid = json!({
        "payment_preimage": "00".repeat(32), "amount_msat": 7000, "amount_sent_msat": 7000, "failed_parts": 0,
        "successful_parts": 1,
    });
    assert_eq!(peer.result("xpay", &params.to_string()), paid);
    assert_eq!(peer.result("listpays", "{}")["pays"][0]["label"], "b");
}

/// The same node does the same again.
#[test]
fn groups_depend_on_the_seed_alone() {
    let group = |seed: u64| {
        let node = MockNode::builder().clock(Duration::from_secs(NOW)).seed(seed).start().unwrap();
        node.payment(hash()).fails(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails));
        let mut peer = Peer::connect(node.socket());
        let params = json!([invoice(Currency::Regtest, Some(1))]).to_string();
        peer.error("pay", &params);
        peer.error("pay", &params);
        let [one, two] = node.payments().unwrap().try_into().unwrap();
        (one.groupid.unwrap(), two.groupid.unwrap())
    };
    assert_eq!(group(1), group(1));
    assert!(group(1).0 != group(1).1 && group(1) != group(2));
    assert!(group(1).0 <= i64::MAX.unsigned_abs());
}

#[test]
fn nothing_is_made_up_for_an_invoice_of_somebody_else() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let invoice = invoice(Currency::Regtest, Some(1000));
    for (method, name) in [("pay", "bolt11"), ("xpay", "invstring")] {
        let error = peer.error(method, &json!({name: invoice}).to_string());
        assert_eq!(error, (205, format!("Failed: Unknown destination node {PAYEE}")));
    }
    assert_eq!(node.payments().unwrap(), []);
}

#[test]
fn a_node_says_why_it_gives_up() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let channel = || "103x1x0/1".parse().unwrap();
    let no_paths = "We could not find a usable set of paths.";
    for (failure, code, message) in [
        (
            PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails),
            203,
            "Destination said it doesn't know invoice: incorrect_or_unknown_payment_details".to_owned(),
        ),
        (
            PaymentFailure::by_destination(FailCode::MppTimeout),
            209,
            format!(
                "Failed after 1 attempts. Unexpected error (mpp_timeout) from final node: disabling 0x0x0/0 for this \
                 payment. Then routing failed: {no_paths}"
            ),
        ),
        (
            PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, channel()),
            209,
            format!(
                "Failed after 1 attempts. We got temporary_channel_failure for 103x1x0/1, assuming it can't carry \
                 1000msat. Then routing failed: {no_paths}"
            ),
        ),
        (
            PaymentFailure::by_channel(FailCode::UnknownNextPeer, channel()),
            209,
            format!(
                "Failed after 1 attempts. We got a weird error (unknown_next_peer) for 103x1x0/1: disabling it for this \
                 payment. Then routing failed: {no_paths}"
            ),
        ),
        (
            PaymentFailure::garbled("ab".parse().unwrap()),
            209,
            format!(
                "Failed after 1 attempts. We got a garbled error message, and chose to (randomly) to disable 0x0x0/0 for \
                 this payment. Then routing failed: {no_paths}"
            ),
        ),
    ] {
        node.payment(hash()).fails(failure);
        let params = json!([invoice(Currency::Regtest, Some(1000))]).to_string();
        let before = node.payments().unwrap().len();
        assert_eq!(peer.error("xpay", &params), (code, message.clone()));
        assert_eq!(peer.error("pay", &params), (code, message));
        assert_eq!(node.payments().unwrap().len(), before + 2, "it was sent, and has failed");
    }
    // What is not sent leaves nothing.
    let before = node.payments().unwrap().len();
    node.payment(hash()).fails(PaymentFailure::no_route());
    let params = json!([invoice(Currency::Regtest, Some(1000))]).to_string();
    assert_eq!(peer.error("pay", &params), (205, format!("Failed: {no_paths}")));
    node.payment(hash()).fails(PaymentFailure::unsent(210, "Timed out"));
    assert_eq!(peer.error("pay", &params), (210, "Timed out".to_owned()));
    assert_eq!(node.payments().unwrap().len(), before);
    assert_eq!(peer.result("listpays", r#"{"status":"failed"}"#)["pays"].as_array().unwrap().len(), 10);
}

#[test]
fn no_more_is_paid_for_the_way_than_allowed() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let params = |name: &str, others: Value| {
        let mut params = json!({name: invoice(Currency::Regtest, Some(1_000_000))});
        params.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        params.to_string()
    };
    let dear = (206, "Failed: Could not find route without excessive cost".to_owned());
    for (fee, method, name, others) in [
        (10_001, "pay", "bolt11", json!({})),
        (10_001, "xpay", "invstring", json!({})),
        (1, "xpay", "invstring", json!({"maxfee": 0})),
        (1001, "pay", "bolt11", json!({"maxfeepercent": 0.1, "exemptfee": 0})),
        (5001, "pay", "bolt11", json!({"maxfeepercent": "0.1"})),
        (8001, "pay", "bolt11", json!({"exemptfee": "8sat"})),
    ] {
        node.payment(hash()).fee(Msat(fee)).stays_pending();
        assert_eq!(peer.error(method, &params(name, others.clone())), dear, "{fee} {others}");
        assert_eq!(node.payments().unwrap(), []);
    }
    let both = peer.error("pay", &params("bolt11", json!({"maxfee": 1, "exemptfee": 1})));
    assert_eq!(both, (-32602, "If you specify maxfee, cannot specify maxfeepercent or exemptfee.".to_owned()));
    node.payment(hash()).fee(Msat(10_000)).succeeds(PREIMAGE).unwrap();
    assert_eq!(peer.result("xpay", &params("invstring", json!({})))["amount_sent_msat"], 1_010_000);
}

#[test]
fn invoices_are_refused_as_a_node_refuses_them() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let (asks, open) = (invoice(Currency::Regtest, Some(1000)), invoice(Currency::Regtest, None));
    let refused: Vec<(Value, i64, &str)> = vec![
        (json!([open]), -32602, "amount_msat required"),
        (json!([asks, 1000]), -32602, "amount_msat unnecessary"),
        (json!([open, 0]), -32602, "Cannot pay bolt11 invoice with zero amount"),
        (
            json!([invoice(Currency::Bitcoin, Some(1000))]),
            -32602,
            "Invalid bolt11 invoice: Prefix bc is not for regtest",
        ),
        (json!([""]), -32602, "Invalid bolt11 invoice: Bad bech32 string"),
        (json!(["x"]), -32602, "Invalid bolt11 invoice: Bad bech32 string"),
        (json!([&asks[1..]]), -32602, "Invalid bolt11 invoice: Bad bech32 string"),
    ];
    for method in ["pay", "xpay"] {
        for (params, code, message) in &refused {
            assert_eq!(peer.error(method, &params.to_string()), (*code, (*message).to_owned()), "{method} {params}");
        }
        assert_eq!(peer.error(method, "{}").0, -32602);
    }
    let partial = |msat: u64| json!({"invstring": asks, "partial_msat": msat}).to_string();
    let error = peer.error("xpay", &partial(1001));
    assert_eq!(error, (-32602, "partial_msat must be less or equal to total amount 1000msat".to_owned()));
    assert_eq!(peer.error("xpay", &partial(0)), (-32602, "partial_msat must be non-zero".to_owned()));
    // Who reads it says so in other words.
    for (method, params) in
        [("check", json!({"command_to_check": "pay", "bolt11": "x"})), ("pay", json!({"invstring": "lnbcrt1"}))]
    {
        let error = peer.error(method, &params.to_string());
        assert_eq!(error, (-32602, "Invalid bolt11: Bad bech32 string".to_owned()));
    }
    let check = json!({"command_to_check": "xpay", "invstring": asks}).to_string();
    assert_eq!(peer.result("check", &check), json!({"command_to_check": "xpay"}));
    node.clock().advance(Duration::from_secs(3607));
    for (method, params) in [("pay", json!([asks]).to_string()), ("xpay", partial(1)), ("check", check)] {
        assert_eq!(peer.error(method, &params), (207, "Invoice expired 7 seconds ago".to_owned()), "{method}");
    }
    assert_eq!(node.payments().unwrap(), []);
}

#[test]
fn a_payment_is_waited_for_as_long_as_it_is_pending() {
    let node = node();
    node.payment(hash()).stays_pending();
    let mut peer = Peer::connect(node.socket());
    let params = json!({"invstring": invoice(Currency::Regtest, Some(1000)), "retry_for": 10});
    let call = |id: u64| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"xpay","params":{params}}}"#);
    peer.send(call(7));
    let pay = peer.result("listpays", "{}")["pays"][0].take();
    assert_eq!((&pay["status"], &pay["amount_sent_msat"]), (&json!("pending"), &json!(1000)));
    let group = node.payments().unwrap()[0].groupid.unwrap();
    let again = peer.error("xpay", &params.to_string());
    let message = format!("Payment with groupid={group} still in progress, cannot retry before that completes.");
    assert_eq!(again, (200, message));

    // There is time for another try, but no other way.
    let failure = PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, "103x1x0/1".parse().unwrap());
    node.clock().advance(Duration::from_secs(10));
    node.fail_payment(hash(), &failure).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    let result = "We got temporary_channel_failure for 103x1x0/1, assuming it can't carry 1000msat. ";
    let then = "Then routing failed: We could not find a usable set of paths.";
    let error = json!({"code": 209, "message": format!("Failed after 1 attempts. {result}{then}")});
    assert_eq!((&answer["id"], &answer["error"]), (&json!(7), &error));

    // There is not.
    peer.send(call(8));
    peer.result("listpays", "{}");
    node.clock().advance(Duration::from_secs(11));
    node.fail_payment(hash(), &failure).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    let error = json!({"code": 209, "message": format!("Timed out after after 1 attempts. {result}")});
    assert_eq!((&answer["id"], &answer["error"]), (&json!(8), &error));

    peer.send(call(9));
    peer.result("listpays", "{}");
    node.complete_payment(hash(), PREIMAGE).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&answer["id"], &answer["result"]["payment_preimage"]), (&json!(9), &json!("00".repeat(32))));
}

/// Of an invoice that others pay the rest of, a destination takes a part once all are there.
#[test]
fn a_part_waits_for_the_rest() {
    let node = node();
    node.payment(hash()).succeeds(PREIMAGE).unwrap();
    let mut peer = Peer::connect(node.socket());
    let params = json!({"invstring": invoice(Currency::Regtest, Some(1000)), "partial_msat": 400});
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"xpay","params":{params}}}"#));
    assert_eq!(peer.result("listpays", "{}")["pays"][0]["status"], "pending");
    node.complete_payment(hash(), PREIMAGE).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&answer["id"], &answer["result"]["amount_msat"]), (&json!(7), &json!(400)));
}

/// Who waits for the numbers of payments hears which it is.
#[test]
fn who_waits_for_payments_hears_of_them() {
    let node = node();
    node.payment(hash()).fails(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails));
    let mut peer = Peer::connect(node.socket());
    for (id, index) in [(1, "created"), (2, "updated")] {
        let params = json!(["sendpays", index, 1]);
        peer.send(format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"wait","params":{params}}}"#));
    }
    // They wait once what came after them is answered.
    peer.result("listsendpays", "{}");
    Peer::connect(node.socket()).error("pay", &json!([invoice(Currency::Regtest, Some(1000))]).to_string());
    let group = node.payments().unwrap()[0].groupid.unwrap();
    for (id, index, status) in [(1, "created", "pending"), (2, "updated", "failed")] {
        let details = json!({"status": status, "partid": 1, "groupid": group, "payment_hash": HASH});
        let answer: Value = serde_json::from_str(&peer.line()).unwrap();
        let result = json!({"subsystem": "sendpays", index: 1, "details": details, "sendpays": details});
        assert_eq!(answer, json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }
}
