//! A thread that waits for something.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Thread};
use std::time::Instant;

use crate::client::session::Reply;

/// A thread, and the reply that it waits for.
pub(super) struct Waiter {
    thread: Thread,
    reply: Mutex<Option<Reply>>,
}

impl Waiter {
    /// The thread that calls this.
    pub(super) fn current() -> Arc<Self> {
        Arc::new(Self { thread: thread::current(), reply: Mutex::new(None) })
    }

    pub(super) fn give(&self, reply: Reply) {
        *self.reply.lock().unwrap_or_else(PoisonError::into_inner) = Some(reply);
        self.wake();
    }

    pub(super) fn take(&self) -> Option<Reply> {
        self.reply.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn wake(&self) {
        self.thread.unpark();
    }

    /// Sleeps until it is woken, or for no reason, or until `deadline`. To be called by its own thread.
    pub(super) fn sleep(&self, deadline: Option<Instant>) {
        match deadline {
            Some(deadline) => thread::park_timeout(deadline.saturating_duration_since(Instant::now())),
            None => thread::park(),
        }
    }
}
