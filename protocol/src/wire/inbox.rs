//! What has come over a connection, and the messages in it.

use std::collections::VecDeque;
use std::ops::Range;

use super::message::Members;
use super::{Event, Message, Scanner};

/// Room that is kept for bytes to come.
const KEPT: usize = 1 << 17;

/// Bytes that have come, and what has been found in them.
#[derive(Debug)]
pub struct Inbox {
    bytes: Vec<u8>,
    /// Bytes of requests that have been taken, and of those before the last of them.
    taken: usize,
    before: usize,
    scanner: Scanner,
    members: Members,
    whole: VecDeque<(Range<usize>, Members)>,
    state: Reading,
    /// The longest request.
    limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    GoesOn,
    Malformed,
    Over,
}

/// What is next.
#[derive(Debug)]
pub enum Next<'i> {
    /// A message.
    Message(Message<'i>),
    /// All that has come, and is no JSON to a node.
    Malformed(&'i [u8]),
    /// All that has come and is longer than a request may be.
    TooLong(&'i [u8]),
    /// Nothing that comes will ever be read; this is what has come.
    Stuck(&'i [u8]),
    /// More has to come.
    Nothing,
}

impl Inbox {
    /// Messages may be this long, in bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            taken: 0,
            before: 0,
            scanner: Scanner::new(),
            members: Members::default(),
            whole: VecDeque::new(),
            state: Reading::GoesOn,
            limit,
        }
    }

    /// Takes bytes in. As in a node, nothing is looked at before there is a closing brace among new bytes, and then all
    /// is: what follows a request at once, and is malformed, spoils that, too.
    pub fn take_in(&mut self, chunk: &[u8]) {
        self.forget_taken();
        self.bytes.extend_from_slice(chunk);
        if self.state == Reading::GoesOn && chunk.contains(&b'}') {
            self.scan();
        }
    }

    fn scan(&mut self) {
        loop {
            match self.scanner.next(&self.bytes) {
                Ok(Some(Event::Member { key, value })) => {
                    let name = key.and_then(|key| self.bytes.get(key));
                    self.members.keep(name.unwrap_or_default(), value);
                }
                Ok(Some(Event::Root(part))) => {
                    self.whole.push_back((part.range, std::mem::take(&mut self.members)));
                }
                Ok(None) => return,
                Err(_) => {
                    self.whole.clear();
                    self.state = Reading::Malformed;
                    return;
                }
            }
        }
    }

    fn forget_taken(&mut self) {
        if self.taken > 0 && self.whole.is_empty() {
            self.bytes.drain(..self.taken);
            // One long request does not make a connection large for ever.
            self.bytes.shrink_to(KEPT.max(self.bytes.len()));
            self.scanner.forget(self.taken);
            self.members.forget(self.taken);
            (self.taken, self.before) = (0, 0);
        }
    }

    /// Bytes that it has taken memory for.
    #[must_use]
    pub const fn holds(&self) -> usize {
        self.bytes.capacity()
    }

    /// All that has come and has not been taken: what a node complains of as a whole.
    pub fn rest(&self) -> Vec<u8> {
        self.bytes.get(self.before..).unwrap_or_default().to_vec()
    }

    /// Whether something waits to be taken.
    pub fn has_more(&self) -> bool {
        let is_over = self.bytes.len() - self.taken > self.limit || self.scanner.is_stuck(&self.bytes);
        !self.whole.is_empty() || self.state == Reading::Malformed || (self.state == Reading::GoesOn && is_over)
    }

    /// The next message. After anything else there is none.
    pub fn next_message(&mut self) -> Next<'_> {
        if let Some((range, members)) = self.whole.pop_front() {
            (self.before, self.taken) = (self.taken, range.end);
            return Next::Message(Message::new(&self.bytes, range, &members));
        }
        let is_stuck = self.scanner.is_stuck(&self.bytes);
        let unread = self.bytes.get(self.taken..).unwrap_or_default();
        let next = match self.state {
            Reading::Malformed => Next::Malformed(unread),
            Reading::GoesOn if is_stuck => Next::Stuck(unread),
            Reading::GoesOn if unread.len() > self.limit => Next::TooLong(unread),
            Reading::GoesOn | Reading::Over => return Next::Nothing,
        };
        self.state = Reading::Over;
        next
    }

    /// What has come and is not yet a message.
    pub fn unread(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }
}
