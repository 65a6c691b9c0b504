//! What the threads on a connection share, and who of them does what.

use std::collections::VecDeque;
use std::sync::Arc;

use super::reader::Reader;
use super::waiter::Waiter;
use crate::client::error::ConnectionError;
use crate::client::listeners::Listeners;
use crate::client::session::{Event, Inbound, Reply, Session};
use crate::client::settings::Settings;
use crate::client::unread::Unread;

pub(super) struct State {
    pub(super) session: Session<Caller>,
    pub(super) unread: Unread,
    /// Whoever reads has taken it.
    pub(super) reader: Option<Box<Reader>>,
    /// Whether nothing more will come, and so there is nothing to read.
    pub(super) has_ended: bool,
    /// Whether a thread writes.
    pub(super) writing: bool,
    /// Threads that sleep, the longest first. Those woken for a duty are taken out.
    pub(super) asleep: VecDeque<Sleeper>,
    pub(super) listeners: Listeners<Arc<Waiter>>,
}

/// Who waits for the reply of a call.
pub(super) struct Caller {
    pub(super) call: u64,
    pub(super) waiter: Arc<Waiter>,
}

pub(super) struct Sleeper {
    pub(super) waiter: Arc<Waiter>,
    /// The call that it makes, if it makes one.
    pub(super) call: Option<u64>,
}

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            session: Session::new(),
            unread: Unread::new(settings.max_unread),
            reader: Some(Box::new(Reader::new(settings.max_answer))),
            has_ended: false,
            writing: false,
            asleep: VecDeque::new(),
            listeners: Listeners::new(settings.max_notifications, |waiter| waiter.wake()),
        }
    }

    /// Gives what came to whom it belongs. Why the connection has ended, if it has.
    pub(super) fn deliver(&mut self, received: Inbound) -> Option<ConnectionError> {
        match self.session.receive(received) {
            Event::Reply(caller, reply) => self.give(caller, reply),
            Event::Notification(frame) => self.listeners.announce(frame),
            Event::Dropped => {}
            Event::Broken(why) => return Some(why),
        }
        None
    }

    fn give(&mut self, caller: Caller, reply: Reply) {
        self.unread.add(caller.call, reply);
        caller.waiter.wake();
    }

    pub(super) fn give_all(&mut self, replies: Vec<(Caller, Reply)>) {
        replies.into_iter().for_each(|(caller, reply)| self.give(caller, reply));
    }

    pub(super) fn end(&mut self, why: ConnectionError) {
        let ended = self.session.end(why);
        self.give_all(ended);
        self.has_ended = true;
        self.listeners.wake_all();
    }

    /// Whether the thread that makes this call, or none, may read for all.
    pub(super) fn may_read(&self, call: Option<u64>) -> bool {
        self.unread.has_room() && !call.is_some_and(|call| self.session.is_unwritten(call))
    }

    /// Wakes a thread for each duty that nobody does.
    pub(super) fn hand_over(&mut self) {
        if !self.writing && self.session.has_unwritten() {
            self.wake_first(|_, _| true);
        }
        self.hand_reading_over();
    }

    /// Wakes a thread to read, if nobody does.
    pub(super) fn hand_reading_over(&mut self) {
        if self.reader.is_some() {
            self.wake_first(|state, sleeper| state.may_read(sleeper.call));
        }
    }

    /// Wakes the thread that has slept longest of those fit for a duty.
    fn wake_first(&mut self, is_fit: impl Fn(&Self, &Sleeper) -> bool) {
        let fit = self.asleep.iter().position(|sleeper| is_fit(self, sleeper));
        if let Some(sleeper) = fit.and_then(|index| self.asleep.remove(index)) {
            sleeper.waiter.wake();
        }
    }
}
