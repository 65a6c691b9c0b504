//! Many connections that want the same row at the same moment: one gets it.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

use cln_mock::{InvoiceStatus, MockNode};
use cln_runtime::Msat;
use cln_tests::sizes::size;
use serde_json::{Value, json};

use crate::peer::Peer;

const CONNECTIONS: usize = 16;

/// A node in a file, and connections to it.
struct Race {
    node: MockNode,
    peers: Vec<Peer>,
    _folder: tempfile::TempDir,
}

impl Race {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = MockNode::builder().database(folder.path().join("db")).record(false).start().unwrap();
        let peers = (0..CONNECTIONS).map(|_| Peer::connect(node.socket())).collect();
        Self { node, peers, _folder: folder }
    }

    /// Every connection makes its call, all at the same moment: the results, and the codes of the errors.
    fn run(&mut self, call: impl Fn(usize) -> (&'static str, Value) + Sync) -> (Vec<Value>, Vec<i64>) {
        let start = Barrier::new(CONNECTIONS);
        let ask = |number: usize, peer: &mut Peer| {
            let (method, params) = call(number);
            start.wait();
            peer.call(method, &params.to_string())
        };
        let ask = &ask;
        let answers: Vec<Value> = thread::scope(|scope| {
            let peers = self.peers.iter_mut().enumerate();
            let asked: Vec<_> = peers.map(|(number, peer)| scope.spawn(move || ask(number, peer))).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        let (good, bad): (Vec<Value>, Vec<Value>) = answers.into_iter().partition(|answer| answer["error"].is_null());
        let codes = bad.iter().map(|answer| answer["error"]["code"].as_i64().unwrap());
        (good.iter().map(|answer| answer["result"].clone()).collect(), codes.collect())
    }

    /// One is answered, all others are refused with this code.
    fn one_wins(&mut self, code: i64, call: impl Fn(usize) -> (&'static str, Value) + Sync) -> Value {
        let (mut won, lost) = self.run(call);
        assert_eq!((won.len(), lost), (1, vec![code; CONNECTIONS - 1]), "{won:?}");
        won.swap_remove(0)
    }

    fn invoice(&mut self, label: &str) -> Value {
        self.peers[0].result("invoice", &json!([5000, label, "a cup"]).to_string())
    }

    fn rows(&mut self, method: &str, params: &Value, name: &str) -> Vec<Value> {
        self.peers[0].result(method, &params.to_string())[name].as_array().unwrap().clone()
    }
}

fn rounds() -> u32 {
    size("CLN_RACES", 8, 100)
}

#[test]
fn an_invoice_is_paid_once_whoever_pays_it() {
    let mut race = Race::new();
    let mut indexes = Vec::new();
    for round in 0..rounds() {
        let made = race.invoice(&format!("{round}"));
        // Half of them build the payment themselves; the node itself tells none of those that are late of a failure.
        let pay = |number: usize| match number % 2 {
            0 => ("pay", json!([made["bolt11"]])),
            _ => {
                let params = json!({"route": [], "payment_hash": made["payment_hash"], "amount_msat": 5000,
                    "payment_secret": made["payment_secret"]});
                ("sendpay", params)
            }
        };
        let (paid, refused) = race.run(pay);
        let payments = race.rows("listsendpays", &json!({"payment_hash": made["payment_hash"]}), "payments");
        let complete: Vec<&Value> = payments.iter().filter(|payment| payment["status"] == "complete").collect();
        assert_eq!(complete.len(), 1, "{payments:?}");
        assert!(paid.iter().all(|paid| paid["payment_preimage"] == complete[0]["payment_preimage"]), "{paid:?}");
        assert!(payments.iter().all(|payment| payment["status"] != "pending"));
        assert!(refused.iter().all(|code| *code == 201 || *code == 203), "{refused:?}");
        // None of what was refused looks as if it had been paid.
        assert!(paid.len() + refused.len() == CONNECTIONS && payments.len() <= 1 + refused.len());
        let invoice = race.rows("listinvoices", &json!({"label": format!("{round}")}), "invoices").remove(0);
        assert_eq!((&invoice["status"], &invoice["amount_received_msat"]), (&json!("paid"), &json!(5000)));
        indexes.push(invoice["pay_index"].as_u64().unwrap());
    }
    assert_eq!(indexes, (1..=u64::from(rounds())).collect::<Vec<_>>());
}

/// The test pays as somebody else would, who cannot know of the node's own payment.
#[test]
fn of_the_node_and_somebody_else_one_pays() {
    let mut race = Race::new();
    let (mut others, mut own) = (0, 0);
    for round in 0..rounds() {
        let label = format!("{round}");
        let made = race.invoice(&label);
        let mut peer = Peer::connect(race.node.socket());
        let start = Barrier::new(2);
        let (paid, answer) = thread::scope(|scope| {
            let pay = scope.spawn(|| {
                start.wait();
                peer.call("pay", &json!([made["bolt11"]]).to_string())
            });
            start.wait();
            (race.node.pay_invoice(&label, Msat(6000)).is_ok(), pay.join().unwrap())
        });
        let invoice = race.node.invoices().unwrap().pop().unwrap();
        let received = invoice.payment.unwrap();
        assert_eq!((invoice.status, received.pay_index), (InvoiceStatus::Paid, u64::from(round) + 1));
        assert_eq!(received.amount_received_msat, Msat(if paid { 6000 } else { 5000 }));
        let status = race.node.payments().unwrap().pop().unwrap().status.to_string();
        match paid {
            true => assert_eq!((&answer["error"]["code"], status.as_str()), (&json!(203), "failed")),
            false => assert_eq!((&answer["error"], status.as_str()), (&Value::Null, "complete")),
        }
        if paid { others += 1 } else { own += 1 }
    }
    println!("{others} were paid by somebody else, {own} by the node");
}

#[test]
fn of_those_that_delete_or_make_the_same_one_wins() {
    let mut race = Race::new();
    let mut created = BTreeSet::new();
    for round in 0..rounds() {
        let label = format!("{round}");
        let made = race.one_wins(900, |_| ("invoice", json!([5000, label, "a cup"])));
        assert!(created.insert(made["created_index"].as_u64().unwrap()));
        let pay = made["bolt11"].clone();
        race.peers[0].result("pay", &json!([pay]).to_string());
        let deleted = race.one_wins(208, |_| ("delpay", json!([made["payment_hash"], "complete"])));
        assert_eq!(deleted["payments"].as_array().map(Vec::len), Some(1));
        let deleted = race.one_wins(905, |_| ("delinvoice", json!([label, "paid"])));
        assert_eq!(deleted["pay_index"], round + 1);

        let key = json!(["key", label]);
        let entry = race.one_wins(1202, |number| ("datastore", json!({"key": key, "string": number.to_string()})));
        assert_eq!(race.rows("listdatastore", &json!([key]), "datastore"), [entry.clone()]);
        let replace = |number: usize| {
            ("datastore", json!({"key": key, "string": format!("{number}"), "mode": "must-replace", "generation": 0}))
        };
        assert_eq!(race.one_wins(1204, replace)["generation"], 1);
        let (appended, _) = race.run(|_| ("datastore", json!({"key": key, "hex": "0a", "mode": "must-append"})));
        let generations: BTreeSet<u64> = appended.iter().map(|entry| entry["generation"].as_u64().unwrap()).collect();
        assert_eq!(generations, (2..2 + CONNECTIONS as u64).collect());
        let deleted = race.one_wins(1200, |_| ("deldatastore", json!({"key": key})));
        assert!(deleted["hex"].as_str().unwrap().ends_with(&"0a".repeat(CONNECTIONS)));
    }
    assert_eq!(created, (1..=u64::from(rounds())).collect());
}

/// Rows that nobody else wants get their numbers one after another, too.
#[test]
fn numbers_have_no_gaps_and_no_twins() {
    let mut race = Race::new();
    let (mut made, mut paid) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let (invoices, refused) = race.run(|number| ("invoice", json!([1000, format!("{round}/{number}"), ""])));
        assert!(refused.is_empty(), "{refused:?}");
        let (payments, refused) = race.run(|number| ("pay", json!([invoices[number]["bolt11"]])));
        assert!(refused.is_empty(), "{refused:?}");
        assert_eq!(payments.len(), CONNECTIONS);
        made.extend(invoices);
    }
    let all = u64::from(rounds()) * CONNECTIONS as u64;
    let numbers =
        |rows: &[Value], name: &str| rows.iter().map(|row| row[name].as_u64().unwrap()).collect::<BTreeSet<_>>();
    let expected: BTreeSet<u64> = (1..=all).collect();
    assert_eq!(numbers(&made, "created_index"), expected);
    let invoices = race.rows("listinvoices", &json!({}), "invoices");
    for name in ["created_index", "updated_index", "pay_index"] {
        assert_eq!(numbers(&invoices, name), expected, "{name} of invoices");
    }
    let payments = race.rows("listsendpays", &json!({}), "payments");
    for name in ["created_index", "updated_index", "id"] {
        assert_eq!(numbers(&payments, name), expected, "{name} of payments");
    }
    // Who takes them one after another, as shops do, sees each once.
    let peer = &mut race.peers[0];
    for _ in 0..all {
        let last = paid.last().copied().unwrap_or(0);
        paid.push(peer.result("waitanyinvoice", &json!([last, 0]).to_string())["pay_index"].as_u64().unwrap());
    }
    assert_eq!(paid, (1..=all).collect::<Vec<_>>());
}
