//! What all connections of a recording share: the file, the schemas, and what has been counted.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::commands::Known;
use super::drift::Drift;
use super::lines::{Line, Lines};
use super::stand_ins::StandIns;

/// So many names of methods are told apart.
const NAMES: usize = 1000;

/// The recording.
#[derive(Debug)]
pub(super) struct Journal<'j> {
    pub(super) known: &'j Known<'j>,
    /// Whether exchanges of methods without a schema are written, too.
    pub(super) unchecked: bool,
    pub(super) stand_ins: StandIns,
    lines: Mutex<Lines>,
    tally: Mutex<Tally>,
}

/// What has been counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) drift: Drift,
    /// Answers that were held against schemas, by method.
    pub(super) checked: Counts,
    /// Exchanges that were not written, for want of a schema, by method.
    pub(super) undescribed: Counts,
    /// Notifications of the node, by method.
    pub(super) notifications: Counts,
    /// Secrets that were replaced.
    pub(super) secrets: u64,
    /// Answers that were too long to be written.
    pub(super) long: u64,
    /// Messages that are no JSON object of JSON-RPC, or too long, or answer nothing that was asked.
    pub(super) unreadable: u64,
    /// Connections that were only passed on from some moment, because something else than JSON came.
    pub(super) unfollowed: u64,
    /// Connections that were refused because the node could not be reached.
    pub(super) refused: u64,
}

/// How often there was what.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<String, u64>);

impl Counts {
    /// One more; of names beyond those that are told apart, as one that has none.
    pub(super) fn add(&mut self, name: &str) {
        let is_room = self.0.len() < NAMES || self.0.contains_key(name);
        *self.0.entry(if is_room { name.to_owned() } else { String::new() }).or_default() += 1;
    }

    pub(super) fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    pub(super) fn total(&self) -> u64 {
        self.0.values().sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

impl<'j> Journal<'j> {
    pub(super) fn new(known: &'j Known<'j>, unchecked: bool, stand_ins: StandIns, lines: Lines) -> Self {
        Self { known, unchecked, stand_ins, lines: Mutex::new(lines), tally: Mutex::default() }
    }

    pub(super) fn write(&self, line: &Line) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).write(line);
    }

    pub(super) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What there is once all connections have ended.
    pub(super) fn into_parts(self) -> (Lines, Tally) {
        let lines = self.lines.into_inner().unwrap_or_else(PoisonError::into_inner);
        (lines, self.tally.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}
