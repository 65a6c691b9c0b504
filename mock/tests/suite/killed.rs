//! The program is killed while clients make and pay invoices, send payments and write to the datastore: what was answered
//! is there, each row is whole, and money adds up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::thread;

use cln_mock::MockNode;
use cln_runtime::{Msat, PublicKey, Sat};
use cln_tests::dice::Dice;
use cln_tests::sizes::size;
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::program::Program;

const CLIENTS: u64 = 4;
const PEER: &str = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
/// What the peer takes of a payment that goes out to it and comes back.
const FEE: u64 = 10;
const BALANCE: u64 = 500_000_000;

/// What a client was told.
enum Told {
    Invoice { label: String, created_index: u64, hash: String },
    Deleted { label: String },
    Paid { hash: String, preimage: String },
    Written { key: String, generation: u64 },
}

/// All that clients were told since the first round.
#[derive(Default)]
struct Promises {
    /// Labels and hashes of invoices, but for those that were deleted or may have been.
    invoices: BTreeMap<String, String>,
    deleted: BTreeSet<String>,
    created_index: u64,
    /// Preimages by hash.
    paid: BTreeMap<String, String>,
    /// Generations by key.
    written: BTreeMap<String, u64>,
    /// What `wait` has told after the last round.
    counters: BTreeMap<String, u64>,
}

/// What is counted.
const COUNTERS: [(&str, &str); 5] = [
    ("invoices", "created"),
    ("invoices", "updated"),
    ("invoices", "deleted"),
    ("sendpays", "created"),
    ("sendpays", "updated"),
];

impl Promises {
    fn hear(&mut self, told: Told) {
        match told {
            Told::Invoice { label, created_index, hash } => {
                self.created_index = self.created_index.max(created_index);
                self.invoices.insert(label, hash);
            }
            Told::Deleted { label } => _ = self.deleted.insert(label),
            Told::Paid { hash, preimage } => _ = self.paid.insert(hash, preimage),
            Told::Written { key, generation } => _ = self.written.insert(key, generation),
        }
    }
}

/// A client: what it does depends on its number and the round alone, how far it comes on when it all ends.
struct Client {
    peer: Peer,
    dice: Dice,
    /// By which its labels and its key begin.
    name: String,
    node: String,
    written: u64,
    tell: Sender<Told>,
}

impl Client {
    /// Goes on until the program is dead, or nobody listens.
    fn run(mut self) {
        let mut number = 0;
        while self.step(number).is_some() {
            number += 1;
        }
    }

    /// An invoice is made and paid, or deleted, and something is written; `None` once the program is dead.
    fn step(&mut self, number: usize) -> Option<()> {
        let label = format!("{} {number}", self.name);
        let made = self.call("invoice", &json!([2000 + number, label, "a cup"]))?;
        let hash = made["payment_hash"].as_str()?.to_owned();
        let created_index = made["created_index"].as_u64()?;
        self.tell.send(Told::Invoice { label: label.clone(), created_index, hash: hash.clone() }).ok()?;
        match self.dice.roll(5) {
            0 => {}
            1 => {
                self.call("delinvoice", &json!([label, "unpaid"]))?;
                self.tell.send(Told::Deleted { label }).ok()?;
            }
            2 => self.pay(hash, "pay", &json!([made["bolt11"]]))?,
            _ => {
                self.call("sendpay", &self.circle(&made, 2000 + number as u64))?;
                self.pay(hash, "waitsendpay", &json!([made["payment_hash"]]))?;
            }
        }
        if self.dice.one_in(2) {
            self.write()?;
        }
        Some(())
    }

    /// Out through the channel and in again.
    fn circle(&self, made: &Value, amount: u64) -> Value {
        let out = json!({"id": PEER, "channel": "0x0x0", "delay": 20, "amount_msat": amount + FEE});
        let back = json!({"id": self.node, "channel": "104x1x0", "delay": 10, "amount_msat": amount});
        json!({"route": [out, back], "payment_hash": made["payment_hash"], "payment_secret": made["payment_secret"]})
    }

    fn pay(&mut self, hash: String, method: &str, params: &Value) -> Option<()> {
        let paid = self.call(method, params)?;
        let preimage = paid["payment_preimage"].as_str()?.to_owned();
        self.tell.send(Told::Paid { hash, preimage }).ok()
    }

