//! Replies that have come and that their callers have not taken yet.

use std::collections::{HashMap, VecDeque};

use super::session::Reply;

/// The replies that wait on a connection, by the numbers of their calls.
pub(crate) struct Unread {
    replies: HashMap<u64, Reply>,
    /// The calls whose replies wait, in the order in which these came, and some whose have been taken since.
    order: VecDeque<u64>,
    /// Bytes of all that waits.
    bytes: usize,
    /// Once so many wait, there is no room.
    most: usize,
}

impl Unread {
    /// None. There is room for one at least, whatever `most` is.
    pub(crate) fn new(most: usize) -> Self {
        Self { replies: HashMap::new(), order: VecDeque::new(), bytes: 0, most: most.max(1) }
    }

    /// Whether another may wait, however long it is.
    pub(crate) const fn has_room(&self) -> bool {
        self.bytes < self.most
    }

    /// Keeps the reply of a call.
    pub(crate) fn add(&mut self, call: u64, reply: Reply) {
        self.bytes += reply.len();
        self.replies.insert(call, reply);
        self.order.push_back(call);
        if self.order.len() > 64 + 2 * self.replies.len() {
            self.order.retain(|call| self.replies.contains_key(call));
        }
    }

    /// The reply of a call, if it has come.
    pub(crate) fn take(&mut self, call: u64) -> Option<Reply> {
        let reply = self.replies.remove(&call)?;
        self.bytes -= reply.len();
        if self.order.front() == Some(&call) {
            self.order.pop_front();
        }
        Some(reply)
    }

    /// Whether the reply of a call waits.
    #[cfg(test)]
    pub(crate) fn has(&self, call: u64) -> bool {
        self.replies.contains_key(&call)
    }

    /// Throws answers away until there is room for a reply, those first that have waited longest. Their callers are told
    /// so. A reply that takes no room has it.
    #[cfg(any(test, feature = "tokio"))]
    pub(crate) fn make_room(&mut self, reply: &Reply) {
        while reply.len() > 0 && !self.has_room() {
            let Some(call) = self.order.pop_front() else { return };
            if let Some(reply) = self.replies.get_mut(&call).filter(|reply| reply.len() > 0) {
                self.bytes -= reply.len();
                *reply = Reply::NoRoom;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::session::Frame;

    fn answer(length: usize) -> Reply {
        Reply::Answer(Frame::new(vec![b'x'; length].into(), Default::default()))
    }

    #[test]
    fn those_that_have_waited_longest_make_room() {
        let mut unread = Unread::new(10);
        for (call, length) in [(7, 4), (3, 4), (5, 0), (1, 4)] {
            assert!(unread.has_room());
            unread.add(call, answer(length));
        }
        assert!(!unread.has_room());
        unread.make_room(&answer(0));
        assert_eq!(unread.bytes, 12);
        unread.make_room(&answer(1));
        assert_eq!(unread.bytes, 8);
        assert!(matches!(unread.take(7), Some(Reply::NoRoom)));
        assert_eq!([3, 5, 1].map(|call| unread.take(call).map(|reply| reply.len())), [Some(4), Some(0), Some(4)]);
        assert!(unread.take(3).is_none());
        assert_eq!(unread.bytes, 0);
    }

    #[test]
    fn one_always_has_room() {
        let mut unread = Unread::new(0);
        assert!(unread.has_room());
        unread.add(1, answer(100));
        assert!(!unread.has_room());
    }

    #[test]
    fn what_was_taken_takes_no_memory() {
        let mut unread = Unread::new(100);
        unread.add(0, answer(1));
        for call in 1..10_000 {
            unread.add(call, answer(1));
            assert_eq!(unread.take(call).map(|reply| reply.len()), Some(1));
            assert!(unread.order.len() <= 70, "{}", unread.order.len());
        }
        assert_eq!((unread.bytes, unread.replies.len()), (1, 1));
    }
}
