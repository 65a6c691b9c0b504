//! What waiting for a notification has come to.

use super::message::Message;

/// What waiting for a notification has come to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received {
    /// A notification.
    Message(Message),
    /// None came in time.
    TimedOut,
    /// None will come: the connection has ended.
    Closed,
}
