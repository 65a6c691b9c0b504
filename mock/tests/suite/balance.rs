//! Payments of a node that has channels: money adds up.

use std::time::Duration;

use cln_mock::{FailCode, MockNode, PaymentFailure};
use cln_runtime::{Hash, Msat, PublicKey, Sat};
use serde_json::{Value, json};

use crate::pay::{HASH, NOW, PREIMAGE, foreign_invoice};
use crate::peer::Peer;

/// With whom the node has a channel: twice the generator.
const PEER: &str = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

/// Of 1,000,000 sat, of which 500,000 are ours and 490,000 can be sent.
fn node() -> MockNode {
    let peer: PublicKey = PEER.parse().unwrap();
    let builder = MockNode::builder().clock(Duration::from_secs(NOW));
    builder.channel(peer, Sat(1_000_000), Msat(500_000_000)).start().unwrap()
}

fn hash() -> Hash {
    HASH.parse().unwrap()
}

/// What is ours, and what can be sent.
fn balance(peer: &mut Peer) -> (u64, u64) {
    let channel = peer.result("listpeerchannels", "{}")["channels"][0].take();
    (channel["to_us_msat"].as_u64().unwrap(), channel["spendable_msat"].as_u64().unwrap())
}

fn channel(peer: &mut Peer) -> String {
    peer.result("listpeerchannels", "{}")["channels"][0]["short_channel_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_payment_takes_what_it_sends() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let invoice = foreign_invoice(Some(1_000_000));
    let start = (500_000_000, 490_000_000);
    // One that fails gives it back.
    node.payment(hash()).fails(PaymentFailure::by_destination(FailCode::MppTimeout));
    peer.error("pay", &json!([invoice]).to_string());
    assert_eq!(balance(&mut peer), start);

    // As long as it is pending it is held, and goes with the end.
    node.payment(hash()).fee(Msat(1000)).stays_pending();
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"pay","params":["{invoice}"]}}"#));
    assert_eq!(balance(&mut peer), (500_000_000, 488_999_000));
    node.fail_payment(hash(), &PaymentFailure::by_destination(FailCode::MppTimeout)).unwrap();
    peer.line();
    assert_eq!(balance(&mut peer), start);
    node.payment(hash()).fee(Msat(1000)).succeeds(PREIMAGE).unwrap();
    let paid = peer.result("pay", &json!([invoice]).to_string());
    assert_eq!(paid["amount_sent_msat"], 1_001_000);
    assert_eq!(balance(&mut peer), (498_999_000, 488_999_000));
    // Again, nothing is sent.
    peer.result("pay", &json!([invoice]).to_string());
    assert_eq!(balance(&mut peer), (498_999_000, 488_999_000));
}

#[test]
fn what_is_not_there_is_not_sent() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    node.payment(hash()).succeeds(PREIMAGE).unwrap();
    let invoice = foreign_invoice(Some(490_000_001));
    let message = "Failed: We could not find a usable set of paths. Total source capacity is only 1000000000msat (in 1 \
                   channels).";
    assert_eq!(peer.error("xpay", &json!([invoice]).to_string()), (205, message.to_owned()));
    assert_eq!(peer.error("pay", &json!([invoice]).to_string()), (205, message.to_owned()));
    assert_eq!(node.payments().unwrap(), []);

    // With a way of the caller's own, it is sent and fails.
    let hop = json!({"id": PEER, "channel": channel(&mut peer), "delay": 10, "amount_msat": 490_000_001});
    let sent = peer.result("sendpay", &json!({"route": [hop], "payment_hash": HASH}).to_string());
    assert_eq!(sent["status"], "pending");
    let error = peer.call("waitsendpay", &json!([HASH]).to_string())["error"].take();
    let message = "failed: WIRE_TEMPORARY_CHANNEL_FAILURE (Capacity exceeded)";
    assert_eq!((&error["code"], &error["message"]), (&json!(204), &json!(message)));
    assert_eq!((&error["data"]["erring_index"], &error["data"]["status"]), (&json!(0), &json!("failed")));
    assert_eq!(balance(&mut peer), (500_000_000, 490_000_000));
}

