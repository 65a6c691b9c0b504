//! What is said of expectations that were not met, and of what came instead.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Mutex;

use super::all::{Disorder, Expectations};
use super::entry::{Answer, Entry, Noted};
use crate::documented::Documented;
use crate::lock::lock;
use crate::log::{shown, shown_name};
use crate::received::{History, Received};

/// Other commands that are named where one was not called.
const MOST_NAMES: usize = 10;

/// Expectations that were not met: each on a line with its place in the test, then what came instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet(Vec<String>);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Unmet {}

/// What was received, as it may be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Witness<'s> {
    pub(crate) history: &'s History,
    /// Tells what is secret in it.
    pub(crate) documented: &'s Documented,
}

impl Expectations {
    /// Whether all has come as expected, and nothing else where that was.
    pub(crate) fn verify(all: &Mutex<Self>, witness: Witness<'_>) -> Result<(), Unmet> {
        let expectations = lock(all);
        let mut unmet = expectations.complaints(witness);
        // Of all that is called with this lock held, only what a test gives to `with` can panic.
        unmet.extend(all.is_poisoned().then(|| "a closure given to `with` has panicked".to_owned()));
        if unmet.is_empty() { Ok(()) } else { Err(Unmet(unmet)) }
    }

    fn complaints(&self, witness: Witness<'_>) -> Vec<String> {
        let unmet = self.entries.iter().filter(|entry| !entry.times.allow(entry.seen));
        let mut unmet: Vec<String> = unmet.map(|entry| witness.complaint(entry)).collect();
        unmet.extend(self.disorders.iter().filter_map(|disorder| self.out_of_order(disorder, witness)));
        let panicked = self.entries.iter().filter(|entry| entry.answers.iter().any(Answer::has_panicked));
        unmet.extend(panicked.map(|entry| format!("{}: a closure given to `answer_with` has panicked", named(entry))));
        unmet
    }

    fn out_of_order(&self, disorder: &Disorder, witness: Witness<'_>) -> Option<String> {
        let (called, other) = (self.entries.get(disorder.called)?, self.entries.get(disorder.other)?);
        let mut text = format!("out of order: {} was called {} {}", named(called), disorder.when, named(other));
        witness.append(&mut text, "it was", disorder.call);
        Some(text)
    }
}

/// An expectation by its command and its place.
fn named(entry: &Entry) -> String {
    format!("{} ({}:{})", entry.method, entry.place.file(), entry.place.line())
}

impl Witness<'_> {
    fn complaint(self, entry: &Entry) -> String {
        let (times, seen) = (entry.times, entry.seen);
        let mut text = format!("{}: expected {times}, found {seen}", named(entry));
        if times.wants_more(seen) {
            self.append_all(&mut text, "is not such a call", &entry.unlike);
            self.append_all(&mut text, "another expectation took", &entry.elsewhere);
            self.append_others(&mut text, entry);
        } else {
            self.append_all(&mut text, "one too many", &entry.surplus);
        }
        text
    }

    fn append_all(self, text: &mut String, what: &str, calls: &Noted) {
        for call in &calls.first {
            self.append(text, what, Some(*call));
        }
        match calls.count - calls.first.len() {
            0 => {}
            count if calls.first.is_empty() => _ = write!(text, "\n  {what}: {count} not recorded"),
            more => _ = write!(text, "\n  {what}: {more} more"),
        }
    }

    fn append(self, text: &mut String, what: &str, call: Option<usize>) {
        if let Some(call) = call.and_then(|call| self.history.requests().get(call)) {
            let _ = write!(text, "\n  {what}: {}", self.shown(call));
        }
    }

    fn shown(self, call: &Received) -> String {
        shown(self.documented, call.method().as_bytes(), call.params())
    }

    /// Which other commands were called since, and how often.
    fn append_others(self, text: &mut String, entry: &Entry) {
        let since = self.history.requests().get(entry.since..).unwrap_or_default();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for call in since.iter().filter(|call| call.method() != entry.method) {
            *counts.entry(call.method()).or_default() += 1;
        }
        let more = counts.len().saturating_sub(MOST_NAMES);
        let mut names: Vec<String> = counts.into_iter().take(MOST_NAMES).map(counted).collect();
        names.extend((more > 0).then(|| format!("{more} more")));
        match names.as_slice() {
            [] if since.is_empty() && self.history.is_whole() => text.push_str("\n  nothing was called"),
            [] => {}
            names => _ = write!(text, "\n  also called: {}", names.join(", ")),
        }
    }
}

fn counted((method, count): (&str, usize)) -> String {
    match count {
        1 => shown_name(method.as_bytes()),
        _ => format!("{} ({count} times)", shown_name(method.as_bytes())),
    }
}