    /// What is written is its generation.
    fn write(&mut self) -> Option<()> {
        let params = json!({"key": [self.name], "string": self.written.to_string(), "mode": "create-or-replace"});
        let written = self.call("datastore", &params)?;
        assert_eq!(written["generation"], self.written);
        self.tell.send(Told::Written { key: self.name.clone(), generation: self.written }).ok()?;
        self.written += 1;
        Some(())
    }

    fn call(&mut self, method: &str, params: &Value) -> Option<Value> {
        let mut answer = self.peer.try_call(method, &params.to_string())?;
        assert!(answer["error"].is_null(), "{method} {params}: {answer}");
        Some(answer["result"].take())
    }
}

#[test]
fn what_was_answered_is_there_and_money_adds_up() {
    let rounds = size("CLN_KILL_ROUNDS", 6, 50);
    let folder = tempfile::tempdir().unwrap();
    let (socket, db) = (folder.path().join("rpc"), folder.path().join("db"));
    let node = begin(&db);
    let (mut dice, mut promises, mut interrupted) = (Dice::new(7), Promises::default(), 0);
    for round in 0..rounds {
        let mut program = Program::start(&socket, &["--db", db.to_str().unwrap()]);
        let (tell, hear) = mpsc::channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (peer, name) = (Peer::connect(&socket), format!("{round}/{number}"));
                let dice = Dice::new(u64::from(round) * CLIENTS + number);
                let client = Client { peer, dice, name, node: node.clone(), written: 0, tell: tell.clone() };
                thread::spawn(move || client.run())
            })
            .collect();
        drop(tell);
        for _ in 0..dice.roll(150) {
            promises.hear(hear.recv().unwrap());
        }
        program.kill();
        clients.into_iter().for_each(|client| client.join().unwrap());
        // What was answered before it died may still have been read.
        hear.iter().for_each(|told| promises.hear(told));
        interrupted = check(&db, &mut promises);
    }
    let Promises { invoices, deleted, paid, .. } = &promises;
    println!("{} invoices, {} deleted, {} paid; {interrupted} unanswered", invoices.len(), deleted.len(), paid.len());
    assert!(interrupted > 0 && paid.len() > rounds as usize, "it was killed when there was nothing to lose");
}

/// A file with a channel: what the node is called.
fn begin(db: &Path) -> String {
    let peer: PublicKey = PEER.parse().unwrap();
    let node = MockNode::builder().database(db).channel(peer, Sat(1_000_000), Msat(BALANCE)).start().unwrap();
    node.id().to_string()
}

/// What another process finds, against what clients were told. How many payments were made of which nobody was told.
fn check(db: &Path, promises: &mut Promises) -> usize {
    let node = MockNode::builder().database(db).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut rows = |method: &str, name: &str| peer.result(method, "{}")[name].as_array().unwrap().clone();
    let invoices = rows("listinvoices", "invoices");
    let payments = rows("listsendpays", "payments");
    let channel = rows("listpeerchannels", "channels").remove(0);
    let written = rows("listdatastore", "datastore");
    check_counters(&mut peer, &mut promises.counters, &invoices, &payments);
    check_invoices(&invoices, promises);
    let complete = check_payments(&invoices, &payments, promises);
    check_channel(&channel, &payments);
    for (key, generation) in &promises.written {
        let entry = written.iter().find(|entry| entry["key"] == json!([key])).unwrap();
        let found = entry["generation"].as_u64().unwrap();
        // The last one may have been written without an answer.
        assert!(found == *generation || found == generation + 1, "{key}: {found} after {generation}");
        assert_eq!(entry["string"], found.to_string());
    }
    let made = peer.result("invoice", &json!([1, format!("after {}", invoices.len()), ""]).to_string());
    let created_index = made["created_index"].as_u64().unwrap();
    assert!(created_index > promises.created_index, "a number was given twice");
    promises.created_index = created_index;
    complete - promises.paid.len()
}

