//! Random sequences of invoices, payments and entries of the datastore, with restarts while time goes on, against a model
//! in memory.

mod model;

use std::time::Duration;

use cln_mock::MockNode;
use cln_runtime::Msat;
use cln_tests::dice::Dice;
use cln_tests::sizes::size;
use serde_json::{Value, json};

use self::model::{Answer, Invoice, Model, Payment};
use crate::peer::Peer;

const BEGIN: u64 = 1_700_000_000;
const LABELS: usize = 40;
const MODES: [&str; 5] = ["must-create", "must-replace", "create-or-replace", "must-append", "create-or-append"];

/// How often each kind of step was taken, and how often it was refused.
#[derive(Debug, Default)]
struct Tally {
    restarts: usize,
    moves: usize,
    done: [usize; KINDS.len()],
    refused: [usize; KINDS.len()],
}

const KINDS: [&str; 7] = ["invoice", "pay", "receive", "delinvoice", "delpay", "datastore", "deldatastore"];

/// The node, the model, and who asks both.
struct Trial {
    folder: tempfile::TempDir,
    node: Option<MockNode>,
    peer: Option<Peer>,
    model: Model,
    /// All invoices that ever were: a text can be paid whatever has become of its row.
    made: Vec<Invoice>,
    dice: Dice,
    tally: Tally,
    step: u32,
}

impl Trial {
    fn new(seed: u64) -> Self {
        let model = Model { now: BEGIN, ..Model::default() };
        let mut trial = Self {
            folder: tempfile::tempdir().unwrap(),
            node: None,
            peer: None,
            model,
            made: Vec::new(),
            dice: Dice::new(seed),
            tally: Tally::default(),
            step: 0,
        };
        trial.start();
        trial
    }

    fn start(&mut self) {
        // Stopped first, or the file would still be taken.
        drop((self.peer.take(), self.node.take()));
        let builder = MockNode::builder().database(self.folder.path().join("db")).record(false);
        let node = builder.clock(Duration::from_secs(self.model.now)).start().unwrap();
        self.peer = Some(Peer::connect(node.socket()));
        self.node = Some(node);
    }

    fn ask(&mut self, method: &str, params: &Value) -> Answer {
        let mut answer = self.peer.as_mut().unwrap().call(method, &params.to_string());
        match answer["error"].take() {
            Value::Null => Ok(answer["result"].take()),
            error => Err((error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())),
        }
    }

    fn step(&mut self) {
        self.step += 1;
        match self.dice.roll(100) {
            0 => {
                self.tally.restarts += 1;
                self.start();
            }
            1..=5 => self.advance(),
            6..=20 => self.invoice(),
            21..=37 => self.pay(),
            38..=42 => self.receive(),
            43..=50 => self.delete_invoice(),
            51..=56 => self.delete_payment(),
            57..=67 => self.write(),
            68..=72 => self.erase(),
            73..=78 => self.wait(),
            79..=82 => self.list_datastore(),
            83..=91 => self.list_invoices(),
            _ => self.list_payments(),
        }
    }

    /// Compares an answer with the model's: an error by its code and how its message begins.
    fn agree(&mut self, kind: usize, found: Answer, expected: Answer) {
        let (step, name) = (self.step, KINDS[kind]);
        match (&found, &expected) {
            (Err((code, message)), Err((expected, begin))) => {
                assert!(code == expected && message.starts_with(begin), "step {step}, {name}: {message}, not {begin}");
            }
            _ => assert_eq!(found, expected, "step {step}, {name}"),
        }
        *if found.is_ok() { &mut self.tally.done[kind] } else { &mut self.tally.refused[kind] } += 1;
    }

    fn label(&mut self) -> String {
        format!("label {}", self.dice.roll(LABELS))
    }

    fn key(&mut self) -> Vec<String> {
        let length = 1 + self.dice.roll(3);
        (0..length).map(|_| (*self.dice.pick(&["a", "aa", "b"]).unwrap()).to_owned()).collect()
    }

    fn generation(&mut self) -> Option<u64> {
        self.dice.one_in(3).then(|| self.dice.roll(3) as u64)
    }

    /// Often to the second at which something expires.
    fn advance(&mut self) {
        self.tally.moves += 1;
        let ends: Vec<u64> =
            self.model.invoices.iter().filter(|row| row.status == "unpaid").map(|row| row.expires_at).collect();
        let end = self.dice.pick(&ends).copied().filter(|_| self.dice.one_in(2));
        let seconds = end.map_or(self.dice.roll(40) as u64, |end| end - self.model.now);
        self.node.as_ref().unwrap().clock().advance(Duration::from_secs(seconds));
        self.model.advance(seconds);
    }

