//! What the socket asks of the node behind it.

use super::{Outbox, Stop};
use crate::wire::Message;

/// The node behind the socket.
pub(crate) trait Handler: Send + Sync {
    /// Answers a request.
    fn answer(&self, session: &mut Session, message: &Message<'_>, outbox: &mut Outbox);

    /// How all connections hear that the node stops.
    fn stop(&self) -> &Stop;

    /// The longest request, in bytes.
    fn max_request(&self) -> usize;
}

/// What a connection remembers between requests.
#[derive(Debug)]
pub(crate) struct Session {
    /// Which connection of the node it is, from 1.
    pub(crate) number: u64,
    /// Whether the client wants to hear how commands go on.
    pub(crate) notifications: bool,
    /// Whether the node was told to stop here: it does once the connection ends, whether the answer was written or not.
    pub(crate) stopping: bool,
}

impl Session {
    pub(crate) const fn new(number: u64) -> Self {
        Self { number, notifications: false, stopping: false }
    }
}
