//! Answers as they were recorded, to the requests that were recorded.

mod file;
mod key;

use std::collections::BTreeMap;
use std::path::Path;

use crate::documented::Documented;
use crate::envelope::Call;
use crate::error::Error;
use crate::filter::Filter;
use crate::outcome::{Done, Outcome};
use crate::wire::{Failure, unescaped};

use key::Keys;

/// The code of a request that this node cannot answer, though a real one could.
const NOT_RECORDED: i64 = -32603;

/// So many recorded requests are shown to who asks for another one, and so much of each, in characters.
const SHOWN: usize = 5;
const SHOWN_OF_EACH: usize = 200;

/// Commands that are about the connection or the node itself: they are always done.
const ALWAYS_DONE: [&str; 2] = ["notifications", "stop"];

/// What was recorded, by method.
#[derive(Debug)]
pub(crate) struct Replay {
    methods: BTreeMap<String, Recorded>,
    /// Whether methods that were not recorded are left to the node, which has been given something to answer them from.
    leaves_others: bool,
}

/// The recorded requests of a method.
#[derive(Debug, Default)]
struct Recorded {
    requests: Vec<Turns>,
    /// Those of the same parameters; also if only their secrets differ.
    exact: BTreeMap<String, Vec<usize>>,
    but_for_secrets: BTreeMap<String, Vec<usize>>,
}

/// A request, and its answers in turn; the last one again and again.
#[derive(Debug)]
struct Turns {
    keys: Keys,
    /// How the answers were cut down when they were recorded.
    filter: Option<Filter>,
    answers: Vec<Result<String, Failure>>,
    next: usize,
}

impl Replay {
    pub(crate) fn new(leaves_others: bool) -> Self {
        Self { methods: BTreeMap::new(), leaves_others }
    }

    /// Adds what a file has recorded.
    pub(crate) fn read(&mut self, path: &Path, documented: &Documented) -> Result<(), Error> {
        for exchange in file::read(path)? {
            let keys = Keys::new(documented, &exchange.method, &exchange.params);
            self.methods.entry(exchange.method).or_default().add(keys, exchange.filter, exchange.answer);
        }
        Ok(())
    }

    /// What was answered to this request; `None` if it is left to the node.
    pub(crate) fn answer(&mut self, documented: &Documented, call: &Call<'_>) -> Option<Outcome> {
        if self.methods.is_empty() {
            return None;
        }
        let method = unescaped(call.method);
        if ALWAYS_DONE.contains(&method.as_str()) {
            return None;
        }
        let Some(recorded) = self.methods.get_mut(&method) else {
            return (!self.leaves_others).then(|| Err(self.unknown_method(&method)));
        };
        let params = String::from_utf8_lossy(call.params.json);
        let keys = Keys::new(documented, &method, &params);
        let found = recorded.find(&keys, call.filter.as_ref());
        let turns = found.and_then(|index| recorded.requests.get_mut(index));
        Some(match turns {
            Some(turns) => turns.take(),
            None => Err(recorded.unknown_request(&method)),
        })
    }

    fn unknown_method(&self, method: &str) -> Failure {
        let recorded: Vec<&str> = self.methods.keys().map(String::as_str).collect();
        not_recorded(&format!("{method} was not recorded, only {}", recorded.join(", ")))
    }
}

impl Recorded {
    fn add(&mut self, keys: Keys, filter: Option<Filter>, answer: Result<String, Failure>) {
        let same = self.exact.entry(keys.exact.clone()).or_default();
        let known =
            same.iter().copied().find(|&index| self.requests.get(index).is_some_and(|turns| turns.filter == filter));
        match known.and_then(|index| self.requests.get_mut(index)) {
            Some(turns) => turns.answers.push(answer),
            None => {
                same.push(self.requests.len());
                if let Some(key) = &keys.but_for_secrets {
                    self.but_for_secrets.entry(key.clone()).or_default().push(self.requests.len());
                }
                self.requests.push(Turns { keys, filter, answers: vec![answer], next: 0 });
            }
        }
    }

    /// The recorded request that is the same. A recording has other secrets than there were; of several that differ in
    /// nothing else, none is.
    fn find(&self, keys: &Keys, filter: Option<&Filter>) -> Option<usize> {
        if let Some(same) = self.exact.get(&keys.exact) {
            return self.with_filter(same, filter);
        }
        let alike = self.but_for_secrets.get(keys.but_for_secrets.as_ref()?)?;
        let mut exact = alike.iter().filter_map(|&index| Some(&self.requests.get(index)?.keys.exact));
        let first = exact.next()?;
        if exact.all(|other| other == first) { self.with_filter(alike, filter) } else { None }
    }

    /// The one that was cut down in the same way, or else not at all: then it still can be.
    fn with_filter(&self, same: &[usize], filter: Option<&Filter>) -> Option<usize> {
        let with = |filter: Option<&Filter>| {
            same.iter()
                .copied()
                .find(|&index| self.requests.get(index).is_some_and(|turns| turns.filter.as_ref() == filter))
        };
        with(filter).or_else(|| with(None))
    }

    fn unknown_request(&self, method: &str) -> Failure {
        let shown = self.requests.iter().take(SHOWN).map(|turns| turns.keys.shown(SHOWN_OF_EACH));
        let shown: Vec<String> = shown.collect();
        let more = self.requests.len().saturating_sub(SHOWN);
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        not_recorded(&format!("{method} was not recorded with these parameters, only with {}{more}", shown.join(", ")))
    }
}

impl Turns {
    fn take(&mut self) -> Outcome {
        let turn = self.next.min(self.answers.len().saturating_sub(1));
        self.next = turn + 1;
        let answer = self.answers.get(turn).cloned();
        answer.unwrap_or_else(|| Ok("{}".to_owned())).map(Done::new)
    }
}

fn not_recorded(what: &str) -> Failure {
    let hint = "record it (cln-codegen record), or say what it answers with node.expect::<Request>().answer(..)";
    Failure::new(NOT_RECORDED, format!("cln-mock --replay: {what}; {hint}"))
}
