//! Payments part by part: `sendpay`, `waitsendpay`, `listpays`, and what a test says becomes of them.

use std::time::Duration;

use cln_mock::{Error, FailCode, MockNode, PaymentFailure};
use cln_runtime::{Hash, Msat, Sat, Secret};
use serde_json::{Value, json};

use crate::peer::Peer;

/// The preimage of zeros, and its hash.
const PREIMAGE: [u8; 32] = [0; 32];
const HASH: &str = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";

/// Points of the curve: the generator, and twice that.
const NEAR: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const FAR: &str = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

const SECRET: &str = "0101010101010101010101010101010101010101010101010101010101010101";

/// A node that stands at a time, with nothing in it.
fn node() -> MockNode {
    MockNode::builder().clock(Duration::from_secs(1_700_000_000)).start().unwrap()
}

fn hash() -> Hash {
    HASH.parse().unwrap()
}

/// Over two channels, the first node takes 10 msat.
fn route(amount: u64) -> Value {
    json!([
        {"id": NEAR, "channel": "103x1x0", "delay": 20, "amount_msat": amount + 10},
        {"id": FAR, "channel": "104x1x0", "delay": 10, "amount_msat": amount},
    ])
}

/// Parameters of `sendpay`, with what is not as usual.
fn sendpay(amount: u64, others: Value) -> String {
    let mut params = json!({"route": route(amount), "payment_hash": HASH});
    params.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    params.to_string()
}