/// What nobody has said anything of goes as far as the destination, which does not know it.
#[test]
fn a_destination_knows_of_no_payment() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let own = channel(&mut peer);
    let sendpay = |channel: &str, id: &str| {
        json!([[{"id": id, "channel": channel, "delay": 10, "amount_msat": 1000}], HASH]).to_string()
    };
    assert_eq!(peer.error("sendpay", &sendpay("1x1x1", PEER)).0, 204);
    let other = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    assert_eq!(peer.error("sendpay", &sendpay(&own, other)).0, 204);
    for channel in [own.as_str(), "0x0x0"] {
        peer.result("sendpay", &sendpay(channel, PEER));
        let error = peer.call("waitsendpay", &json!([HASH]).to_string())["error"].take();
        assert_eq!((&error["code"], &error["data"]["failcode"]), (&json!(203), &json!(16399)), "{channel}");
    }
    assert_eq!(balance(&mut peer), (500_000_000, 490_000_000));
}

/// A route names the channel that it begins with: no other one pays, however much is in it.
#[test]
fn a_route_takes_from_the_channel_that_it_names() {
    let peer: PublicKey = PEER.parse().unwrap();
    let builder = MockNode::builder().clock(Duration::from_secs(NOW)).channel(peer, Sat(10_000), Msat(5_000_000));
    let node = builder.channel(peer, Sat(1_000_000), Msat(500_000_000)).start().unwrap();
    node.payment(hash()).stays_pending();
    let mut peer = Peer::connect(node.socket());
    let channels = peer.result("listpeerchannels", "{}")["channels"].take();
    let send = |peer: &mut Peer, channel: &Value, groupid: u64, amount: u64| {
        let hop = json!({"id": PEER, "channel": channel, "delay": 10, "amount_msat": amount});
        peer.result("sendpay", &json!({"route": [hop], "payment_hash": HASH, "groupid": groupid}).to_string());
    };
    let spendable = |peer: &mut Peer| {
        let channels = peer.result("listpeerchannels", "{}")["channels"].take();
        [0, 1].map(|index| channels[index]["spendable_msat"].as_u64().unwrap())
    };
    assert_eq!(spendable(&mut peer), [4_900_000, 490_000_000]);
    // The first one has less, and the other one does not help out.
    send(&mut peer, &channels[0]["short_channel_id"], 1, 4_900_001);
    let error = peer.call("waitsendpay", &json!([HASH]).to_string())["error"].take();
    assert_eq!((&error["code"], &error["data"]["failcode"]), (&json!(204), &json!(4103)));
    assert_eq!(spendable(&mut peer), [4_900_000, 490_000_000]);
    // By the other one's alias, though the first one has room.
    send(&mut peer, &channels[1]["alias"]["local"], 2, 1000);
    assert_eq!(spendable(&mut peer), [4_900_000, 489_999_000]);
    // Where none is named, it is the first that has room.
    node.fail_payment(hash(), &PaymentFailure::no_route()).unwrap();
    send(&mut peer, &json!("0x0x0"), 3, 4_900_001);
    assert_eq!(spendable(&mut peer), [4_900_000, 485_099_999]);
}

/// Each part holds its own, and they are settled together.
#[test]
fn parts_are_held_and_settled() {
    let node = node();
    node.payment(hash()).succeeds(PREIMAGE).unwrap();
    let mut peer = Peer::connect(node.socket());
    let hop = |amount: u64| json!([{"id": PEER, "channel": "0x0x0", "delay": 10, "amount_msat": amount}]);
    let part = |partid: u64, amount: u64| {
        json!({"route": hop(amount), "payment_hash": HASH, "amount_msat": 1000, "partid": partid, "groupid": 1,
               "payment_secret": HASH})
        .to_string()
    };
    peer.result("sendpay", &part(1, 600));
    assert_eq!(balance(&mut peer), (500_000_000, 489_999_400));
    peer.result("sendpay", &part(2, 400));
    assert_eq!(balance(&mut peer), (499_999_000, 489_999_000));
    let pays: Value = peer.result("listpays", "{}")["pays"].take();
    assert_eq!((&pays[0]["number_of_parts"], &pays[0]["status"]), (&json!(2), &json!("complete")));
}
