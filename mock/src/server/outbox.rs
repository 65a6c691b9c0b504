//! What waits to be written to a client, some of it for its time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// An answer, and what else is written with it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) when: When,
    pub(crate) then: Then,
}

/// When an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Now,
    /// Not before.
    At(Instant),
    /// After the answer to a later request, or at this time if there is none.
    AfterNext(Instant),
}

/// What happens once an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    GoOn,
    /// The connection is closed.
    Close,
}

/// Bytes that may wait to be written before no more requests are read.
const ROOM: usize = 1 << 18;

/// The answers of a connection.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    ready: VecDeque<(Vec<u8>, Then)>,
    /// Bytes of the first that have been written.
    written: usize,
    waiting: Vec<(Instant, bool, Vec<u8>, Then)>,
    bytes: usize,
}

impl Outbox {
    pub(crate) fn push(&mut self, reply: Reply) {
        self.bytes += reply.bytes.len();
        match reply.when {
            When::Now => {
                self.ready.push_back((reply.bytes, reply.then));
                self.release(|_, after_next| after_next);
            }
            When::At(due) => self.waiting.push((due, false, reply.bytes, reply.then)),
            When::AfterNext(due) => {
                self.release(|_, after_next| after_next);
                self.waiting.push((due, true, reply.bytes, reply.then));
            }
        }
    }

    /// Has notifications written as soon as all before them is. No answer that waits for the next one comes after them.
    pub(crate) fn push_notices(&mut self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            self.bytes += bytes.len();
            self.ready.push_back((bytes, Then::GoOn));
        }
    }

    /// Lets those be written whose time has come.
    pub(crate) fn mature(&mut self, now: Instant) {
        self.release(|due, _| due <= now);
    }

    fn release(&mut self, is_due: impl Fn(Instant, bool) -> bool) {
        if self.waiting.is_empty() {
            return;
        }
        let (mut due, waiting): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|(time, after_next, ..)| is_due(*time, *after_next));
        due.sort_by_key(|(time, ..)| *time);
        self.waiting = waiting;
        self.ready.extend(due.into_iter().map(|(_, _, bytes, then)| (bytes, then)));
    }

    /// How long the next waits; `None` if none does.
    pub(crate) fn next_due(&self, now: Instant) -> Option<Duration> {
        self.waiting.iter().map(|(due, ..)| due.saturating_duration_since(now)).min()
    }

    /// Whether more requests may be read.
    pub(crate) const fn has_room(&self) -> bool {
        self.bytes < ROOM
    }

    /// What can be written now.
    pub(crate) fn front(&self) -> Option<&[u8]> {
        self.ready.front().and_then(|(bytes, _)| bytes.get(self.written..))
    }

    /// So many bytes of it have been written; what to do if that is all of an answer.
    pub(crate) fn wrote(&mut self, count: usize) -> Then {
        self.written += count;
        match self.ready.front() {
            Some((bytes, _)) if self.written >= bytes.len() => {
                self.bytes -= bytes.len();
                self.written = 0;
                self.ready.pop_front().map_or(Then::GoOn, |(_, then)| then)
            }
            _ => Then::GoOn,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn written(outbox: &mut Outbox) -> String {
        let mut all = Vec::new();
        while let Some(front) = outbox.front().map(<[u8]>::to_vec) {
            all.extend_from_slice(&front);
            outbox.wrote(front.len());
        }
        String::from_utf8(all).unwrap()
    }

    fn push(outbox: &mut Outbox, text: &str, when: When) {
        outbox.push(Reply { bytes: text.into(), when, then: Then::GoOn });
    }

    #[test]
    fn answers_wait_for_their_time_or_for_the_next() {
        let (mut outbox, now) = (Outbox::default(), Instant::now());
        let (soon, later) = (now + Duration::from_secs(1), now + Duration::from_secs(2));
        push(&mut outbox, "late ", When::At(later));
        push(&mut outbox, "soon ", When::At(soon));
        push(&mut outbox, "second ", When::AfterNext(later));
        assert_eq!(written(&mut outbox), "");
        push(&mut outbox, "first ", When::Now);
        assert_eq!(written(&mut outbox), "first second ");
        assert_eq!(outbox.next_due(now), Some(Duration::from_secs(1)));
        outbox.mature(later);
        assert_eq!(written(&mut outbox), "soon late ");
        assert!(outbox.has_room() && outbox.next_due(now).is_none());
    }

    #[test]
    fn two_that_are_held_back_come_in_turn() {
        let (mut outbox, far) = (Outbox::default(), Instant::now() + Duration::from_secs(60));
        push(&mut outbox, "a ", When::AfterNext(far));
        push(&mut outbox, "b ", When::AfterNext(far));
        push(&mut outbox, "c ", When::Now);
        assert_eq!(written(&mut outbox), "a c b ");
    }

    #[test]
    fn a_notification_is_not_the_next_answer() {
        let (mut outbox, far) = (Outbox::default(), Instant::now() + Duration::from_secs(60));
        push(&mut outbox, "second ", When::AfterNext(far));
        outbox.push_notices(b"notice ".to_vec());
        outbox.push_notices(Vec::new());
        push(&mut outbox, "first ", When::Now);
        assert_eq!(written(&mut outbox), "notice first second ");
        assert!(outbox.has_room() && outbox.bytes == 0);
        outbox.push_notices(vec![b' '; ROOM]);
        assert!(!outbox.has_room(), "they take room");
    }

    #[test]
    fn what_waits_takes_room() {
        let mut outbox = Outbox::default();
        push(&mut outbox, &"x".repeat(ROOM), When::At(Instant::now() + Duration::from_secs(60)));
        assert!(!outbox.has_room());
    }
}
