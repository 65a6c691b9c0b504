//! What a thread needs to read for all.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use crate::client::connect::Stream;
use crate::client::error::ConnectionError;
use crate::client::session::{Inbound, Inbox};
use crate::wipe::{Buffer, wipe};

/// How much is read in one go.
const CHUNK: usize = 128 * 1024;

/// The shortest time to wait, because none means for ever.
const SHORTEST: Duration = Duration::from_micros(100);

pub(super) struct Reader {
    inbox: Inbox,
    chunk: Buffer,
    /// The time-out that the socket has.
    timeout: Option<Duration>,
    /// What has come, in order.
    pub(super) received: Vec<Inbound>,
}

impl Reader {
    pub(super) fn new(max_answer: usize) -> Self {
        Self { inbox: Inbox::new(max_answer), chunk: Buffer::zeros(CHUNK), timeout: None, received: Vec::new() }
    }

    /// Waits until something comes or `deadline` is over, and puts whole messages into `received`.
    ///
    /// # Errors
    /// Nothing more will come; what came before is received all the same.
    pub(super) fn read(&mut self, stream: &dyn Stream, deadline: Option<Instant>) -> Result<(), ConnectionError> {
        self.set_timeout(stream, deadline)?;
        match stream.read(&mut self.chunk) {
            Ok(0) => Err(ConnectionError::Closed),
            Ok(count) => self.receive(count),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => Ok(()),
                _ => Err(ConnectionError::from(error)),
            },
        }
    }

    fn receive(&mut self, count: usize) -> Result<(), ConnectionError> {
        let bytes = self.chunk.get_mut(..count).unwrap_or_default();
        self.inbox.push(bytes);
        wipe(bytes);
        while let Some(received) = self.inbox.next()? {
            self.received.push(received);
        }
        Ok(())
    }

    fn set_timeout(&mut self, stream: &dyn Stream, deadline: Option<Instant>) -> Result<(), ConnectionError> {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).max(SHORTEST));
        if left != self.timeout {
            stream.set_read_timeout(left)?;
            self.timeout = left;
        }
        Ok(())
    }
}