    fn invoice(&mut self) {
        let (label, amount, expiry) = (self.label(), 1 + self.dice.roll(9) as u64, self.dice.roll(200) as u64);
        let params =
            json!({"label": label, "amount_msat": amount, "description": format!("for {label}"), "expiry": expiry});
        let found = self.ask("invoice", &params);
        let expected = match self.model.invoice(&label) {
            Some(_) => Err((900, format!("Duplicate label '{label}'"))),
            None => {
                let made = found.as_ref().unwrap();
                let text = |name: &str| made[name].as_str().unwrap().to_owned();
                self.model.create(&label, amount, expiry, &text("payment_hash"), &text("bolt11"));
                let row = self.model.invoices.last().unwrap().clone();
                let expected = json!([row.created, row.expires_at]);
                self.made.push(row);
                // One that is valid for no time is over at once.
                self.model.advance(0);
                Ok(expected)
            }
        };
        let found = found.map(|made| json!([made["created_index"], made["expires_at"]]));
        self.agree(0, found, expected);
    }

    fn pay(&mut self) {
        // Rather those of late: most of the others have expired.
        let recent = self.made.len().saturating_sub(20);
        let Some(invoice) = self.dice.pick(&self.made[recent..]).cloned() else { return };
        let found = self.ask("pay", &json!([invoice.bolt11]));
        let found = found.map(|paid| {
            let amounts = [&paid["amount_msat"], &paid["amount_sent_msat"], &paid["parts"]];
            assert_eq!(
                (amounts, &paid["status"]),
                ([&json!(invoice.amount), &json!(invoice.amount), &json!(1)], &json!("complete"))
            );
            json!(paid["created_at"].as_f64().unwrap() as u64)
        });
        let expected = self.model.pay(&invoice);
        self.agree(1, found, expected);
    }

    /// Somebody else pays, who may not know how much is asked for.
    fn receive(&mut self) {
        let unpaid: Vec<Invoice> = self.model.invoices.iter().filter(|row| row.status == "unpaid").cloned().collect();
        let (label, asked) = match self.dice.pick(&unpaid) {
            Some(row) if !self.dice.one_in(4) => (row.label.clone(), row.amount),
            _ => (self.label(), 5),
        };
        let amount = self.dice.roll(3 * asked as usize) as u64;
        let paid = self.node.as_ref().unwrap().pay_invoice(&label, Msat(amount));
        let hash = self.model.invoice(&label).map(|row| row.hash.clone()).unwrap_or_default();
        let expected = self.model.receive(&hash, amount);
        self.agree(2, outcome(paid.is_ok()), outcome(expected));
    }

    fn delete_invoice(&mut self) {
        let (label, mut status) = (self.label(), *self.dice.pick(&["unpaid", "paid", "expired"]).unwrap());
        if let Some(row) = self.model.invoice(&label)
            && self.step.is_multiple_of(3)
        {
            status = row.status;
        }
        let found = self.ask("delinvoice", &json!([label, status])).map(without_preimage);
        let expected = self.model.delete_invoice(&label, status);
        self.agree(3, found, expected);
    }

    fn delete_payment(&mut self) {
        let hash = match self.dice.pick(&self.model.payments) {
            Some(row) if !self.dice.one_in(4) => row.hash.clone(),
            _ => "ab".repeat(32),
        };
        let status = if self.dice.one_in(2) { "complete" } else { "failed" };
        let found = self.ask("delpay", &json!([hash, status]));
        let found = found.map(|deleted| json!(deleted["payments"].as_array().unwrap().len()));
        let expected = self.model.delete_payment(&hash, status);
        self.agree(4, found, expected);
    }

    fn write(&mut self) {
        let (key, mode, generation) = (self.key(), *self.dice.pick(&MODES).unwrap(), self.generation());
        let text = "x".repeat(self.dice.roll(3));
        let mut params = json!({"key": key, "string": text, "mode": mode});
        if let Some(generation) = generation {
            params["generation"] = json!(generation);
        }
        let found = self.ask("datastore", &params);
        let expected = self.model.write(&key, &text, mode, generation);
        self.agree(5, found, expected);
    }

    fn erase(&mut self) {
        let (key, generation) = (self.key(), self.generation());
        let mut params = json!({"key": key});
        if let Some(generation) = generation {
            params["generation"] = json!(generation);
        }
        let found = self.ask("deldatastore", &params);
        let expected = self.model.erase(&key, generation);
        self.agree(6, found, expected);
    }

    /// For what has happened: the numbers, and the invoices in the order in which they were paid.
    fn wait(&mut self) {
        let (invoices, payments) = (&self.model.invoice_counts, &self.model.payment_counts);
        let counts = [
            ("invoices", "created", invoices.created),
            ("invoices", "updated", invoices.updated),
            ("invoices", "deleted", invoices.deleted),
            ("sendpays", "created", payments.created),
            ("sendpays", "updated", payments.updated),
            ("sendpays", "deleted", payments.deleted),
        ];
        for (subsystem, index, count) in counts {
            let waited = self.ask("wait", &json!([subsystem, index, 0])).unwrap();
            assert_eq!(waited, json!({"subsystem": subsystem, index: count}), "step {}", self.step);
        }
        let after = self.dice.roll(40) as u64;
        let found = self.ask("waitanyinvoice", &json!([after, 0])).map(without_preimage).map_err(|error| error.0);
        let expected = self.model.next_paid(after).map(Invoice::row).ok_or(904);
        assert_eq!(found, expected, "step {}", self.step);

        let label = self.label();
        let expected = match self.model.invoice(&label) {
            Some(row) if row.status == "unpaid" => return,
            Some(row) if row.status == "expired" => Err(903),
            Some(row) => Ok(row.row()),
            None => Err(-1),
        };
        let found = self.ask("waitinvoice", &json!([label])).map(without_preimage).map_err(|error| error.0);
        assert_eq!(found, expected, "step {}", self.step);
    }

