//! One expectation: which calls it is about, what they are answered, and how many there were.

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex};

use super::times::Times;
use crate::condition::Condition;
use crate::lock::lock;
use crate::outcome::Outcome;

/// What a call is answered. It is asked without any other lock, for the closure is the test's and may take its time.
#[derive(Clone)]
pub(crate) struct Answer(Arc<Mutex<Give>>);

type Give = dyn FnMut(&[u8]) -> Outcome + Send;

impl Answer {
    pub(super) fn new(give: impl FnMut(&[u8]) -> Outcome + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(give)))
    }

    /// What these parameters are answered.
    pub(crate) fn give(&self, params: &[u8]) -> Outcome {
        lock(&self.0)(params)
    }

    /// Whether the closure has panicked: it was called with the lock held.
    pub(super) fn has_panicked(&self) -> bool {
        self.0.is_poisoned()
    }
}

/// Calls to be shown, by their number among those that are recorded: the first few, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Noted {
    pub(super) count: usize,
    pub(super) first: Vec<usize>,
}

impl Noted {
    /// As many as a reader wants to look at.
    const MOST: usize = 3;

    fn note(&mut self, call: Option<usize>) {
        self.count += 1;
        self.first.extend(call.filter(|_| self.first.len() < Self::MOST));
    }
}

/// An expectation.
pub(super) struct Entry {
    pub(super) method: &'static str,
    /// Where the test has it.
    pub(super) place: &'static Location<'static>,
    /// How many calls had been recorded before.
    pub(super) since: usize,
    pub(super) times: Times,
    pub(super) sequence: Option<u64>,
    pub(super) conditions: Vec<Condition>,
    /// In a row; the last stays.
    pub(super) answers: Vec<Answer>,
    pub(super) seen: u64,
    /// Calls of the command that are not such as are expected, that another expectation has taken, and that were too many.
    pub(super) unlike: Noted,
    pub(super) elsewhere: Noted,
    pub(super) surplus: Noted,
}

impl Entry {
    pub(super) fn new(method: &'static str, place: &'static Location<'static>, since: usize) -> Self {
        Self {
            method,
            place,
            since,
            times: Times::default(),
            sequence: None,
            conditions: Vec::new(),
            answers: Vec::new(),
            seen: 0,
            unlike: Noted::default(),
            elsewhere: Noted::default(),
            surplus: Noted::default(),
        }
    }

    /// Whether it only counts. All others take their calls from each other.
    pub(super) fn looks_on(&self) -> bool {
        self.answers.is_empty() && self.sequence.is_none()
    }

    /// Whether it is about a call of its command with these parameters.
    pub(super) fn is_about(&mut self, params: &[u8], call: Option<usize>) -> bool {
        let is_about = self.conditions.iter().all(|condition| condition.holds(params));
        if !is_about {
            self.unlike.note(call);
        }
        is_about
    }

    pub(super) fn has_room(&self) -> bool {
        self.times.has_room(self.seen)
    }

    /// Counts a call, and says what it is answered, unless it is one too many.
    pub(super) fn take(&mut self, call: Option<usize>) -> Option<Answer> {
        let has_room = self.has_room();
        let turn = usize::try_from(self.seen).unwrap_or(usize::MAX);
        self.seen += 1;
        if !has_room {
            self.surplus.note(call);
            return None;
        }
        self.answers.get(turn).or(self.answers.last()).cloned()
    }

    /// Another has taken a call that it is about.
    pub(super) fn leave(&mut self, call: Option<usize>) {
        self.elsewhere.note(call);
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, times, seen, .. } = self;
        write!(f, "{method}: expected {times}, found {seen}")
    }
}
