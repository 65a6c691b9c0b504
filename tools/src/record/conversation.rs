//! What is said on one connection: requests and answers put together by their ids, checked and written.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::Receiver;

use cln_codegen::schema::Side;
use cln_codegen::secrecy::{replaced_json, replaced_result};
use cln_runtime::json::{Tree, compact};
use cln_runtime::{Validation, Violations};

use super::drift::Difference;
use super::journal::Journal;
use super::lines::Line;
use super::long::{Long, below_result};
use super::message::{Message, early_id};
use super::split::{Found, KEPT, Splitter};
use super::stand_ins::Exchange;

/// Bytes of requests that wait for their answers; those beyond are not recorded.
const WAITING: usize = 64 << 20;

/// So many violations are kept of a message, and so many of them are noted in its line.
const KEPT_VIOLATIONS: usize = 100;
const NOTED: usize = 3;

/// Bytes that have been passed on.
#[derive(Debug)]
pub(super) enum Heard {
    FromClient(Vec<u8>),
    FromNode(Vec<u8>),
}

/// A request that waits for its answer.
struct Asked<'j> {
    method: String,
    /// Its text, its secrets replaced; `None` if it is not written.
    request: Option<String>,
    exchange: Exchange<'j>,
}

/// One connection.
pub(super) struct Conversation<'j> {
    journal: &'j Journal<'j>,
    requests: Splitter,
    answers: Splitter,
    /// By the ids, as they are written.
    asked: BTreeMap<String, VecDeque<Asked<'j>>>,
    waiting: usize,
    /// Whether the client has sent something that is no message.
    is_unfollowed: bool,
    /// Notifications since the last answer.
    notified: BTreeMap<String, u64>,
}

/// Follows a connection to its end, or to what is no message.
pub(super) fn follow(journal: &Journal<'_>, heard: &Receiver<Heard>) {
    let mut conversation = Conversation::new(journal);
    while let Ok(part) = heard.recv() {
        match part {
            Heard::FromClient(bytes) => conversation.hear_client(&bytes),
            Heard::FromNode(bytes) => {
                if !conversation.hear_node(bytes, heard) {
                    conversation.is_unfollowed = true;
                    break;
                }
            }
        }
    }
    journal.tally().unfollowed += u64::from(conversation.is_unfollowed);
}

impl<'j> Conversation<'j> {
    fn new(journal: &'j Journal<'j>) -> Self {
        Self {
            journal,
            requests: Splitter::default(),
            answers: Splitter::default(),
            asked: BTreeMap::new(),
            waiting: 0,
            is_unfollowed: false,
            notified: BTreeMap::new(),
        }
    }

    /// Once something is no message, a node does not read on either; answers may still come.
    fn hear_client(&mut self, mut bytes: &[u8]) {
        while !self.is_unfollowed {
            if self.requests.rest(&mut bytes).is_some_and(|rest| !rest.is_empty()) {
                continue;
            }
            match self.requests.next(&mut bytes) {
                Some(Found::Message(message)) => {
                    if self.request(&message).is_none() {
                        self.journal.tally().unreadable += 1;
                    }
                }
                Some(Found::Long(_)) => self.journal.tally().unreadable += 1,
                Some(Found::Garbage) => self.is_unfollowed = true,
                None => return,
            }
        }
    }

    /// `None` if it cannot be recorded.
    fn request(&mut self, message: &[u8]) -> Option<()> {
        let read = Message::read(message)?;
        let (id, method) = (read.get("id")?.to_owned(), read.method()?);
        let mut exchange = self.journal.stand_ins.of_exchange();
        let is_written = self.journal.unchecked || self.journal.known.has(&method);
        let request = match is_written {
            true => Some(replaced_json(self.journal.known, std::str::from_utf8(message).ok()?, &mut exchange)?),
            false => None,
        };
        let length = request.as_deref().map_or(0, str::len);
        if self.waiting + length > WAITING {
            return None;
        }
        self.waiting += length;
        self.asked.entry(id).or_default().push_back(Asked { method, request, exchange });
        Some(())
    }

    /// `false` if something is no message.
    fn hear_node(&mut self, bytes: Vec<u8>, heard: &Receiver<Heard>) -> bool {
        let mut bytes = bytes;
        loop {
            let mut rest = bytes.as_slice();
            match self.answers.next(&mut rest) {
                Some(Found::Message(message)) => {
                    let taken = bytes.len() - rest.len();
                    if self.answer(&message).is_none() {
                        self.journal.tally().unreadable += 1;
                    }
                    bytes.drain(..taken);
                }
                Some(Found::Long(head)) => {
                    let rest = rest.to_vec();
                    bytes = self.long_answer(head, rest, heard);
                }
                Some(Found::Garbage) => return false,
                None => return true,
            }
        }
    }

