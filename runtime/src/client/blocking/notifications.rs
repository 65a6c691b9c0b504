//! Notifications, for a thread.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::connection::Connection;
use crate::client::message::Message;
use crate::client::received::Received;

/// What a node sends of its own accord on a connection: an iterator that waits for the next notification, and ends with
/// the connection.
///
/// Begins when it is made. It keeps what was not taken yet, up to 1024 notifications and
/// [`Settings::max_notifications`](crate::client::Settings::max_notifications) bytes of them: the oldest make room for
/// the next, and [`missed`](Self::missed) counts what was lost so. A node sends them once its command `notifications` has
/// been called with `{"enable": true}`.
pub struct Notifications {
    connection: Arc<Connection>,
    number: u64,
}

impl Notifications {
    pub(super) fn on(connection: Arc<Connection>) -> Self {
        let number = connection.listen();
        Self { connection, number }
    }

    /// Waits for the next notification, for so long at most.
    pub fn next_within(&mut self, timeout: Duration) -> Received {
        self.connection.hear(self.number, Instant::now().checked_add(timeout))
    }

    /// How many notifications were thrown away because too many, or too many bytes of them, were not taken.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.connection.missed(self.number)
    }
}

impl Iterator for Notifications {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        match self.connection.hear(self.number, None) {
            Received::Message(message) => Some(message),
            Received::TimedOut | Received::Closed => None,
        }
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        self.connection.leave(self.number);
    }
}

impl fmt::Debug for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifications").finish_non_exhaustive()
    }
}
