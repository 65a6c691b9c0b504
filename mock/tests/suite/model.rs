//! Random sequences of seeding, deleting, listing and restarting, against a list in memory.

use cln_bindings::{DelpayPayments, DelpayPaymentsStatus, DelpayResponse};
use cln_mock::MockNode;
use cln_runtime::Record;
use cln_tests::dice::Dice;
use cln_tests::sizes::size;
use serde_json::Value;

use crate::peer::Peer;
use crate::rows::part;

const STATUSES: [DelpayPaymentsStatus; 3] =
    [DelpayPaymentsStatus::Complete, DelpayPaymentsStatus::Failed, DelpayPaymentsStatus::Pending];
const GROUPS: [u64; 5] = [1, 2, (1 << 53) + 1, 1 << 63, u64::MAX];

/// All that the node has to know, as plainly as can be.
#[derive(Default)]
struct Model {
    rows: Vec<DelpayPayments>,
    created: u64,
}

fn key(row: &DelpayPayments) -> ([u8; 32], u64, u64) {
    (row.payment_hash.to_byte_array(), row.partid.unwrap_or(0), row.groupid.unwrap_or(0))
}

impl Model {
    /// The answer: the rows that are deleted, or the code and the message of an error.
    fn delete(
        &mut self,
        byte: u8,
        status: &DelpayPaymentsStatus,
        one: Option<(u64, u64)>,
    ) -> Result<Vec<DelpayPayments>, (i64, String)> {
        let hash = format!("{byte:02x}").repeat(32);
        let mut last = None;
        let (mut known, mut deleted) = (false, Vec::new());
        for row in self.rows.iter().filter(|row| row.payment_hash.as_bytes()[0] == byte) {
            known = true;
            if one.is_some_and(|(part, group)| (row.partid.unwrap_or(0), row.groupid) != (part, Some(group))) {
                continue;
            }
            last = Some(&row.status);
            if row.status == *status {
                deleted.push(row.clone());
            }
        }
        match last {
            _ if *status == DelpayPaymentsStatus::Pending => {
                Err((-32602, "status: Cannot delete pending status: ".to_owned()))
            }
            None if !known => Err((208, format!("Unknown payment with payment_hash: {hash}"))),
            None => Err((208, "No payment for that payment_hash with that partid and groupid".to_owned())),
            Some(has) if deleted.is_empty() => Err((
                211,
                format!("Payment with hash {hash} has {has} status but it different from the one provided {status}"),
            )),
            Some(_) => {
                self.rows.retain(|row| !deleted.iter().any(|gone| key(gone) == key(row)));
                Ok(deleted)
            }
        }
    }
}

fn rows_of(answer: &Value) -> Vec<DelpayPayments> {
    DelpayResponse::from_json_strict(answer["result"].to_string().as_bytes()).unwrap().payments
}

fn hash(byte: u8) -> String {
    format!("{byte:02x}").repeat(32)
}

/// How often each kind of step was taken.
#[derive(Debug, Default)]
struct Tally {
    restarts: usize,
    seeds: usize,
    deletions: usize,
    refusals: usize,
    listings: usize,
}

/// The node, the list, and who asks both.
struct Trial {
    folder: tempfile::TempDir,
    node: Option<MockNode>,
    peer: Option<Peer>,
    model: Model,
    dice: Dice,
    tally: Tally,
}

impl Trial {
    fn new() -> Self {
        let (folder, model, dice) = (tempfile::tempdir().unwrap(), Model::default(), Dice::new(2026));
        let mut trial = Self { folder, node: None, peer: None, model, dice, tally: Tally::default() };
        trial.start();
        trial
    }

    fn start(&mut self) {
        // Stopped first, or the file would still be taken.
        drop((self.peer.take(), self.node.take()));
        let node = MockNode::builder().database(self.folder.path().join("db")).record(false).start().unwrap();
        self.peer = Some(Peer::connect(node.socket()));
        self.node = Some(node);
    }

