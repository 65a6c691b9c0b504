//! Rounds of faults, each with its own seed: nodes that are killed, cut off at any byte, half-closed or silent, and
//! callers that time out, drop their futures or lose their runtime. The node tells what it has executed.
//!
//! `CLN_FAULT_ROUNDS` makes more rounds of them than the 500 for each client.

mod ledger;
mod mortal;
mod tasks;
mod threads;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use cln_runtime::client::{CallError, Settings};
use cln_runtime::{Json, JsonObjectOrArray, RpcError};
use cln_tests::dice::Dice;
use cln_tests::sizes::size;

use crate::node::PATIENCE;
use ledger::{Ledger, Tally};
use mortal::Mortal;

/// What a call has come to; `None` if its future was dropped.
type Outcome = Option<Result<Json, CallError<RpcError>>>;

/// A call to be made.
struct Plan {
    number: u64,
    /// How long the caller waits.
    patience: Duration,
    params: JsonObjectOrArray,
}

impl Plan {
    fn new(number: u64, dice: &mut Dice) -> Self {
        let size = dice.pick(&[5, 5, 5, 3_000, 40_000, 300_000]).copied().unwrap();
        let hasty = Duration::from_micros(dice.roll(3000) as u64);
        let patience = if dice.one_in(4) { hasty } else { PATIENCE };
        Self { number, patience, params: format!("[{number},\"{}\"]", "y".repeat(size)).parse().unwrap() }
    }
}

/// What callers do one after another, for some callers.
fn plans(dice: &mut Dice, ledger: &Ledger) -> Vec<Vec<Plan>> {
    let callers = 1 + dice.roll(6);
    (0..callers).map(|_| (0..=dice.roll(4)).map(|_| Plan::new(ledger.number(), dice)).collect()).collect()
}

fn settings(dice: &mut Dice) -> Settings {
    let settings = Settings::new().reconnect(dice.one_in(2));
    if dice.one_in(4) { settings.max_unread(dice.roll(100_000)) } else { settings }
}

/// Judges what calls come to until all callers are gone. How many calls have ended.
fn judge(outcomes: &Receiver<(u64, Outcome)>, ledger: &Ledger) -> usize {
    let mut ended = 0;
    loop {
        match outcomes.recv_timeout(PATIENCE) {
            Ok((number, outcome)) => {
                ledger.judge(number, outcome);
                ended += 1;
            }
            Err(RecvTimeoutError::Disconnected) => return ended,
            Err(RecvTimeoutError::Timeout) => panic!("a call has no end"),
        }
    }
}

fn run(round: fn(&mut Dice, &Path, &Ledger)) -> (u64, Tally) {
    let folder = tempfile::tempdir().unwrap();
    let wanted = u64::from(size("CLN_FAULT_ROUNDS", 100, 500));
    let ledger = Arc::new(Ledger::default());
    for seed in 0..wanted {
        let socket = folder.path().join(seed.to_string());
        let node = Mortal::start(&socket, seed, &ledger);
        round(&mut Dice::new(seed), &socket, &ledger);
        node.stop();
        ledger.check(seed);
    }
    (wanted, ledger.tally())
}

/// All rounds were run, and what is promised was put to the test in some.
#[track_caller]
fn assert_tried((wanted, tally): (u64, Tally)) {
    println!("{tally:?}");
    assert_eq!(tally.rounds, wanted);
    let Tally { executed, answered, unsent, unknown, executed_unknown, .. } = tally;
    for (what, count) in [
        ("executed", executed),
        ("answered", answered),
        ("said to be unsent", unsent),
        ("said to be unknown", unknown),
        ("executed and said to be unknown", executed_unknown),
    ] {
        assert!(count >= wanted / 50, "{what}: {count}");
    }
}

#[test]
fn threads() {
    assert_tried(run(threads::round));
}

#[test]
fn tasks() {
    let (wanted, tally) = run(tasks::round);
    assert!(tally.dropped >= wanted / 50, "{} futures were dropped", tally.dropped);
    assert_tried((wanted, tally));
}
