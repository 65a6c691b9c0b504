//! Invoices: made, listed, paid, waited for, expired, deleted.

use std::time::Duration;

use cln_mock::{InvoiceStatus, MockNode, Network};
use cln_runtime::Msat;
use cln_tests::folders::shared;
use cln_tests::transcript;
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::transcripts::before_tail;
use crate::valid::{Checked, RELEASES};

const NOW: u64 = 1_795_181_306;

/// A node whose time stands still, and a client of it.
fn start() -> (MockNode, Peer) {
    let node = MockNode::builder().clock(Duration::from_secs(NOW)).start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

/// An invoice that asks for 1,000 msat and can be paid for an hour.
fn tea(peer: &mut Peer, label: &str) -> Value {
    let params = json!({"amount_msat": 1000, "label": label, "description": "tea", "expiry": 3600});
    peer.result("invoice", &params.to_string())
}

/// Waits until the node has taken up all that was sent.
fn all_taken(peer: &mut Peer) {
    peer.send(r#"{"jsonrpc":"2.0","id":"last","method":"listinvoices","params":["none"]}"#);
    assert!(peer.line().contains(r#""id":"last","#));
}

#[test]
fn an_invoice_is_made_listed_and_read() {
    let (node, mut peer) = start();
    let preimage = "4ff4db7bd61c38cd92b2799f178fd4fcc36c4817a83769f612095525f45ae5cf";
    let params = json!({"amount_msat": "12345678msat", "label": 7, "description": "für \"Tee\"", "expiry": 3600, "preimage": preimage});
    let made = peer.result("invoice", &params.to_string());
    // What a node has answered to the same preimage.
    let hash = "1b30f47ff18fa05dbf88a74f9471b109ee7fe048b937b7463e79c666c2aeb977";
    assert_eq!(made["payment_hash"], hash);
    assert_eq!(made["payment_secret"], "406a42a93dd53435d4875ec6083c63bf6920ef0d9cebeea9ab5ef803bb2ed67f");
    assert_eq!((&made["expires_at"], &made["created_index"]), (&json!(NOW + 3600), &json!(1)));
    assert_eq!(made["warning_capacity"], "Insufficient incoming channel capacity to pay invoice");
    let row = json!({"label": "7", "bolt11": made["bolt11"], "payment_hash": hash, "amount_msat": 12_345_678,
        "status": "unpaid", "description": "für \"Tee\"", "expires_at": NOW + 3600, "created_index": 1});
    for params in [
        json!({}),
        json!([7]),
        json!({"invstring": made["bolt11"]}),
        json!({"payment_hash": hash}),
        json!({"invstring": format!("lightning:{}", made["bolt11"].as_str().unwrap())}),
    ] {
        assert_eq!(peer.result("listinvoices", &params.to_string()), json!({"invoices": [row]}), "{params}");
    }
    assert_eq!(peer.result("listinvoices", r#"["8"]"#), json!({"invoices": []}));
    let read = peer.result("decode", &json!([made["bolt11"]]).to_string());
    assert_eq!((&read["payee"], &read["payment_secret"]), (&json!(node.id().to_string()), &made["payment_secret"]));
    assert_eq!((&read["amount_msat"], &read["description"]), (&json!(12_345_678), &json!("für \"Tee\"")));
    assert_eq!((&read["created_at"], &read["expiry"], &read["currency"]), (&json!(NOW), &json!(3600), &json!("bcrt")));
}

#[test]
fn what_an_invoice_cannot_be_is_refused() {
    let (_node, mut peer) = start();
    let first = json!({"amount_msat": "any", "label": "a\"b", "description": "", "preimage": "01".repeat(32)});
    peer.result("invoice", &first.to_string());
    let long = "x".repeat(640);
    for (change, code, message) in [
        (json!({"preimage": null}), -32602, "preimage: should be 64 hex digits: "),
        (json!({"label": "other"}), 901, "preimage already used"),
        (json!({"preimage": "02".repeat(32)}), 900, "Duplicate label 'a\\\"b'"),
        (json!({"amount_msat": 0}), -32602, "amount_msat: should be positive msat or 'any': "),
        (json!({"description": long}), -32602, "Description greater than 639 bytes invalid (description length 640)"),
        (json!({"label": "x".repeat(129)}), -32602, &format!("Label '{}' over 128 bytes", "x".repeat(129))),
        (json!({"expiry": 1_u64 << 32}), -32602, "expiry must be below 2^32 seconds (~136 years)"),
        (json!({"fallbacks": "x"}), -32602, "fallbacks: should be an array: "),
        (json!({"fallbacks": ["x"]}), -1, "Fallback address not valid"),
        (
            json!({"fallbacks": ["1RustyRX2oai4EYYDpQGWvEL62BBGqN9T"]}),
            -1,
            "Fallback address does not match our network regtest",
        ),
        (
            json!({"exposeprivatechannels": "x"}),
            -32602,
            "exposeprivatechannels: should be a short_channel_id of form NxNxN: ",
        ),
        (json!({"exposeprivatechannels": "1x1x1"}), 902, "None of those hints were suitable local channels"),
    ] {
        let mut params = first.clone();
        params.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let error = peer.error("invoice", &params.to_string());
        assert_eq!((error.0, before_tail(&error.1)), (code, message), "{change}");
    }
    // Nothing was made, and no number given.
    let fallback = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry";
    let good = json!({"amount_msat": 1, "label": "good", "description": long, "deschashonly": true, "cltv": 40, "fallbacks": [fallback]});
    let made = peer.result("invoice", &good.to_string());
    assert_eq!(made["created_index"], 2);
    let read = peer.result("decode", &json!([made["bolt11"]]).to_string());
    assert_eq!((&read["fallbacks"][0]["addr"], &read["min_final_cltv_expiry"]), (&json!(fallback), &json!(40)));
    assert_eq!(read.get("description"), None);
    assert_eq!(read["description_hash"].as_str().unwrap().len(), 64);
}

#[test]
fn a_check_makes_and_deletes_nothing() {
    let (node, mut peer) = start();
    tea(&mut peer, "tea");
    let check = |command: &str, rest: Value| {
        let mut params = json!({"command_to_check": command});
        params.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        params.to_string()
    };
    for (command, rest) in [
        ("invoice", json!({"amount_msat": 1, "label": "other", "description": ""})),
        ("delinvoice", json!({"label": "tea", "status": "unpaid"})),
        ("delinvoice", json!({"label": "tea", "status": "unpaid", "desconly": true})),
        ("listinvoices", json!({})),
        ("waitinvoice", json!({"label": "tea"})),
        ("waitanyinvoice", json!({})),
    ] {
        assert_eq!(peer.result("check", &check(command, rest)), json!({"command_to_check": command}));
    }
    assert_eq!(peer.error("check", &check("delinvoice", json!({"label": "tea", "status": "paid"}))).0, 906);
    assert_eq!(peer.error("check", &check("waitinvoice", json!({"label": "x"}))).0, -1);
    let all = node.invoices().unwrap();
    assert_eq!((all.len(), all[0].updated_index, all[0].description.as_deref()), (1, 0, Some("tea")));
}

#[test]
fn who_waits_hears_of_a_payment() {
    let (node, mut peer) = start();
    let made = tea(&mut peer, "tea");
    tea(&mut peer, "more tea");
    let mut others = Peer::connect(node.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"waitinvoice","params":["tea"]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":2,"method":"waitanyinvoice","params":[]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":3,"method":"waitanyinvoice","params":[1]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":4,"method":"wait","params":["invoices","updated",1]}"#);
    all_taken(&mut peer);
    let paid = node.pay_invoice("tea", Msat(1_500)).unwrap();
    let mut row = json!({"label": "tea", "bolt11": made["bolt11"], "payment_hash": made["payment_hash"],
        "amount_msat": 1000, "status": "paid", "pay_index": 1, "amount_received_msat": 1500, "paid_at": NOW,
        "payment_preimage": paid.preimage.unwrap().to_hex(), "description": "tea", "expires_at": NOW + 3600,
        "created_index": 1, "updated_index": 1});
    for id in 1..=2 {
        let answer: Value = serde_json::from_str(&peer.line()).unwrap();
        assert_eq!((&answer["id"], &answer["result"]), (&json!(id), &row));
    }
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    let happened = json!({"status": "paid", "label": "tea"});
    let expected = json!({"subsystem": "invoices", "updated": 1, "details": happened, "invoices": happened});
    assert_eq!((&answer["id"], &answer["result"]), (&json!(4), &expected));
    // By its hash, and the one that waits for the next.
    let hash = node.invoices().unwrap()[1].payment_hash.to_string();
    node.pay_invoice(&hash, Msat(1_000)).unwrap();
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!(
        (&answer["id"], &answer["result"]["label"], &answer["result"]["pay_index"]),
        (&json!(3), &json!("more tea"), &json!(2))
    );
    assert_eq!(others.result("waitanyinvoice", "[0]"), row);
    assert_eq!(others.result("waitanyinvoice", "[1, 0]")["label"], "more tea");
    assert_eq!(others.result("waitinvoice", r#"["tea"]"#), row);
    // The last number stays, whatever is deleted.
    row["description"].take();
    others.result("delinvoice", r#"["more tea", "paid"]"#);
    tea(&mut others, "tea for two");
    assert_eq!(node.pay_invoice("tea for two", Msat(2_000)).unwrap().payment.unwrap().pay_index, 3);
}

#[test]
fn an_invoice_is_paid_once_in_time_and_with_enough() {
    let (node, mut peer) = start();
    tea(&mut peer, "tea");
    peer.result("invoice", r#"["any", "gift", ""]"#);
    let refused = |what: &str, amount| node.pay_invoice(what, Msat(amount)).unwrap_err().to_string();
    for (what, amount, why) in [
        ("tea", 999, "it asks for 1000msat"),
        ("tea", 2001, "it asks for 1000msat, and a node takes no more than twice as much"),
        ("gift", 0, "it asks for 1msat"),
        ("x", 1000, "there is none with this label or hash"),
        (&"00".repeat(32), 1000, "there is none with this label or hash"),
    ] {
        assert_eq!(refused(what, amount), format!("the invoice {what} cannot be paid: {why}"));
    }
    node.pay_invoice("gift", Msat(u64::MAX)).unwrap();
    node.pay_invoice("tea", Msat(2_000)).unwrap();
    assert!(refused("tea", 1_000).ends_with("it is paid already"));
    tea(&mut peer, "late");
    node.clock().advance(Duration::from_secs(3_599));
    assert_eq!(node.invoices().unwrap()[2].status, InvoiceStatus::Unpaid);
    node.clock().advance(Duration::from_secs(1));
    assert!(refused("late", 1_000).ends_with(&format!("it expired at {}", NOW + 3_600)));
    let late = &node.invoices().unwrap()[2];
    assert_eq!((late.status, late.updated_index), (InvoiceStatus::Expired, 3));
}

#[test]
fn who_waits_hears_that_time_is_over() {
    let (node, mut peer) = start();
    let made = tea(&mut peer, "tea");
    peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"waitinvoice","params":["tea"]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":2,"method":"wait","params":["invoices","updated",1]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":3,"method":"waitanyinvoice","params":[0,3600]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":4,"method":"waitanyinvoice","params":{"timeout":0}}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":5,"method":"waitanyinvoice","params":{"timeout":-1}}"#);
    let timed_out = "Timed out while waiting for invoice to be paid";
    for id in [4, 5] {
        let answer: Value = serde_json::from_str(&peer.line()).unwrap();
        assert_eq!((&answer["id"], &answer["error"]), (&json!(id), &json!({"code": 904, "message": timed_out})));
    }
    all_taken(&mut peer);
    node.clock().advance(Duration::from_secs(3600));
    let row = json!({"label": "tea", "bolt11": made["bolt11"], "payment_hash": made["payment_hash"], "amount_msat": 1000,
        "status": "expired", "description": "tea", "expires_at": NOW + 3600, "created_index": 1, "updated_index": 1});
    let expired = json!({"code": 903, "message": "invoice expired during wait", "data": row});
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&answer["id"], &answer["error"]), (&json!(1), &expired));
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!(
        (&answer["id"], &answer["result"]["details"]),
        (&json!(2), &json!({"status": "expired", "label": "tea"}))
    );
    let answer: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(3), &json!(904)));
    assert_eq!(peer.error("waitinvoice", r#"["tea"]"#).0, 903);
    assert_eq!(peer.error("waitinvoice", r#"["x"]"#), (-1, "Label not found".to_owned()));
}

/// A clock that goes on by itself: what expires next decides when who waits is told, though it was made later.
#[test]
fn time_passes_by_itself() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":1,"method":"wait","params":["invoices","updated",1]}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":2,"method":"invoice","params":{"amount_msat":1,"label":"a","description":"","expiry":100}}"#);
    assert!(peer.line().contains(r#""id":2,"#));
    // Just before its end; the rest passes.
    let left = node.invoices().unwrap()[0].expires_at - node.clock().seconds();
    node.clock().advance(Duration::from_secs(left - 1));
    assert!(peer.line().contains(r#""id":1,"result":{"subsystem":"invoices","updated":1,"#));
    assert_eq!(node.invoices().unwrap()[0].status, InvoiceStatus::Expired);
}

#[test]
fn an_invoice_is_deleted_if_its_status_is_expected() {
    let (node, mut peer) = start();
    let made = tea(&mut peer, "tea");
    let mut waiting = Peer::connect(node.socket());
    waiting.send(r#"{"jsonrpc":"2.0","id":1,"method":"waitinvoice","params":["tea"]}"#);
    waiting.send(r#"{"jsonrpc":"2.0","id":2,"method":"wait","params":["invoices","deleted",1]}"#);
    waiting.send(r#"{"jsonrpc":"2.0","id":3,"method":"wait","params":["invoices","updated",1]}"#);
    all_taken(&mut waiting);
    assert_eq!(peer.error("delinvoice", r#"["x", "unpaid"]"#), (905, "Unknown invoice".to_owned()));
    let unexpected = peer.call("delinvoice", r#"["tea", "paid"]"#);
    let data = json!({"current_status": "unpaid", "expected_status": "paid"});
    let error = json!({"code": 906, "message": "Invoice status is unpaid not paid", "data": data});
    assert_eq!(unexpected["error"], error);
    let mut row = json!({"label": "tea", "bolt11": made["bolt11"], "payment_hash": made["payment_hash"],
        "amount_msat": 1000, "status": "unpaid", "expires_at": NOW + 3600, "created_index": 1});
    // A node answers with what it was before.
    assert_eq!(peer.result("delinvoice", r#"{"label": "tea", "status": "unpaid", "desconly": true}"#), row);
    let again = peer.error("delinvoice", r#"["tea", "unpaid", true]"#);
    assert_eq!(again, (908, "Invoice description already removed".to_owned()));
    row["updated_index"] = json!(1);
    assert_eq!(peer.result("delinvoice", r#"["tea", "unpaid"]"#), row);
    assert!(node.invoices().unwrap().is_empty());
    let mut heard: Vec<Value> = (0..3).map(|_| serde_json::from_str(&waiting.line()).unwrap()).collect();
    heard.sort_by_key(|answer| answer["id"].as_u64());
    assert_eq!(heard[0]["error"], json!({"code": -1, "message": "Invoice deleted during wait"}));
    assert_eq!(heard[1]["result"]["invoices"], json!({"status": "unpaid", "label": "tea", "bolt11": made["bolt11"]}));
    assert_eq!(heard[2]["result"]["invoices"], json!({"label": "tea", "description": "tea"}));
    // Its number is not given again.
    assert_eq!(tea(&mut peer, "tea")["created_index"], 2);
}

#[test]
fn a_list_is_read_in_pieces() {
    let (node, mut peer) = start();
    for label in ["a", "b", "c"] {
        tea(&mut peer, label);
    }
    node.pay_invoice("b", Msat(1_000)).unwrap();
    node.pay_invoice("a", Msat(1_000)).unwrap();
    let mut labels = |params: &str| -> String {
        let list = peer.result("listinvoices", params);
        list["invoices"].as_array().unwrap().iter().map(|row| row["label"].as_str().unwrap()).collect()
    };
    assert_eq!(labels(r#"{"index": "created", "start": 2, "limit": 1}"#), "b");
    assert_eq!(labels(r#"{"index": "updated"}"#), "cba");
    assert_eq!(labels(r#"{"index": "updated", "start": 2}"#), "a");
    assert_eq!(labels(r#"{"index": "created", "limit": 0}"#), "");
    for (params, message) in [
        (r#"{"start": 1}"#, "Can only specify {start} with {index}"),
        (r#"{"limit": 1}"#, "Can only specify {limit} with {index}"),
        (
            r#"{"label": "a", "offer_id": "0000000000000000000000000000000000000000000000000000000000000000"}"#,
            "Can only specify one of {label}, {invstring}, {payment_hash} or {offer_id}",
        ),
        (r#"{"invstring": "x"}"#, "Invalid invstring"),
        (r#"{"index": "bad"}"#, "index: unknown index: "),
    ] {
        assert_eq!(before_tail(&peer.error("listinvoices", params).1), message);
    }
}

/// What a node lists goes in and comes out.
#[test]
fn invoices_to_begin_with_are_as_a_node_lists_them() {
    let rows = json!([
        {"label": "unpaid", "bolt11": "lnbcrt1", "payment_hash": "11".repeat(32), "amount_msat": 5, "status": "unpaid",
         "description": "", "expires_at": NOW + 1, "created_index": 3},
        {"label": "paid", "bolt12": "lni1", "payment_hash": "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793",
         "status": "paid", "pay_index": 4, "amount_received_msat": 7, "paid_outpoint": {"txid": "22".repeat(32), "outnum": 1},
         "paid_at": 1, "payment_preimage": "01".repeat(32), "expires_at": NOW - 9, "local_offer_id": "33".repeat(32),
         "invreq_payer_note": "for you", "created_index": 5, "updated_index": 6},
        {"label": "expired", "bolt11": "lnbcrt2", "payment_hash": "44".repeat(32), "status": "expired",
         "expires_at": NOW - 9, "created_index": 7, "updated_index": 2}
    ]);
    let node = MockNode::builder()
        .clock(Duration::from_secs(NOW))
        .listings_json(json!({"invoices": rows}).to_string())
        .start()
        .unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("listinvoices", "{}"), json!({"invoices": rows}));
    for (key, value, row) in
        [("invstring", json!("lni1"), 1), ("offer_id", json!("33".repeat(32)), 1), ("label", json!("expired"), 2)]
    {
        let found = peer.result("listinvoices", &json!({key: value}).to_string());
        assert_eq!(found, json!({"invoices": [rows[row]]}), "{key}");
    }
    assert_eq!(peer.result("waitanyinvoice", "[0]"), rows[1]);
    assert_eq!(tea(&mut peer, "new")["created_index"], 8);
    let unknown = node.pay_invoice("unpaid", Msat(5)).unwrap_err().to_string();
    assert!(
        unknown.ends_with("its preimage is not known: give the row that it comes from a `payment_preimage`"),
        "{unknown}"
    );
    assert_eq!(node.pay_invoice("new", Msat(1_000)).unwrap().payment.unwrap().pay_index, 5);
}

#[test]
fn an_unpaid_row_may_have_its_preimage() {
    let hash = "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793";
    let mut row = json!({"label": "a", "bolt11": "lnbcrt1", "payment_hash": hash, "status": "unpaid",
        "payment_preimage": "01".repeat(32), "expires_at": u64::MAX, "created_index": 1});
    let listing = |row: &Value| json!({"invoices": [row]}).to_string();
    let node = MockNode::builder().listings_json(listing(&row)).start().unwrap();
    let shown = Peer::connect(node.socket()).result("listinvoices", "{}");
    assert_eq!(shown["invoices"][0].get("payment_preimage"), None);
    assert!(!format!("{:?}", node.invoices().unwrap()).contains(&"01".repeat(32)));
    node.pay_invoice("a", Msat(1)).unwrap();
    for (name, value, why) in [
        ("payment_preimage", json!("02".repeat(32)), "payment_preimage: its hash is not the payment_hash"),
        ("payment_preimage", json!("02"), "payment_preimage: expected 64 hexadecimal digits"),
        ("status", json!("lost"), "status: expected unpaid, paid or expired, found lost"),
        ("status", json!("paid"), "expected pay_index, which is missing"),
        ("expires_at", json!("soon"), "expires_at: expected a whole number, found \"soon\""),
        ("label", json!(7), "label: expected a text, found 7"),
        ("color", json!("red"), "a node lists no color of an invoice"),
    ] {
        let mut wrong = row.clone();
        wrong[name] = value;
        let error = MockNode::builder().listings_json(listing(&wrong)).start().unwrap_err().to_string();
        assert_eq!(error, format!("the rows are not as a node lists them: invoices: [0]: {why}"));
    }
    row["label"] = json!("b");
    let twice = node.add_listings(&listing(&row)).unwrap_err().to_string();
    assert!(twice.ends_with("b: another invoice has this label, hash or pay_index already"), "{twice}");
}

#[test]
fn the_same_requests_get_the_same_bytes() {
    let answers = |seed| {
        let node = MockNode::builder().seed(seed).clock(Duration::from_secs(NOW)).start().unwrap();
        let mut peer = Peer::connect(node.socket());
        let made = [tea(&mut peer, "a"), tea(&mut peer, "b")];
        node.pay_invoice("a", Msat(1_000)).unwrap();
        (made, peer.result("listinvoices", "{}"))
    };
    assert_eq!(answers(1), answers(1));
    assert_ne!(answers(1), answers(2));
    let ([a, b], _) = answers(1);
    assert_ne!(a["payment_hash"], b["payment_hash"]);
}

#[test]
fn invoices_are_there_after_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let start =
        || MockNode::builder().database(folder.path().join("db")).clock(Duration::from_secs(NOW)).start().unwrap();
    let node = start();
    let mut peer = Peer::connect(node.socket());
    tea(&mut peer, "paid");
    tea(&mut peer, "unpaid");
    node.pay_invoice("paid", Msat(1_000)).unwrap();
    peer.result("delinvoice", r#"["unpaid", "unpaid"]"#);
    let (all, listed) = (node.invoices().unwrap(), peer.result("listinvoices", "{}"));
    drop(node);
    let node = start();
    let mut peer = Peer::connect(node.socket());
    assert_eq!((node.invoices().unwrap(), peer.result("listinvoices", "{}")), (all, listed));
    assert_eq!(tea(&mut peer, "unpaid")["created_index"], 3);
    assert_eq!(node.pay_invoice("unpaid", Msat(1_000)).unwrap().payment.unwrap().pay_index, 2);
}

#[test]
fn invoices_are_for_the_network_of_the_node() {
    for (network, prefix, cltv) in [(Network::Bitcoin, "lnbc10n1", 18), (Network::Signet, "lntbs10n1", 10)] {
        let node = MockNode::builder().network(network).start().unwrap();
        let mut peer = Peer::connect(node.socket());
        let bolt11 = tea(&mut peer, "tea")["bolt11"].clone();
        assert!(bolt11.as_str().unwrap().starts_with(prefix), "{bolt11}");
        assert_eq!(peer.result("decode", &json!([bolt11]).to_string())["min_final_cltv_expiry"], cltv);
    }
}

#[test]
fn a_payment_comes_in_through_a_channel() {
    let (node, mut peer) = start();
    let remote = json!({"htlc_minimum_msat": 0, "htlc_maximum_msat": 9_900, "cltv_expiry_delta": 6, "fee_base_msat": 1,
        "fee_proportional_millionths": 10});
    let channel = |byte: &str, scid: &str, receivable: u64| {
        json!({"peer_id": node.id().to_string(), "peer_connected": true,
        "state": "CHANNELD_NORMAL", "channel_id": byte.repeat(32), "short_channel_id": scid, "private": false,
        "updates": {"remote": remote}, "to_us_msat": 1_000, "total_msat": 10_000, "spendable_msat": 1_000,
        "receivable_msat": receivable})
    };
    let both = json!({"channels": [channel("01", "1x2x3", 500), channel("02", "4x5x6", 3_000)]});
    node.add_listings(&both.to_string()).unwrap();
    let made = tea(&mut peer, "tea");
    assert_eq!(made.get("warning_capacity"), None);
    let routes = |peer: &mut Peer, made: &Value| {
        let read = peer.result("decode", &json!([made["bolt11"]]).to_string());
        let ids = read["routes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|route| route[0]["short_channel_id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(routes(&mut peer, &made), ["4x5x6"]);
    node.pay_invoice("tea", Msat(1_000)).unwrap();
    // What is left is more than what either has.
    let large = peer.result("invoice", r#"{"amount_msat": 2400, "label": "large", "description": ""}"#);
    assert_eq!(large["warning_mpp"], "The invoice is only payable by MPP-capable payers.");
    assert_eq!(routes(&mut peer, &large), ["1x2x3", "4x5x6"]);
    let refused = node.pay_invoice("large", Msat(4_000)).unwrap_err().to_string();
    assert!(refused.ends_with("the channels cannot take in so much"), "{refused}");
    assert_eq!(node.invoices().unwrap()[1].status, InvoiceStatus::Unpaid);
    node.pay_invoice("large", Msat(2_400)).unwrap();
    let huge = peer.result("invoice", r#"{"amount_msat": 101, "label": "huge", "description": ""}"#);
    assert_eq!(huge["warning_capacity"], "Insufficient incoming channel capacity to pay invoice");
    let one = r#"{"amount_msat": 1, "label": "one", "description": "", "exposeprivatechannels": ["1x2x3"]}"#;
    let one = peer.result("invoice", one);
    assert_eq!(routes(&mut peer, &one), ["1x2x3"]);
}

#[test]
fn old_invoices_are_cleaned_away() {
    let (node, mut peer) = start();
    for label in ["paid", "late", "too late"] {
        tea(&mut peer, label);
    }
    node.pay_invoice("paid", Msat(1_000)).unwrap();
    node.clock().advance(Duration::from_secs(3_600));
    tea(&mut peer, "new");
    node.clock().advance(Duration::from_secs(10));
    let mut clean = |params: &str| peer.result("autoclean-once", params)["autoclean"].clone();
    assert_eq!(clean(r#"["expiredinvoices", 11]"#), json!({"expiredinvoices": {"cleaned": 0, "uncleaned": 2}}));
    assert_eq!(clean(r#"["expiredinvoices", 10]"#), json!({"expiredinvoices": {"cleaned": 2, "uncleaned": 0}}));
    assert_eq!(clean(r#"["paidinvoices", 3611]"#), json!({"paidinvoices": {"cleaned": 0, "uncleaned": 1}}));
    assert_eq!(clean(r#"["paidinvoices", 3610]"#), json!({"paidinvoices": {"cleaned": 1, "uncleaned": 0}}));
    assert_eq!(node.invoices().unwrap().len(), 1);
    assert_eq!(before_tail(&peer.error("autoclean-once", r#"["paidinvoices", 0]"#).1), "age: Must be non-zero: ");
    let bad = peer.error("autoclean-once", r#"["bad", 1]"#).1;
    assert_eq!(before_tail(&bad), "subsystem: should be a valid subsystem name: ");
    // Older nodes count whatever is left.
    let node = MockNode::builder().behave_like("v24.11").clock(Duration::from_secs(NOW)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    tea(&mut peer, "new");
    let counted = json!({"autoclean": {"expiredinvoices": {"cleaned": 0, "uncleaned": 1}}});
    assert_eq!(peer.result("autoclean-once", r#"["expiredinvoices", 1]"#), counted);
}

/// Members whose values are another node's: its keys, its channels, and the second in which it answered.
const VARYING: [&str; 5] = ["bolt11", "payment_hash", "payment_secret", "payment_preimage", "expires_at"];

fn without_varying(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| !VARYING.contains(&name.as_str()));
            members.values_mut().for_each(|member| *member = without_varying(member.take()));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| *element = without_varying(element.take())),
        _ => {}
    }
    value
}

/// All that a node was asked about invoices, in order. What it had done before, and what a peer has paid, are rows.
#[test]
fn invoices_are_as_the_recorded_node_has_them() {
    let Some(exchanges) = transcript::read("invoices") else { return };
    let node = MockNode::builder()
        .clock(Duration::from_secs(NOW))
        .schemas(shared("releases/v26.06.6").unwrap())
        .start()
        .unwrap();
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let commands = ["invoice", "listinvoices", "delinvoice", "waitinvoice", "waitanyinvoice"];
    let all: Vec<(Value, Value, String)> = exchanges
        .iter()
        .map(|exchange| (parsed(&exchange.request), parsed(&exchange.response), exchange.request.clone()))
        .filter(|(request, ..)| commands.iter().any(|command| request["method"] == *command))
        .collect();
    let rows = || {
        all.iter().flat_map(|(_, response, _)| response["result"]["invoices"].as_array().cloned().unwrap_or_default())
    };
    let add = |row: &Value| node.add_listings(&json!({"invoices": [row]}).to_string()).unwrap();
    // What was there before the first invoice that was recorded.
    let first = all[0].1["result"]["created_index"].as_u64().unwrap();
    let mut before: Vec<Value> = rows().filter(|row| row["created_index"].as_u64() < Some(first)).collect();
    before.sort_by_key(|row| row["created_index"].as_u64());
    before.dedup();
    before.iter().for_each(add);
    let mut peer = Peer::connect(node.socket());
    // The last of these is gone by then.
    add(&json!({"label": "gone", "bolt11": "", "payment_hash": "00".repeat(32), "status": "expired", "expires_at": 0,
        "created_index": first - 1}));
    peer.result("delinvoice", r#"["gone", "expired"]"#);
    let paid = rows().find(|row| row["status"] == "paid" && row["created_index"].as_u64() > Some(first)).unwrap();
    for (request, expected, text) in &all {
        if request["params"]["label"] == paid["label"]
            && node.invoices().unwrap().iter().all(|row| row.payment.is_none())
            && expected["error"].is_null()
        {
            add(&paid);
        }
        if expected["error"]["code"] == 903 {
            add(&expected["error"]["data"]);
        }
        if let Some(hash) = request["params"]["payment_hash"].as_str() {
            let ours = node.invoices().unwrap().iter().any(|row| row.payment_hash.to_string() == hash);
            assert!(ours, "the preimage of this one was given");
        }
        peer.send(text);
        let answer = parsed(&peer.line());
        let tailless = |value: &Value| value["error"]["message"].as_str().map(|text| before_tail(text).to_owned());
        assert_eq!(without_varying(answer["result"].clone()), without_varying(expected["result"].clone()), "{text}");
        assert_eq!(
            (&answer["error"]["code"], tailless(&answer)),
            (&expected["error"]["code"], tailless(expected)),
            "{text}"
        );
        assert_eq!(
            without_varying(answer["error"]["data"].clone()),
            without_varying(expected["error"]["data"].clone())
        );
        if request["params"].get("preimage").is_some() {
            for name in ["payment_hash", "payment_secret", "expires_at"] {
                assert_eq!(answer["result"][name], expected["result"][name]);
            }
        }
    }
    assert!(all.len() >= 45, "only {} exchanges were replayed", all.len());
}

/// What every release says of these answers.
#[test]
fn answers_about_invoices_are_valid_in_every_release() {
    for release in RELEASES {
        let Some(schemas) = shared(release) else { return };
        let mut checked = Checked::start(MockNode::builder().clock(Duration::from_secs(NOW)), &schemas);
        let new = r#"{"amount_msat": "any", "label": "tea", "description": "a cup", "expiry": 3600}"#;
        let made = checked.result("invoice", new);
        let text = json!([made["bolt11"]]).to_string();
        assert_eq!(checked.result("decode", &text)["payment_hash"], made["payment_hash"]);
        assert_eq!(checked.result("listinvoices", "{}")["invoices"][0]["status"], "unpaid");
        checked.result("wait", r#"["invoices", "created", 1]"#);
        let mut waiting = Peer::connect(checked.node.socket());
        waiting.send(r#"{"jsonrpc":"2.0","id":1,"method":"wait","params":["invoices","updated",1]}"#);
        all_taken(&mut waiting);
        checked.node.pay_invoice("tea", Msat(5)).unwrap();
        let heard: Value = serde_json::from_str(&waiting.line()).unwrap();
        checked.check("wait", &heard["result"].to_string());
        assert_eq!(checked.result("waitinvoice", r#"["tea"]"#)["amount_received_msat"], 5);
        assert_eq!(checked.result("waitanyinvoice", "[0]")["pay_index"], 1);
        assert_eq!(checked.result("listinvoices", r#"["tea"]"#)["invoices"][0]["status"], "paid");
        checked.result("delinvoice", r#"["tea", "paid", true]"#);
        checked.result("delinvoice", r#"["tea", "paid"]"#);
        checked.result("invoice", &new.replace("tea", "late"));
        checked.node.clock().advance(Duration::from_secs(3600));
        assert_eq!(Peer::connect(checked.node.socket()).error("waitinvoice", r#"["late"]"#).0, 903);
        assert_eq!(checked.result("listinvoices", "{}")["invoices"][0]["status"], "expired");
        assert_eq!(checked.result("delinvoice", r#"["late", "expired"]"#)["status"], "expired");
        checked.result("autoclean-once", r#"["paidinvoices", 1]"#);
        for example in crate::decode::EXAMPLES {
            checked.result("decode", &json!([example]).to_string());
        }
    }
}
