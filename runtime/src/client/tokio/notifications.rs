//! Notifications, for a task.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::futures_core::Stream;

use super::connection::Connection;
use crate::client::message::Message;

/// The notifications that arrive on a connection: a [`Stream`] that ends when the connection does.
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

    /// Waits for the next notification; `None` once the connection has ended. No notification is lost if the
    /// future is dropped.
    pub async fn next(&mut self) -> Option<Message> {
        poll_fn(|context| self.connection.poll_hear(self.number, context)).await
    }

    /// How many notifications were dropped because too many, or too many bytes of them, were not taken.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.connection.missed(self.number)
    }
}

impl Stream for Notifications {
    type Item = Message;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Message>> {
        self.connection.poll_hear(self.number, context)
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
