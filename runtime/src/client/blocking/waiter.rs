//! A thread that waits for something.

use std::sync::Arc;
use std::thread::{self, Thread};
use std::time::Instant;

/// A thread. Each time that it waits it is another, by its `Arc`.
pub(super) struct Waiter(Thread);

impl Waiter {
    /// The thread that calls this.
    pub(super) fn current() -> Arc<Self> {
        Arc::new(Self(thread::current()))
    }

    pub(super) fn wake(&self) {
        self.0.unpark();
    }

    /// Sleeps until it is woken, or for no reason, or until `deadline`. To be called by its own thread.
    pub(super) fn sleep(&self, deadline: Option<Instant>) {
        match deadline {
            Some(deadline) => thread::park_timeout(deadline.saturating_duration_since(Instant::now())),
            None => thread::park(),
        }
    }
}
