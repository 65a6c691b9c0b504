//! What the node has executed, and what callers were told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use cln_runtime::client::CallError;

use super::Outcome;

#[derive(Default)]
pub(super) struct Ledger {
    numbers: AtomicU64,
    round: Mutex<Round>,
    tally: Mutex<Tally>,
}

/// The calls of a round, by number.
#[derive(Default)]
struct Round {
    /// How often the node has executed each.
    executed: HashMap<u64, u64>,
    answered: Vec<u64>,
    unsent: Vec<u64>,
    unknown: Vec<u64>,
}

/// How many calls of all rounds have come to what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) rounds: u64,
    pub(super) executed: u64,
    pub(super) answered: u64,
    pub(super) unsent: u64,
    pub(super) unknown: u64,
    pub(super) executed_unknown: u64,
    pub(super) dropped: u64,
}

impl Ledger {
    /// The number of the next call.
    pub(super) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    fn round(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap()
    }

    /// The node has got the whole request.
    pub(super) fn execute(&self, number: u64) {
        *self.round().executed.entry(number).or_default() += 1;
    }

    /// What the caller was told.
    pub(super) fn judge(&self, number: u64, outcome: Outcome) {
        let mut round = self.round();
        match outcome {
            Some(Ok(result)) => {
                let expected = format!("{{\"number\":{number},");
                assert!(result.as_str().starts_with(&expected), "call {number} got {:.40}", result.as_str());
                round.answered.push(number);
            }
            Some(Err(CallError::NotSent(_))) => round.unsent.push(number),
            Some(Err(CallError::MaybeExecuted(_))) => round.unknown.push(number),
            Some(Err(error)) => panic!("call {number}: {error:?}"),
            None => self.tally.lock().unwrap().dropped += 1,
        }
    }

    /// Holds one against the other once both are complete.
    pub(super) fn check(&self, seed: u64) {
        let Round { executed, answered, unsent, unknown } = std::mem::take(&mut *self.round());
        let wrong: Vec<_> = unsent.iter().filter(|number| executed.contains_key(number)).collect();
        assert!(wrong.is_empty(), "round {seed}: said to be unsent, and executed: {wrong:?}");
        let wrong: Vec<_> = answered.iter().filter(|number| !executed.contains_key(number)).collect();
        assert!(wrong.is_empty(), "round {seed}: answered, and never executed: {wrong:?}");
        let wrong: Vec<_> = executed.iter().filter(|(_, times)| **times > 1).collect();
        assert!(wrong.is_empty(), "round {seed}: executed more than once: {wrong:?}");
        let mut tally = self.tally.lock().unwrap();
        tally.rounds += 1;
        tally.executed += executed.len() as u64;
        tally.answered += answered.len() as u64;
        tally.unsent += unsent.len() as u64;
        tally.unknown += unknown.len() as u64;
        tally.executed_unknown += unknown.iter().filter(|number| executed.contains_key(number)).count() as u64;
    }

    pub(super) fn tally(&self) -> Tally {
        *self.tally.lock().unwrap()
    }
}