#[test]
fn a_payment_is_pending_until_the_test_ends_it() {
    let node = node();
    node.payment(hash()).stays_pending();
    let mut peer = Peer::connect(node.socket());
    let sent = peer.result("sendpay", &sendpay(1000, json!({"label": "a", "bolt11": "lnbcrt1"})));
    let pending = json!({
        "created_index": 1, "id": 1, "payment_hash": HASH, "groupid": 1, "destination": FAR, "amount_msat": 1000,
        "amount_sent_msat": 1010, "created_at": 1_700_000_000, "status": "pending", "label": "a", "bolt11": "lnbcrt1",
    });
    let mut expected = pending.clone();
    expected["message"] = json!("Monitor status with listpays or waitsendpay");
    assert_eq!(sent, expected);
    // Again, it is what it is.
    assert_eq!(peer.result("sendpay", &sendpay(1000, json!({"groupid": 1}))), expected);
    assert_eq!(peer.result("listsendpays", "{}"), json!({"payments": [pending]}));

    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"waitsendpay","params":["{HASH}"]}}"#));
    node.clock().advance(Duration::from_secs(5));
    node.complete_payment(hash(), PREIMAGE).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    let mut complete = pending;
    complete["status"] = json!("complete");
    complete["updated_index"] = json!(1);
    complete["completed_at"] = json!(1_700_000_005);
    complete["payment_preimage"] = json!("00".repeat(32));
    assert_eq!((&answer["id"], &answer["result"]), (&json!(7), &complete));
    // Who asks later is told the same, and pays nothing twice.
    assert_eq!(peer.result("waitsendpay", &format!(r#"["{HASH}"]"#)), complete);
    assert_eq!(peer.result("sendpay", &sendpay(1000, json!({}))), complete);
    let pay = json!({
        "bolt11": "lnbcrt1", "destination": FAR, "payment_hash": HASH, "status": "complete",
        "created_at": 1_700_000_000, "completed_at": 1_700_000_005, "label": "a", "preimage": "00".repeat(32),
        "amount_msat": 1000, "amount_sent_msat": 1010, "created_index": 1, "updated_index": 1,
    });
    assert_eq!(peer.result("listpays", "{}"), json!({"pays": [pay]}));
    assert!(matches!(node.complete_payment(hash(), PREIMAGE), Err(Error::NotPending { .. })));
}

#[test]
fn a_preimage_is_never_invented() {
    let node = node();
    let wrong = node.payment(hash()).succeeds([1; 32]).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        format!("the payment {HASH} cannot succeed with this preimage, whose hash is another one")
    );
    assert!(matches!(node.complete_payment(hash(), Secret::from([1; 32])), Err(Error::Preimage { .. })));
    // Nothing was said, so there is no channel that it could go through.
    let mut peer = Peer::connect(node.socket());
    let answer = peer.call("sendpay", &sendpay(1000, json!({})));
    let data = json!({
        "erring_index": 0, "failcode": 16394, "failcodename": "WIRE_UNKNOWN_NEXT_PEER", "erring_node": node.id().to_string(),
    });
    assert_eq!(answer["error"], json!({"code": 204, "message": "No connection to first peer found", "data": data}));
    assert_eq!(peer.result("listsendpays", "{}"), json!({"payments": []}));
}

#[test]
fn a_failure_is_told_as_it_comes_and_kept() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let refused = PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails);
    let empty = PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, "104x1x0/1".parse().unwrap());
    let own = PaymentFailure::by_channel(FailCode::UnknownNextPeer, "103x1x0/1".parse().unwrap());
    let garbled = PaymentFailure::garbled("abcd".parse().unwrap());
    for (failure, code, message, data) in [
        (
            refused,
            203,
            "failed: WIRE_INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS (reply from remote)",
            json!({
                "erring_index": 2, "failcode": 16399, "failcodename": "WIRE_INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS",
                "erring_node": FAR, "erring_channel": "104x1x0", "erring_direction": 0,
            }),
        ),
        (
            empty,
            204,
            "failed: WIRE_TEMPORARY_CHANNEL_FAILURE (reply from remote)",
            json!({
                "erring_index": 1, "failcode": 4103, "failcodename": "WIRE_TEMPORARY_CHANNEL_FAILURE",
                "erring_node": NEAR, "erring_channel": "104x1x0", "erring_direction": 1,
            }),
        ),
        (
            own,
            204,
            "failed: WIRE_UNKNOWN_NEXT_PEER (reply from remote)",
            json!({
                "erring_index": 0, "failcode": 16394, "failcodename": "WIRE_UNKNOWN_NEXT_PEER",
                "erring_node": node.id().to_string(), "erring_channel": "103x1x0", "erring_direction": 1,
            }),
        ),
        (garbled, 202, "Malformed error reply", json!({"onionreply": "abcd"})),
    ] {
        node.payment(hash()).fails(failure);
        let sent = peer.result("sendpay", &sendpay(1000, json!({})));
        assert_eq!(sent["status"], "pending");
        let error = peer.call("waitsendpay", &format!(r#"["{HASH}"]"#))["error"].take();
        assert_eq!((&error["code"], &error["message"]), (&json!(code), &json!(message)));
        let mut expected = peer.result("listsendpays", "{}")["payments"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(expected["status"], "failed");
        expected.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        assert_eq!(error["data"], expected);
    }
    // What failed, has sent nothing; each try is a group of its own.
    let pays = peer.result("listpays", "{}");
    let sent: Vec<_> = pays["pays"].as_array().unwrap().iter().map(|pay| &pay["amount_sent_msat"]).collect();
    assert_eq!(sent, [0, 0, 0, 0]);
    assert!(pays["pays"][0]["amount_msat"].is_null() && pays["pays"][0]["completed_at"].is_null());
    // It can be deleted as any other.
    let deleted = peer.result("delpay", &format!(r#"["{HASH}","failed"]"#));
    assert_eq!(deleted["payments"].as_array().unwrap().len(), 4);
    assert_eq!(peer.error("waitsendpay", &format!(r#"["{HASH}"]"#)).0, 208);
}

/// Who waits when it fails is told what came back, and what the payment was before.
#[test]
fn who_waits_is_told_more() {
    let node = node();
    node.payment(hash()).stays_pending();
    let mut peer = Peer::connect(node.socket());
    peer.result("sendpay", &sendpay(1000, json!({})));
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"waitsendpay","params":["{HASH}",60]}}"#));
    peer.result("listsendpays", "{}");
    node.fail_payment(hash(), &PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails)).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    let data = &answer["error"]["data"];
    assert_eq!((&data["status"], &data["raw_message"]), (&json!("pending"), &json!("400f00000000000003e800000089")));
    assert!(data["completed_at"].is_null());
}

#[test]
fn parts_arrive_together() {
    let node = node();
    node.payment(hash()).succeeds(PREIMAGE).unwrap();
    let mut peer = Peer::connect(node.socket());
    let part = |partid: u64, amount: u64, total: u64| {
        let others = json!({"partid": partid, "groupid": 5, "amount_msat": total, "payment_secret": SECRET});
        sendpay(amount, others)
    };
    peer.result("sendpay", &part(1, 600, 1000));
    assert_eq!(peer.result("listpays", "{}")["pays"][0]["status"], "pending");
    let error = peer.error("sendpay", &part(2, 500, 900));
    assert_eq!(error, (-32602, "msatoshi was previously 1000msat, now 900msat".to_owned()));
    let timeout = peer.error("waitsendpay", &json!({"payment_hash": HASH, "partid": 1, "timeout": 0}).to_string());
    assert_eq!(timeout, (200, "Timed out while waiting".to_owned()));
    peer.result("sendpay", &part(2, 400, 1000));
    let pay = peer.result("listpays", "{}")["pays"][0].take();
    assert_eq!(
        (&pay["status"], &pay["number_of_parts"], &pay["amount_msat"], &pay["amount_sent_msat"]),
        (&json!("complete"), &json!(2), &json!(1000), &json!(1020))
    );
    assert_eq!((&pay["created_index"], &pay["updated_index"]), (&json!(1), &json!(2)));
    assert_eq!(peer.error("sendpay", &part(3, 1, 1000)), (201, "Already succeeded other parts".to_owned()));
    assert_eq!(
        peer.error("sendpay", &part(1, 5, 1000)),
        (201, "Already succeeded with amount 600msat (not 5msat)".to_owned())
    );
}

#[test]
fn what_is_on_its_way_is_not_sent_otherwise() {
    let node = node();
    node.payment(hash()).stays_pending();
    let mut peer = Peer::connect(node.socket());
    let part = |partid: u64, groupid: u64| {
        sendpay(600, json!({"partid": partid, "groupid": groupid, "amount_msat": 600, "payment_secret": SECRET}))
    };
    peer.result("sendpay", &part(1, 5));
    for (params, code, message) in [
        (part(2, 6), 200, "Payment with groupid=5 still in progress, cannot retry before that completes."),
        (sendpay(600, json!({"groupid": 5})), 200, "Already have parallel payment in progress"),
        (part(2, 5), 200, "Already have 600msat of 600msat payments in progress"),
        (
            sendpay(5, json!({"partid": 1, "groupid": 5, "amount_msat": 600, "payment_secret": SECRET})),
            201,
            "Already pending with amount 600msat (not 5msat)",
        ),
    ] {
        assert_eq!(peer.error("sendpay", &params), (code, message.to_owned()), "{params}");
    }
    node.fail_payment(hash(), &PaymentFailure::by_destination(FailCode::MppTimeout)).unwrap();
    let taken = peer.error("sendpay", &part(1, 5));
    assert!(taken.0 == 201 && taken.1.starts_with("There already is a payment with payment_hash="), "{taken:?}");
    // Another group may be tried.
    assert_eq!(peer.result("sendpay", &part(1, 6))["groupid"], 6);
}

#[test]
fn parameters_are_refused_as_a_node_refuses_them() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let hop = |with: Value| {
        let mut hop = route(1000)[1].clone();
        hop.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        json!([[hop], HASH]).to_string()
    };
    for (params, message) in [
        (json!([[], HASH]).to_string(), "Self-payment requires amount_msat"),
        (
            json!({"route": [], "payment_hash": HASH, "amount_msat": 1, "partid": 1}).to_string(),
            "Self-payment does not allow (non-zero) partid",
        ),
        (sendpay(1000, json!({"partid": 1})), "Must specify msatoshi with partid"),
        (sendpay(1000, json!({"partid": 1, "amount_msat": 1000})), "partid requires payment_secret"),
        (
            sendpay(1000, json!({"partid": 1, "amount_msat": "999msat", "payment_secret": SECRET})),
            "Final amount 1000msat is greater than 999msat, despite MPP",
        ),
        (
            sendpay(1000, json!({"amount_msat": 999})),
            "Do not specify msatoshi (999msat) without partid: if you do, it must be exactly the final amount (1000msat)",
        ),
        (json!([5, HASH]).to_string(), "route: must be an array: "),
        (json!([[5], HASH]).to_string(), "route: bad hop: "),
        (hop(json!({"id": format!("04{}", "11".repeat(32))})), "route: bad node_id: "),
        (hop(json!({"channel": 5})), "route: bad channel: "),
        (hop(json!({"delay": 0})), "route: bad delay: "),
        (hop(json!({"amount_msat": "x"})), "route: bad amount_msat: "),
        (hop(json!({"short_channel_id_dir": "1x1x1"})), "route: bad short_channel_id_dir: "),
        (sendpay(1000, json!({"groupid": "18446744073709551616"})), "groupid: should be an unsigned 64 bit integer: "),
    ] {
        for (method, params) in [
            ("sendpay", params.clone()),
            (
                "check",
                params.replacen('[', r#"["sendpay","#, usize::from(params.starts_with('['))).replacen(
                    '{',
                    r#"{"command_to_check":"sendpay","#,
                    usize::from(params.starts_with('{')),
                ),
            ),
        ] {
            let error = peer.error(method, &params);
            assert!(error.0 == -32602 && error.1.starts_with(message), "{method} {params}: {error:?}");
        }
    }
    assert_eq!(peer.error("sendpay", &sendpay(1, json!({"localinvreqid": HASH}))).0, 212);
    let beside_the_curve = hop(json!({"id": format!("02{}", "11".repeat(32))}));
    assert!(peer.error("sendpay", &beside_the_curve).1.starts_with("route: bad node_id: "));
    // Nothing has come of any.
    let checked = json!({"command_to_check": "sendpay", "route": route(1), "payment_hash": HASH}).to_string();
    assert_eq!(peer.result("check", &checked), json!({"command_to_check": "sendpay"}));
    assert_eq!(peer.result("listsendpays", "{}"), json!({"payments": []}));
}

/// Payments that the node begins with are as good as those that it makes.
#[test]
fn rows_of_another_node_go_on() {
    let row = |index: u64, groupid: u64, status: &str| {
        json!({
            "created_index": index, "id": index, "payment_hash": HASH, "groupid": groupid, "partid": 1,
            "destination": FAR, "amount_msat": 1000, "amount_sent_msat": 1001, "created_at": 5, "status": status,
        })
    };
    let rows = json!({"payments": [row(8, 2, "failed"), row(9, 3, "pending")]}).to_string();
    let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).listings_json(rows).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let error = peer.error("waitsendpay", &json!([HASH, null, 1, 2]).to_string());
    assert_eq!(error, (209, "Payment failure reason unknown".to_owned()));
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"waitsendpay","params":["{HASH}",null,1]}}"#));
    peer.result("listpays", "{}");
    assert_eq!(peer.error("sendpay", &sendpay(1000, json!({}))).0, 200);
    node.complete_payment(hash(), PREIMAGE).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&answer["result"]["groupid"], &answer["result"]["status"]), (&json!(3), &json!("complete")));
    let others = json!({"partid": 1, "amount_msat": 1000, "payment_secret": SECRET});
    assert_eq!(peer.result("sendpay", &sendpay(1000, others)), answer["result"]);
    // The next one is the tenth.
    node.payment(Hash::from([2; 32])).stays_pending();
    let next = peer.result("sendpay", &json!([route(5), "02".repeat(32)]).to_string());
    assert_eq!((&next["created_index"], &next["groupid"]), (&json!(10), &json!(1)));
}

