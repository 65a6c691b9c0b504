//! Notifications, for a thread.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::connection::Connection;
use crate::client::message::Message;
use crate::client::received::Received;

/// The notifications that arrive on a connection: an iterator that waits for the next one, and ends when the connection
/// does.
///
/// It keeps notifications from the moment when it is made. What is not taken is kept, up to 1024 notifications and
/// [`Settings::max_notifications`](crate::client::Settings::max_notifications) bytes; beyond that the oldest are dropped,
/// and [`missed`](Self::missed) counts them. A node sends notifications to a client that has called its command
/// `notifications` with `{"enable": true}`.
pub struct Notifications {
    connection: Arc<Connection>,
    number: u64,
}

impl Notifications {
    pub(super) fn on(connection: Arc<Connection>) -> Self {
        let number = connection.listen();
        Self { connection, number }
    }

    /// Waits for the next notification, for `timeout` at most.
    pub fn next_within(&mut self, timeout: Duration) -> Received {
        self.connection.hear(self.number, Instant::now().checked_add(timeout))
    }

    /// How many notifications were dropped because too many, or too many bytes of them, were not taken.
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