/// They never go back, and rows have no higher numbers.
fn check_counters(peer: &mut Peer, counters: &mut BTreeMap<String, u64>, invoices: &[Value], payments: &[Value]) {
    for (subsystem, index) in COUNTERS {
        let found = peer.result("wait", &json!([subsystem, index, 0]).to_string())[index].as_u64().unwrap();
        let before = counters.insert(format!("{subsystem} {index}"), found);
        let rows = if subsystem == "invoices" { invoices } else { payments };
        let highest = rows.iter().filter_map(|row| row[format!("{index}_index")].as_u64()).max();
        assert!(Some(found) >= before.max(highest), "{subsystem} {index}: {found} after {before:?} and {highest:?}");
    }
}

/// All are there that should be, and numbers were given once. Nobody deletes what is paid, so those have no gaps.
fn check_invoices(invoices: &[Value], promises: &Promises) {
    let labels: BTreeMap<&str, &Value> = invoices.iter().map(|row| (row["label"].as_str().unwrap(), row)).collect();
    let is_there = |label: &String| labels.contains_key(label.as_str());
    assert!(!promises.deleted.iter().any(is_there), "a deleted invoice is there again");
    for (label, hash) in &promises.invoices {
        match labels.get(label.as_str()) {
            Some(row) => assert_eq!(row["payment_hash"], **hash),
            // Clients delete only what is not paid; the last may be deleted without an answer.
            None => assert!(!promises.paid.contains_key(hash), "the invoice {label} is lost"),
        }
    }
    let mut clients = BTreeSet::new();
    for label in promises.invoices.keys().filter(|label| !is_there(label) && !promises.deleted.contains(*label)) {
        assert!(clients.insert(label.split(' ').next()), "more than one invoice of a client is lost: {label}");
    }
    let created: BTreeSet<u64> = invoices.iter().map(|row| row["created_index"].as_u64().unwrap()).collect();
    assert_eq!(created.len(), invoices.len());
    let mut paid: Vec<u64> = invoices.iter().filter_map(|row| row["pay_index"].as_u64()).collect();
    paid.sort_unstable();
    assert_eq!(paid, (1..=paid.len() as u64).collect::<Vec<_>>());
}

/// Paid and received are one. How many are complete.
fn check_payments(invoices: &[Value], payments: &[Value], promises: &Promises) -> usize {
    let mut received: BTreeMap<&str, &Value> = BTreeMap::new();
    for invoice in invoices.iter().filter(|invoice| invoice["status"] == "paid") {
        received.insert(invoice["payment_hash"].as_str().unwrap(), invoice);
    }
    let mut sent = BTreeSet::new();
    for payment in payments {
        let hash = payment["payment_hash"].as_str().unwrap();
        assert_eq!(payment["status"], "complete", "{payment}");
        let invoice = received.get(hash).unwrap_or_else(|| panic!("{payment} is complete, and no invoice is paid"));
        assert_eq!(payment["amount_msat"], invoice["amount_received_msat"]);
        assert_eq!(payment["payment_preimage"], invoice["payment_preimage"]);
        assert!(payment["completed_at"].is_u64() && payment["updated_index"].is_u64() && sent.insert(hash));
    }
    assert_eq!(sent.len(), received.len(), "an invoice is paid that nobody has paid");
    for (hash, preimage) in &promises.paid {
        assert_eq!(received.get(hash.as_str()).map(|invoice| &invoice["payment_preimage"]), Some(&json!(preimage)));
    }
    sent.len()
}

/// Only the fees of payments that came back have moved.
fn check_channel(channel: &Value, payments: &[Value]) {
    let sum = |rows: &[&Value], name: &str| rows.iter().map(|row| row[name].as_u64().unwrap()).sum::<u64>();
    let circles: Vec<&Value> =
        payments.iter().filter(|payment| payment["amount_sent_msat"] != payment["amount_msat"]).collect();
    let [out, back] = ["amount_sent_msat", "amount_msat"].map(|name| sum(&circles, name));
    assert_eq!(out - back, FEE * circles.len() as u64);
    let moved = |name: &str| channel[name].as_u64().unwrap();
    assert_eq!((moved("to_us_msat"), moved("spendable_msat")), (BALANCE - out + back, BALANCE - out + back - RESERVE));
    assert_eq!((moved("out_fulfilled_msat"), moved("in_fulfilled_msat")), (out, back));
    assert_eq!(moved("out_payments_fulfilled"), circles.len() as u64);
}

/// What has to stay in the channel.
const RESERVE: u64 = 10_000_000;