    fn ask(&mut self, method: &str, params: &str) -> Value {
        self.peer.as_mut().unwrap().call(method, params)
    }

    fn step(&mut self, step: usize) {
        match self.dice.roll(100) {
            0 => {
                self.tally.restarts += 1;
                self.start();
            }
            1..=24 => self.seed(step),
            25..=84 => self.delete(step),
            _ => self.list(step),
        }
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.dice.roll(100)).unwrap()
    }

    fn part(&mut self) -> (u64, u64) {
        (self.dice.roll(3) as u64, *self.dice.pick(&GROUPS).unwrap())
    }

    fn status(&mut self) -> DelpayPaymentsStatus {
        self.dice.pick(&STATUSES).unwrap().clone()
    }

    fn seed(&mut self, step: usize) {
        self.tally.seeds += 1;
        // Few are pending: they stay for ever.
        let status = STATUSES[if self.dice.one_in(20) { 2 } else { self.dice.roll(2) }].clone();
        let (byte, (partid, groupid)) = (self.byte(), self.part());
        self.model.created += 1;
        let row = part(byte, partid, groupid, status, self.model.created);
        let is_there = self.model.rows.iter().any(|other| key(other) == key(&row));
        assert_eq!(self.node.as_ref().unwrap().add_payments([&row]).is_err(), is_there, "step {step}");
        if !is_there {
            self.model.rows.push(row);
        }
    }

    /// Every third time at random; else something that is there.
    fn delete(&mut self, step: usize) {
        let (mut byte, mut status, mut one) = (self.byte(), self.status(), Some(self.part()));
        if let Some(row) = self.dice.pick(&self.model.rows).filter(|_| !step.is_multiple_of(3)) {
            (byte, status) = (row.payment_hash.as_bytes()[0], row.status.clone());
            one = Some((row.partid.unwrap_or(0), row.groupid.unwrap_or(0)));
        }
        one = one.filter(|_| !self.dice.one_in(5));
        let pair = one.map_or_else(String::new, |(part, group)| format!(",{part},{group}"));
        let answer = self.ask("delpay", &format!(r#"["{}","{status}"{pair}]"#, hash(byte)));
        match self.model.delete(byte, &status, one) {
            Ok(deleted) => {
                self.tally.deletions += 1;
                assert_eq!(rows_of(&answer), deleted, "step {step}");
            }
            Err((code, message)) => {
                self.tally.refusals += 1;
                assert_eq!(answer["error"]["code"], code, "step {step}: {answer}");
                let found = answer["error"]["message"].as_str().unwrap();
                assert!(found.starts_with(&message), "step {step}: {answer}");
            }
        }
    }

    fn list(&mut self, step: usize) {
        self.tally.listings += 1;
        let (byte, status) = (self.byte(), self.status());
        let (by_hash, by_status) = (self.dice.one_in(2), self.dice.one_in(2));
        let given = |is_given: bool, text: String| if is_given { format!("\"{text}\"") } else { "null".to_owned() };
        let params = format!("[null,{},{}]", given(by_hash, hash(byte)), given(by_status, status.to_string()));
        let answer = self.ask("listsendpays", &params);
        // A node does not look at the status beside a hash.
        let expected = self.model.rows.iter().filter(|row| match by_hash {
            true => row.payment_hash.as_bytes()[0] == byte,
            false => !by_status || row.status == status,
        });
        assert_eq!(rows_of(&answer), expected.cloned().collect::<Vec<_>>(), "step {step}");
    }
}

#[test]
fn the_node_does_what_a_plain_list_would() {
    let mut trial = Trial::new();
    let steps = size("CLN_MODEL_STEPS", 2_000, 10_000) as usize;
    for step in 0..steps {
        trial.step(step);
    }
    println!("{:?}", trial.tally);
    let Tally { restarts, seeds, deletions, refusals, listings } = trial.tally;
    let least = steps / 20;
    assert!(restarts > least / 10 && [seeds, deletions, refusals, listings].iter().all(|count| *count > least));
}
