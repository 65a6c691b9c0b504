//! The outcome of waiting for a notification.

use super::message::Message;

/// The outcome of waiting for a notification.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received {
    /// A notification.
    Message(Message),
    /// None arrived in time.
    TimedOut,
    /// None will arrive: the connection is closed.
    Closed,
}
