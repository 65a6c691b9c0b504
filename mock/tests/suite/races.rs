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

/// Rows that are raced for one right after another, so that all connections are at it at the same time.
const ITEMS: usize = 10;

/// What became of the calls about an item.
#[derive(Default)]
struct Outcomes {
    done: Vec<Value>,
    refused: Vec<i64>,
}

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

    /// Every connection makes its call about each item, and begins with all others: of each item, the results and the codes
    /// of the errors.
    fn run(&mut self, call: impl Fn(usize, usize) -> (&'static str, Value) + Sync) -> Vec<Outcomes> {
        let start = Barrier::new(CONNECTIONS);
        let ask = |number: usize, peer: &mut Peer| {
            let request = |item: usize| {
                let (method, params) = call(number, item);
                format!(r#"{{"jsonrpc":"2.0","id":{item},"method":"{method}","params":{params}}}"#)
            };
            let requests: String = (0..ITEMS).map(request).collect();
            start.wait();
            peer.send(requests);
            (0..ITEMS).map(|_| serde_json::from_str::<Value>(&peer.line()).unwrap()).collect::<Vec<_>>()
        };
        let ask = &ask;
        let answers: Vec<Vec<Value>> = thread::scope(|scope| {
            let peers = self.peers.iter_mut().enumerate();
            let asked: Vec<_> = peers.map(|(number, peer)| scope.spawn(move || ask(number, peer))).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        let mut outcomes: Vec<Outcomes> = (0..ITEMS).map(|_| Outcomes::default()).collect();
        for mut answer in answers.into_iter().flatten() {
            let of_item = &mut outcomes[answer["id"].as_u64().unwrap() as usize];
            match answer["error"]["code"].as_i64() {
                Some(code) => of_item.refused.push(code),
                None => of_item.done.push(answer["result"].take()),
            }
        }
        outcomes
    }

    /// Of each item, one is answered, and all others are refused with this code.
    fn one_wins(&mut self, code: i64, call: impl Fn(usize, usize) -> (&'static str, Value) + Sync) -> Vec<Value> {
        let one = |Outcomes { mut done, refused }| {
            assert_eq!((done.len(), refused), (1, vec![code; CONNECTIONS - 1]), "{done:?}");
            done.swap_remove(0)
        };
        self.run(call).into_iter().map(one).collect()
    }

    fn invoice(&mut self, label: &str) -> Value {
        self.peers[0].result("invoice", &json!([5000, label, "a cup"]).to_string())
    }

    fn rows(&mut self, method: &str, params: &Value, name: &str) -> Vec<Value> {
        self.peers[0].result(method, &params.to_string())[name].as_array().unwrap().clone()
    }
}

fn rounds() -> u32 {
    size("CLN_RACES", 3, 20)
}

#[test]
fn an_invoice_is_paid_once_whoever_pays_it() {
    let mut race = Race::new();
    let mut indexes = BTreeSet::new();
    for round in 0..rounds() {
        let made: Vec<Value> = (0..ITEMS).map(|item| race.invoice(&format!("{round}/{item}"))).collect();
        // Half of them build the payment themselves.
        let outcomes = race.run(|number, item| match number % 2 {
            0 => ("pay", json!([made[item]["bolt11"]])),
            _ => {
                let [hash, secret] = [&made[item]["payment_hash"], &made[item]["payment_secret"]];
                let params = json!({"route": [], "payment_hash": hash, "amount_msat": 5000, "payment_secret": secret});
                ("sendpay", params)
            }
        });
        for (made, Outcomes { done, refused }) in made.iter().zip(outcomes) {
            let hash = json!({"payment_hash": made["payment_hash"]});
            let payments = race.rows("listsendpays", &hash, "payments");
            let complete: Vec<&Value> = payments.iter().filter(|row| row["status"] == "complete").collect();
            assert_eq!(complete.len(), 1, "{payments:?}");
            // Those that are late are told of the payment that was made, or refused.
            assert!(done.iter().all(|paid| paid["payment_preimage"] == complete[0]["payment_preimage"]), "{done:?}");
            assert!(refused.iter().all(|code| [201, 203].contains(code)), "{refused:?}");
            assert!(payments.iter().all(|payment| payment["status"] != "pending"));
            let invoice = race.rows("listinvoices", &hash, "invoices").remove(0);
            assert_eq!((&invoice["status"], &invoice["amount_received_msat"]), (&json!("paid"), &json!(5000)));
            indexes.insert(invoice["pay_index"].as_u64().unwrap());
        }
    }
    assert_eq!(indexes, (1..=u64::from(rounds()) * ITEMS as u64).collect());
}

/// The test pays as somebody else would, who cannot know of the node's own payment.
#[test]
fn of_the_node_and_somebody_else_one_pays() {
    let mut race = Race::new();
    let (mut others, mut own) = (0, 0);
    for round in 0..ITEMS as u32 * rounds() {
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
fn of_those_that_make_or_delete_the_same_one_wins() {
    let mut race = Race::new();
    let numbers = |rows: &[Value], name: &str| rows.iter().map(|row| row[name].as_u64().unwrap()).collect::<Vec<_>>();
    let (mut created, mut paid) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let label = |item: usize| format!("{round}/{item}");
        let made = race.one_wins(900, |_, item| ("invoice", json!([5000, label(item), "a cup"])));
        created.extend(numbers(&made, "created_index"));
        made.iter().for_each(|made| drop(race.peers[0].result("pay", &json!([made["bolt11"]]).to_string())));
        let deleted = race.one_wins(208, |_, item| ("delpay", json!([made[item]["payment_hash"], "complete"])));
        assert!(deleted.iter().all(|deleted| deleted["payments"].as_array().map(Vec::len) == Some(1)));
        let deleted = race.one_wins(905, |_, item| ("delinvoice", json!([label(item), "paid"])));
        paid.extend(numbers(&deleted, "pay_index"));
    }
    created.sort_unstable();
    let expected: Vec<u64> = (1..=u64::from(rounds()) * ITEMS as u64).collect();
    assert_eq!((created, paid), (expected.clone(), expected));
}

#[test]
fn of_those_that_write_the_same_entry_one_wins() {
    let mut race = Race::new();
    for round in 0..rounds() {
        let key = |item: usize| json!([format!("{round}"), format!("{item}")]);
        let write = |item: usize, mut params: Value| {
            params["key"] = key(item);
            ("datastore", params)
        };
        let entries = race.one_wins(1202, |number, item| write(item, json!({"string": number.to_string()})));
        for (item, entry) in entries.into_iter().enumerate() {
            assert_eq!(race.rows("listdatastore", &json!([key(item)]), "datastore"), [entry]);
        }
        let replace = json!({"hex": "", "mode": "must-replace", "generation": 0});
        let entries = race.one_wins(1204, |_, item| write(item, replace.clone()));
        assert!(entries.iter().all(|entry| entry["generation"] == 1));
        let append = json!({"hex": "0a", "mode": "must-append"});
        for Outcomes { done, .. } in race.run(|_, item| write(item, append.clone())) {
            let generations: BTreeSet<u64> = done.iter().map(|entry| entry["generation"].as_u64().unwrap()).collect();
            assert_eq!(generations, (2..2 + CONNECTIONS as u64).collect());
        }
        let deleted = race.one_wins(1200, |_, item| ("deldatastore", json!({"key": key(item)})));
        assert!(deleted.iter().all(|entry| entry["hex"] == "0a".repeat(CONNECTIONS)));
    }
}

/// Rows that nobody else wants get their numbers one after another, too.
#[test]
fn numbers_have_no_gaps_and_no_twins() {
    let mut race = Race::new();
    let (mut made, mut paid) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let label = |number: usize, item: usize| format!("{round}/{number}/{item}");
        let invoices = race.run(|number, item| ("invoice", json!([1000, label(number, item), ""])));
        let invoices: Vec<Value> = invoices.into_iter().flat_map(|outcomes| outcomes.done).collect();
        let place = |number: usize, item: usize| number * ITEMS + item;
        let payments = race.run(|number, item| ("pay", json!([invoices[place(number, item)]["bolt11"]])));
        assert!(payments.iter().all(|outcomes| outcomes.refused.is_empty() && outcomes.done.len() == CONNECTIONS));
        made.extend(invoices);
    }
    let all = u64::from(rounds()) * (CONNECTIONS * ITEMS) as u64;
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
