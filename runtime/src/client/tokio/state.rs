//! What a connection shares with its tasks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use ::tokio::sync::{Notify, oneshot};

use crate::client::error::ConnectionError;
use crate::client::listeners::Listeners;
use crate::client::session::{Event, Inbound, Reply, Session};
use crate::client::settings::Settings;
use crate::client::unread::Unread;

/// What a connection shares with its tasks.
pub(super) struct Shared {
    state: Mutex<State>,
    /// There is something to write.
    pub(super) unwritten: Notify,
}

pub(super) struct State {
    pub(super) session: Session<Caller>,
    pub(super) unread: Unread,
    /// Whether nothing more will come.
    pub(super) has_ended: bool,
    pub(super) listeners: Listeners<Waker>,
}

/// Who waits for the reply of a call, and is told when it is there.
pub(super) struct Caller {
    pub(super) call: u64,
    pub(super) told: oneshot::Sender<()>,
}

impl Shared {
    pub(super) fn new(settings: &Settings) -> Self {
        let state = State {
            session: Session::new(),
            unread: Unread::new(settings.max_unread),
            has_ended: false,
            listeners: Listeners::new(settings.max_notifications, Waker::wake),
        };
        Self { state: Mutex::new(state), unwritten: Notify::new() }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs while it is locked leaves it half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives what came to whom it belongs, until no room is left for more: `true`. What ends the connection goes into
    /// `end`.
    pub(super) fn deliver(
        &self,
        received: &mut impl Iterator<Item = Inbound>,
        end: &mut Option<ConnectionError>,
    ) -> bool {
        let mut state = self.lock();
        received.any(|received| {
            *end = state.deliver(received).or(end.take());
            !state.unread.has_room()
        })
    }
}

impl State {
    /// Gives what came to whom it belongs. Why the connection has ended, if it has.
    fn deliver(&mut self, received: Inbound) -> Option<ConnectionError> {
        match self.session.receive(received) {
            Event::Reply(caller, reply) => self.give(caller, reply),
            Event::Notification(frame) => self.listeners.announce(frame),
            Event::Dropped => {}
            Event::Broken(why) => return Some(why),
        }
        None
    }

    fn give(&mut self, caller: Caller, reply: Reply) {
        self.unread.make_room(&reply);
        self.unread.add(caller.call, reply);
        // Whoever has given up in this moment does not want it any more.
        let _ = caller.told.send(());
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
}
