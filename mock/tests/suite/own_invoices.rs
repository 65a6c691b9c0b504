//! Invoices of the node that it pays itself: paid and received are one.

use std::time::Duration;

use cln_mock::{FailCode, InvoiceStatus, MockNode, PaymentFailure};
use cln_runtime::{Hash, Msat, PublicKey, Sat};
use serde_json::{Value, json};

use crate::pay::NOW;
use crate::peer::Peer;

const PEER: &str = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

fn node() -> MockNode {
    MockNode::builder().clock(Duration::from_secs(NOW)).start().unwrap()
}

/// Makes an invoice: what `invoice` answers.
fn invoice(peer: &mut Peer, amount: u64) -> Value {
    let label = format!("{amount}");
    peer.result("invoice", &json!({"amount_msat": amount, "label": label, "description": "a"}).to_string())
}

fn status(node: &MockNode) -> InvoiceStatus {
    node.invoices().unwrap()[0].status
}

#[test]
fn what_the_node_pays_it_gets() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let made = invoice(&mut peer, 5000);
    peer.send(r#"{"jsonrpc":"2.0","id":7,"method":"waitinvoice","params":["5000"]}"#);
    let mut other = Peer::connect(node.socket());
    let paid = other.result("xpay", &json!([made["bolt11"]]).to_string());
    let waited: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!(waited["result"]["status"], "paid");
    assert_eq!(waited["result"]["amount_received_msat"], 5000);
    assert_eq!(waited["result"]["payment_preimage"], paid["payment_preimage"]);
    assert_eq!((&paid["amount_msat"], &paid["amount_sent_msat"]), (&json!(5000), &json!(5000)));
    let pay = peer.result("listpays", "{}")["pays"][0].take();
    assert_eq!((&pay["status"], &pay["destination"]), (&json!("complete"), &json!(node.id().to_string())));
    assert_eq!(pay["payment_hash"], made["payment_hash"]);
    // Once is enough.
    let again = peer.result("pay", &json!([made["bolt11"]]).to_string());
    assert_eq!((&again["payment_preimage"], &again["created_at"]), (&paid["payment_preimage"], &json!(NOW)));
    assert_eq!(node.payments().unwrap().len(), 1);
}

#[test]
fn sendpay_needs_no_way_to_the_node_itself() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let made = invoice(&mut peer, 5000);
    let (hash, secret) = (&made["payment_hash"], &made["payment_secret"]);
    let text = hash.as_str().unwrap();
    let sendpay = |amount: u64, secret: &Value| {
        let mut params = json!({"route": [], "payment_hash": hash, "amount_msat": amount});
        if secret.is_string() {
            params["payment_secret"] = secret.clone();
        }
        params.to_string()
    };
    let wrong = json!("01".repeat(32));
    for (params, message) in [
        (sendpay(5000, &Value::Null), format!("Attempt to pay {text} without secret")),
        (sendpay(5000, &wrong), format!("Attempt to pay {text} with wrong secret")),
        (sendpay(4999, secret), format!("Attempt to pay {text} with amount 4999msat < 5000msat")),
        (sendpay(10_001, secret), format!("Attempt to pay {text} with amount 10001msat > 5000msat")),
    ] {
        let mut error = peer.call("sendpay", &params)["error"].take();
        assert_eq!((&error["code"], &error["message"]), (&json!(203), &json!(message)));
        let data = error["data"].take();
        assert_eq!((&data["status"], &data["erring_index"]), (&json!("pending"), &json!(0)));
        assert_eq!(data["erring_node"], node.id().to_string());
        assert_eq!(status(&node), InvoiceStatus::Unpaid);
    }
    let unknown = json!({"route": [], "payment_hash": wrong, "amount_msat": 1});
    let message = format!("Unknown invoice {}", "01".repeat(32));
    assert_eq!(peer.error("sendpay", &unknown.to_string()), (203, message));

    let sent = peer.result("sendpay", &sendpay(5001, secret));
    assert_eq!((&sent["status"], &sent["groupid"], &sent["message"]), (&json!("complete"), &json!(5), &Value::Null));
    assert_eq!(node.invoices().unwrap()[0].payment.as_ref().unwrap().amount_received_msat, Msat(5001));
    assert_eq!(peer.result("waitsendpay", &json!([hash]).to_string()), sent);
    let message = format!("Already paid or expired invoice {text}");
    assert_eq!(peer.error("sendpay", &sendpay(5000, secret)), (203, message));
    let states: Vec<_> = node.payments().unwrap().iter().map(|part| part.status.to_string()).collect();
    assert_eq!(states, ["failed", "failed", "failed", "failed", "failed", "complete", "failed"]);
}