/// A fresh node answers as documented, for once: as soon as there is a payment, or shall be, or a channel, it knows better.
#[test]
fn documentation_answers_until_there_is_a_payment() {
    let folder = tempfile::tempdir().unwrap();
    let hash = r#""required": ["payment_hash"], "properties": {"payment_hash": {"type": "hash"}}"#;
    let example = format!(r#"{{"request": {{"params": ["{HASH}"]}}, "response": {{"status": "complete"}}}}"#);
    let answer = r#""properties": {"status": {"type": "string"}}"#;
    let schema = format!(
        r#"{{"rpc": "waitsendpay", "request": {{{hash}}}, "response": {{{answer}}}, "examples": [{example}]}}"#
    );
    std::fs::write(folder.path().join("waitsendpay.json"), schema).unwrap();
    let start = || MockNode::builder().schemas(folder.path());
    let asked = json!([HASH]).to_string();
    for builder in [start(), start().example()] {
        let node = builder.start().unwrap();
        let mut peer = Peer::connect(node.socket());
        assert_eq!(peer.result("waitsendpay", &asked), json!({"status": "complete"}));
        assert_eq!(peer.error("waitsendpay", &json!(["02".repeat(32)]).to_string()).0, 208);
        node.payment(Hash::from([2; 32])).stays_pending();
        assert_eq!(peer.error("waitsendpay", &asked).0, 208);
    }
    let rows = json!({"payments": [{
        "created_index": 1, "id": 1, "payment_hash": "02".repeat(32), "groupid": 1, "amount_sent_msat": 1, "created_at": 1,
        "status": "failed",
    }]});
    let node = start().listings_json(rows.to_string()).start().unwrap();
    assert_eq!(Peer::connect(node.socket()).error("waitsendpay", &asked).0, 208);
    // Nothing has left the channel, so nothing has been paid.
    let node = start().channel(NEAR.parse().unwrap(), Sat(10_000), Msat(5_000_000)).start().unwrap();
    assert_eq!(Peer::connect(node.socket()).error("waitsendpay", &asked).0, 208);
}
