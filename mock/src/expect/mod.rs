//! What a test expects to be called, and what is answered then.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};

use cln_runtime::{Record, Request, RpcError};

use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::wire::Failure;

/// How often a command is to be called. Made by [`MockNode::expect`](crate::MockNode::expect); at least once, unless
/// something else is said.
#[derive(Debug)]
pub struct Expectation<R> {
    entry: Arc<Mutex<Entry>>,
    request: PhantomData<fn() -> R>,
}

impl<R: Request> Expectation<R> {
    pub(crate) fn new(expectations: &mut Expectations) -> Self {
        let entry = Entry { method: R::METHOD, wanted: 1..=u64::MAX, matches: None, reply: None, seen: 0 };
        let entry = Arc::new(Mutex::new(entry));
        expectations.entries.push(Arc::clone(&entry));
        Self { entry, request: PhantomData }
    }

    fn change(self, change: impl FnOnce(&mut Entry)) -> Self {
        change(&mut lock(&self.entry));
        self
    }

    /// Exactly so often; 0 for never.
    pub fn times(self, times: u64) -> Self {
        self.change(|entry| entry.wanted = times..=times)
    }

    /// So often or more.
    pub fn at_least(self, times: u64) -> Self {
        self.change(|entry| entry.wanted = times..=u64::MAX)
    }

    /// Only calls count whose parameters are such. Those that are no request of the type are not.
    pub fn with(self, matches: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        let matches = move |params: &[u8]| R::from_json(params).is_ok_and(|request| matches(&request));
        self.change(|entry| entry.matches = Some(Box::new(matches)))
    }

    /// They are answered so, and not executed.
    pub fn answer(self, response: &R::Response) -> Self {
        let result = String::from_utf8_lossy(&response.to_json()).into_owned();
        self.change(|entry| entry.reply = Some(Ok(result)))
    }

    /// They are refused so, and not executed.
    pub fn refuse(self, error: RpcError) -> Self {
        self.change(|entry| entry.reply = Some(Err(error)))
    }
}

type Matches = Box<dyn Fn(&[u8]) -> bool + Send + Sync>;

struct Entry {
    method: &'static str,
    wanted: RangeInclusive<u64>,
    matches: Option<Matches>,
    reply: Option<Result<String, RpcError>>,
    seen: u64,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, wanted, seen, .. } = self;
        write!(f, "{method}: {seen} of {wanted:?}")
    }
}

/// All expectations of a node.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    entries: Vec<Arc<Mutex<Entry>>>,
}

impl Expectations {
    /// Counts a call where it is expected; what is to be answered, if that has been said.
    pub(crate) fn called(&self, method: &[u8], params: &[u8]) -> Option<Outcome> {
        let mut reply = None;
        for entry in &self.entries {
            let mut entry = lock(entry);
            if entry.method.as_bytes() == method && entry.matches.as_ref().is_none_or(|matches| matches(params)) {
                entry.seen += 1;
                reply = reply.or_else(|| entry.reply.clone());
            }
        }
        reply.map(|reply| reply.map(Done::new).map_err(Failure::from))
    }

    pub(crate) fn verify(&self) -> Result<(), Unmet> {
        let entries = self.entries.iter().map(|entry| lock(entry));
        let unmet = entries.filter(|entry| !entry.wanted.contains(&entry.seen));
        let unmet: Vec<String> = unmet.map(|entry| entry.complaint()).collect();
        if unmet.is_empty() { Ok(()) } else { Err(Unmet(unmet)) }
    }
}

impl Entry {
    fn complaint(&self) -> String {
        let (least, most) = (self.wanted.start(), self.wanted.end());
        let wanted = match (least, most) {
            (least, most) if least == most => format!("{least}"),
            (least, _) => format!("at least {least}"),
        };
        format!("{}: expected {wanted} calls, found {}", self.method, self.seen)
    }
}

/// Expectations that were not met: each a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet(Vec<String>);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Unmet {}