#[test]
fn an_invoice_that_cannot_be_paid_is_told_as_such() {
    let node = node();
    let mut peer = Peer::connect(node.socket());
    let made = invoice(&mut peer, 5000);
    let (hash, text) = (made["payment_hash"].as_str().unwrap(), &made["bolt11"]);
    // What a test says is what happens.
    let failure = PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails);
    node.payment(hash.parse::<Hash>().unwrap()).fails(failure);
    let message = "Destination said it doesn't know invoice: incorrect_or_unknown_payment_details";
    assert_eq!(peer.error("xpay", &json!([text]).to_string()), (203, message.to_owned()));
    assert_eq!(status(&node), InvoiceStatus::Unpaid);

    let other = invoice(&mut peer, 6000);
    let part = json!({"invstring": other["bolt11"], "partial_msat": 3000});
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":7,"method":"xpay","params":{part}}}"#));
    peer.result("delinvoice", r#"["6000","unpaid"]"#);
    assert_eq!(peer.result("listpays", "{}")["pays"][1]["status"], "pending");
    let third = invoice(&mut peer, 7000);
    peer.result("delinvoice", r#"["7000","unpaid"]"#);
    let hash = third["payment_hash"].as_str().unwrap();
    let message = format!("Destination said it doesn't know invoice: Unknown invoice {hash}");
    assert_eq!(peer.error("pay", &json!([third["bolt11"]]).to_string()), (203, message));
}

/// Out through a channel and in again: a node on the way takes its fee, and nothing is lost.
#[test]
fn a_circle_ends_in_the_invoice() {
    let channel: PublicKey = PEER.parse().unwrap();
    let builder = MockNode::builder().clock(Duration::from_secs(NOW));
    let node = builder.channel(channel, Sat(1_000_000), Msat(990_000_000)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let balance = |peer: &mut Peer| peer.result("listpeerchannels", "{}")["channels"][0]["to_us_msat"].take();
    let sendpay = |made: &Value, amount: u64| {
        let out = json!({"id": PEER, "channel": "0x0x0", "delay": 20, "amount_msat": amount + 10});
        let back = json!({"id": node.id().to_string(), "channel": "104x1x0", "delay": 10, "amount_msat": amount});
        json!({"route": [out, back], "payment_hash": made["payment_hash"], "payment_secret": made["payment_secret"]})
            .to_string()
    };
    // There is no room for it to come in.
    let made = invoice(&mut peer, 5000);
    peer.result("sendpay", &sendpay(&made, 5000));
    assert_eq!(peer.error("waitsendpay", &json!([made["payment_hash"]]).to_string()).0, 203);
    assert_eq!((balance(&mut peer), status(&node)), (json!(990_000_000), InvoiceStatus::Unpaid));

    // Somebody else is paid first, which makes some.
    let hash = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
    node.payment(hash.parse().unwrap()).succeeds([0; 32]).unwrap();
    peer.result("pay", &json!([crate::pay::foreign_invoice(Some(100_000_000))]).to_string());
    assert_eq!(balance(&mut peer), 890_000_000);
    peer.result("sendpay", &sendpay(&made, 5000));
    assert_eq!(peer.result("waitsendpay", &json!([made["payment_hash"]]).to_string())["status"], "complete");
    assert_eq!((balance(&mut peer), status(&node)), (json!(889_999_990), InvoiceStatus::Paid));
}