    fn list_datastore(&mut self) {
        let key = if self.dice.one_in(3) { Vec::new() } else { self.key() };
        let params = if key.is_empty() { json!({}) } else { json!({"key": key}) };
        let found = self.ask("listdatastore", &params).unwrap();
        assert_eq!(found["datastore"], json!(self.model.listed(&key)), "step {}", self.step);
    }

    fn list_invoices(&mut self) {
        let (label, by) = (self.label(), self.dice.roll(4));
        let row = self.model.invoice(&label).cloned();
        let (params, mut expected) = match (by, row) {
            (0, row) => (json!({"label": label}), row.into_iter().collect()),
            (1, Some(row)) => (json!({"payment_hash": row.hash}), vec![row]),
            (2, Some(row)) => (json!({"invstring": row.bolt11}), vec![row]),
            _ => {
                let (params, page) = self.page(&self.model.invoices.clone(), |row| (row.created, row.updated));
                (params, page)
            }
        };
        let mut found = self.ask("listinvoices", &params).unwrap();
        let Value::Array(found) = found["invoices"].take() else { panic!("{params}") };
        let found: Vec<Value> = found.into_iter().map(without_preimage).collect();
        let expected: Vec<Value> = expected.drain(..).map(|row: Invoice| row.row()).collect();
        assert_eq!(found, expected, "step {}: {params}", self.step);
    }

    fn list_payments(&mut self) {
        let (params, expected) = match self.dice.pick(&self.model.payments).cloned() {
            Some(Payment { hash, .. }) if self.dice.one_in(2) => {
                let of_hash = self.model.payments.iter().filter(|row| row.hash == hash).cloned().collect();
                (json!({"payment_hash": hash}), of_hash)
            }
            _ => self.page(&self.model.payments.clone(), |row| (row.created, row.updated)),
        };
        let found = self.ask("listsendpays", &params).unwrap();
        let found: Vec<Value> = found["payments"].as_array().unwrap().iter().map(payment).collect();
        let expected: Vec<Value> = expected.iter().map(expected_payment).collect();
        assert_eq!(found, expected, "step {}: {params}", self.step);
    }

    /// All, or a page by an index: the parameters, and the rows.
    fn page<T: Clone>(&mut self, rows: &[T], indexes: fn(&T) -> (u64, u64)) -> (Value, Vec<T>) {
        if self.dice.one_in(4) {
            return (json!({}), rows.to_vec());
        }
        let (by_update, start, limit) = (self.dice.one_in(2), self.dice.roll(60) as u64, self.dice.roll(8));
        let index = |row: &T| if by_update { indexes(row).1 } else { indexes(row).0 };
        let most = rows.iter().map(index).max().unwrap_or(0);
        let start = if self.dice.one_in(4) { start } else { most.saturating_sub(start) };
        let mut found: Vec<T> = rows.iter().filter(|row| index(row) >= start).cloned().collect();
        found.sort_by_key(|row| (index(row), indexes(row).0));
        found.truncate(limit);
        let name = if by_update { "updated" } else { "created" };
        (json!({"index": name, "start": start, "limit": limit}), found)
    }
}

fn outcome(is_done: bool) -> Answer {
    if is_done { Ok(Value::Null) } else { Err((0, String::new())) }
}

/// Nobody but the node knows the preimage before it is shown: once it is paid, and not earlier.
fn without_preimage(mut invoice: Value) -> Value {
    let preimage = invoice.as_object_mut().unwrap().remove("payment_preimage");
    assert_eq!(preimage.is_some(), invoice["status"] == "paid", "{invoice}");
    invoice
}

fn payment(row: &Value) -> Value {
    assert_eq!(row["payment_preimage"].is_string(), row["status"] == "complete", "{row}");
    let names = [
        "payment_hash",
        "bolt11",
        "amount_msat",
        "amount_sent_msat",
        "status",
        "created_index",
        "updated_index",
        "created_at",
        "completed_at",
        "id",
        "partid",
    ];
    names.iter().map(|name| row[*name].clone()).collect()
}

fn expected_payment(row: &Payment) -> Value {
    let Payment { hash, bolt11, amount, status, created, updated, at } = row;
    json!([hash, bolt11, amount, amount, status, created, updated, at, at, created, 1])
}

#[test]
fn the_node_does_what_plain_lists_would() {
    let mut trial = Trial::new(2027);
    for _ in 0..size("CLN_LEDGER_STEPS", 1500, 10_000) {
        trial.step();
    }
    println!("{KINDS:?}: {:?}", trial.tally);
    let Tally { restarts, moves, done, refused } = trial.tally;
    assert!(restarts > 5 && moves > 20 && done.iter().chain(&refused).all(|count| *count > 5));
}
