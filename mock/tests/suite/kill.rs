//! The program is killed while it deletes: each payment is wholly there or wholly gone, and what was answered is gone.

use std::collections::BTreeSet;
use std::fs;
use std::sync::mpsc::{self, Sender};
use std::thread;

use cln_bindings::{DelpayPayments, DelpayPaymentsStatus::Failed, DelpayResponse};
use cln_mock::MockNode;
use cln_runtime::Record;
use cln_tests::dice::Dice;
use cln_tests::sizes::size;

use crate::peer::Peer;
use crate::program::Program;
use crate::rows::part;

const PAYMENTS: u8 = 200;
const PARTS: u64 = 4;
/// More than are deleted in a round, with all that is answered and not read.
const MOST: usize = 165;

/// So large that the program cannot be done before it is killed: it waits for who does not read.
fn rows() -> Vec<DelpayPayments> {
    let label = "x".repeat(2000);
    let row = |byte: u8, id: u64| part(byte, id, 1, Failed, u64::from(byte) * PARTS + id).with_label(label.as_str());
    (0..PAYMENTS).flat_map(|byte| (1..=PARTS).map(move |id| (byte, id))).map(|(byte, id)| row(byte, id)).collect()
}

fn request(byte: u8) -> String {
    let hash = format!("{byte:02x}").repeat(32);
    format!(r#"{{"jsonrpc":"2.0","id":{byte},"method":"delpay","params":["{hash}","failed"]}}"#)
}

#[test]
fn no_payment_is_halved_and_no_answered_deletion_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (socket, db, seed) = (folder.path().join("rpc"), folder.path().join("db"), folder.path().join("seed"));
    let (db, seed) = (db.to_str().unwrap(), seed.to_str().unwrap());
    fs::write(seed, DelpayResponse::new(rows()).to_json()).unwrap();
    let mut dice = Dice::new(6);
    let (mut left, mut interrupted) = (BTreeSet::new(), 0_u32);
    let rounds = size("CLN_KILL_ROUNDS", 12, 60);
    for round in 0..rounds {
        if left.len() < MOST {
            // Too little to be killed in the middle of: begin anew.
            for name in ["db", "db-wal", "db-shm"] {
                let _ = fs::remove_file(folder.path().join(name));
            }
            left = (0..PAYMENTS).collect();
            drop(Program::start(&socket, &["--db", db, "--payments", seed]));
        }
        let mut program = Program::start(&socket, &["--db", db]);
        let mut peer = Peer::connect(&socket);
        let asked: Vec<u8> = left.iter().copied().collect();
        peer.send(asked.iter().map(|byte| request(*byte)).collect::<String>());
        // It is killed after some answer, while it does what else was asked and another thread takes the answers.
        let answers = dice.roll(80);
        let (tell, hear) = mpsc::channel();
        let reader = thread::spawn(move || read(peer, asked, answers + 30, &tell));
        for _ in 0..answers {
            hear.recv().unwrap();
        }
        program.kill();
        // What was answered before it died may still be read.
        let (mut gone, peer) = reader.join().unwrap();
        let more = peer.rest().windows(2).filter(|pair| *pair == b"\n\n").count();
        gone.extend(left.iter().skip(gone.len()).take(more));
        let found = survivors(db);
        assert!(found.is_disjoint(&gone), "round {round}: what was deleted is there again");
        assert!(found.is_subset(&left), "round {round}: what was gone before is there again");
        interrupted += u32::from(gone.len() < left.len());
        left = found;
    }
    assert!(interrupted > rounds / 2, "it had answered all in most rounds, so this shows nothing");
}

/// Takes so many answers, or all until the end, telling of each: which payments they are about.
fn read(mut peer: Peer, asked: Vec<u8>, most: usize, tell: &Sender<()>) -> (BTreeSet<u8>, Peer) {
    let mut gone = BTreeSet::new();
    for byte in asked.into_iter().take(most) {
        let Some(line) = peer.try_line() else { break };
        assert!(String::from_utf8_lossy(&line).contains(&format!("\"id\":{byte},\"result\"")));
        gone.insert(byte);
        // Nobody listens any more once it is killed.
        let _ = tell.send(());
    }
    (gone, peer)
}

/// The payments that are there after a restart, with all of their parts.
fn survivors(db: &str) -> BTreeSet<u8> {
    let node = MockNode::builder().database(db).start().unwrap();
    let payments = node.payments().unwrap();
    let of = |payment: &DelpayPayments| payment.payment_hash.as_bytes()[0];
    let bytes: BTreeSet<u8> = payments.iter().map(of).collect();
    let expected: Vec<DelpayPayments> = rows().into_iter().filter(|payment| bytes.contains(&of(payment))).collect();
    assert_eq!(payments, expected, "a payment is neither wholly there nor wholly gone");
    bytes
}