    fn take(&mut self, id: &str) -> Option<Asked<'j>> {
        let same = self.asked.get_mut(id)?;
        let asked = same.pop_front()?;
        if same.is_empty() {
            self.asked.remove(id);
        }
        self.waiting -= asked.request.as_deref().map_or(0, str::len);
        Some(asked)
    }

    /// `None` if it is no answer to anything that was recorded.
    fn answer(&mut self, message: &[u8]) -> Option<()> {
        let message = Message::read(message)?;
        let (id, result, error) = (message.get("id"), message.get("result"), message.get("error"));
        if let (None, Some(topic)) = (id, message.method()) {
            self.journal.tally().notifications.add(&topic);
            *self.notified.entry(topic).or_default() += 1;
            return Some(());
        }
        let Asked { method, request, mut exchange } = self.take(id?)?;
        let Some(request) = request else {
            self.journal.tally().undescribed.add(&method);
            return Some(());
        };
        let (name, part) = match (result, error) {
            (Some(result), None) => {
                ("result", replaced_result(self.journal.known, &method, &compact(result).ok()?, &mut exchange)?)
            }
            (None, Some(error)) => ("error", replaced_json(self.journal.known, &compact(error).ok()?, &mut exchange)?),
            _ => return None,
        };
        let asked = Message::read(request.as_bytes())?;
        let mut notes = self.notes();
        if name == "result" {
            notes.extend(self.check(&method, &asked, Some(&part)));
        }
        let id = asked.get("id")?;
        let response = Some(format!(r#"{{"jsonrpc":"2.0","id":{id},"{name}":{part}}}"#));
        self.journal.tally().secrets += exchange.count() as u64;
        self.journal.write(&Line { note: notes.join("; "), response, request });
        Some(())
    }

    /// What came before an answer.
    fn notes(&mut self) -> Vec<String> {
        let counts = std::mem::take(&mut self.notified);
        let counts: Vec<String> = counts.iter().map(|(topic, count)| format!("{topic} x{count}")).collect();
        if counts.is_empty() { Vec::new() } else { vec![format!("notifications before it: {}", counts.join(", "))] }
    }

    /// Holds a request that was done, and its result if that is given, against their schemas; what is to be noted.
    fn check(&self, method: &str, asked: &Message<'_>, result: Option<&str>) -> Vec<String> {
        let request = asked.get("params").map(|params| (Side::Request, "request", params));
        // A result that was cut down lacks what its schema requires.
        let result = result.filter(|_| asked.get("filter").is_none()).map(|result| (Side::Response, "answer", result));
        let mut notes = Vec::new();
        for (side, name, json) in request.into_iter().chain(result) {
            let Some(shape) = self.journal.known.rules(method, side) else { continue };
            if side == Side::Response {
                self.journal.tally().checked.add(method);
            }
            let found = Validation::new().keep(KEPT_VIOLATIONS).validate_json(json.as_bytes(), shape).err();
            if let Some(violations) = found {
                let differences: Vec<Difference> = violations.iter().map(Difference::from).collect();
                self.journal.tally().drift.add(method, side, &differences, Tree::parse(json).ok().as_ref());
                notes.push(noted(name, &differences, violations.omitted()));
            }
        }
        notes
    }

    /// An answer that is too long to be written: it is checked as it comes. What has come after it is given back.
    fn long_answer(&mut self, head: Vec<u8>, rest: Vec<u8>, heard: &Receiver<Heard>) -> Vec<u8> {
        let journal = self.journal;
        let asked = early_id(&head).and_then(|id| self.take(&id));
        let shape = asked.as_ref().and_then(|asked| journal.known.rules(&asked.method, Side::Response));
        let mut splitter = std::mem::take(&mut self.answers);
        let mut more = || self.next_of_node(heard);
        let mut long = Long::new(head, rest, &mut splitter, &mut more);
        let found = shape.map(|shape| long.check(shape, KEPT_VIOLATIONS));
        let rest = long.finish();
        let length = splitter.length();
        self.answers = splitter;
        let Some(rest) = rest else { return Vec::new() };
        journal.tally().long += 1;
        if let Some(asked) = asked {
            self.note_long(asked, length, found);
        }
        rest
    }

    /// What comes next from the node; what the client sends meanwhile is heard.
    fn next_of_node(&mut self, heard: &Receiver<Heard>) -> Option<Vec<u8>> {
        loop {
            match heard.recv().ok()? {
                Heard::FromClient(bytes) => self.hear_client(&bytes),
                Heard::FromNode(bytes) => return Some(bytes),
            }
        }
    }

    /// Writes that there was a long answer, and what was wrong with it if it was checked.
    fn note_long(&mut self, asked: Asked<'_>, length: u64, found: Option<Option<Violations>>) {
        let Asked { method, request: Some(request), exchange } = asked else {
            self.journal.tally().undescribed.add(&asked.method);
            return;
        };
        let mut notes = self.notes();
        notes.push(format!("the answer has {length} bytes, more than the {KEPT} that are written"));
        let message = Message::read(request.as_bytes());
        notes.extend(message.iter().flat_map(|message| self.check(&method, message, None)));
        let is_cut_down = message.is_some_and(|message| message.get("filter").is_some());
        if let Some(found) = found.filter(|_| !is_cut_down) {
            let differences = found.iter().flatten().filter_map(|violation| {
                let pointer = below_result(violation.pointer(), violation.rule())?.to_owned();
                let message = violation.message().to_owned();
                let message = exchange.without_echoes(&message).unwrap_or(message);
                Some(Difference { pointer, rule: violation.rule(), message })
            });
            let differences: Vec<Difference> = differences.collect();
            let mut tally = self.journal.tally();
            tally.checked.add(&method);
            tally.drift.add(&method, Side::Response, &differences, None);
            notes.extend((!differences.is_empty()).then(|| noted("answer", &differences, 0)));
        }
        self.journal.tally().secrets += exchange.count() as u64;
        self.journal.write(&Line { request, response: None, note: notes.join("; ") });
    }
}

/// How a message differs from its schema. Its secrets are replaced already, so that no violation can show any.
fn noted(name: &str, found: &[Difference], omitted: usize) -> String {
    let words: Vec<String> = found.iter().take(NOTED).map(ToString::to_string).collect();
    let more = found.len().saturating_sub(NOTED) + omitted;
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    format!("the {name} differs from its schema: {}{more}", words.join(", "))
}
