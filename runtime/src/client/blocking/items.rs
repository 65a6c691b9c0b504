//! Long lists, item by item, for a thread.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use crate::client::connect::Stream;
use crate::client::error::{CallError, ConnectionError, NoAnswerError, NotSentError};
use crate::client::items::{Arrival, Arriving};
use crate::client::session::EncodedRequest;
use crate::jsonrpc::RpcError;
use crate::record::Record;
use crate::wipe::{Buffer, wipe};

/// How much is read, or written, in one go.
const CHUNK: usize = 64 * 1024;

/// The items of the one array in an answer, decoded while they arrive: an iterator that ends after the last item or after
/// an error. It holds one item at a time in memory.
pub struct Items<T, E> {
    stream: Box<dyn Stream>,
    arriving: Arriving<T>,
    chunk: Buffer,
    deadline: Option<Instant>,
    error: fn(RpcError) -> E,
}

impl<T: Record, E: From<RpcError>> Items<T, E> {
    /// Sends the request on a connection that has no other.
    pub(super) fn ask(
        stream: Box<dyn Stream>,
        encoded: &EncodedRequest,
        arriving: Arriving<T>,
        deadline: Option<Instant>,
    ) -> Result<Self, NotSentError> {
        let (request, terminator) = encoded.parts();
        // A request that is cut is never executed, for the connection ends with it.
        send(&*stream, request, deadline).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => NotSentError::TimedOut,
            ErrorKind::BrokenPipe => NotSentError::Broken(ConnectionError::Closed),
            _ => NotSentError::Broken(error.into()),
        })?;
        // From here on it may be executed. What goes wrong now shows when the answer is read.
        let _ = send(&*stream, terminator, deadline);
        Ok(Self { stream, arriving, chunk: Buffer::zeros(CHUNK), deadline, error: E::from })
    }

    fn read(&mut self) -> Result<(), NoAnswerError> {
        let outcome = left(self.deadline)
            .and_then(|left| self.stream.set_read_timeout(left))
            .and_then(|()| self.stream.read(&mut self.chunk));
        match outcome {
            Ok(0) => Err(NoAnswerError::Broken(ConnectionError::Closed)),
            Ok(count) => {
                let bytes = self.chunk.get_mut(..count).unwrap_or_default();
                self.arriving.push(bytes);
                wipe(bytes);
                Ok(())
            }
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => Ok(()),
                ErrorKind::WouldBlock | ErrorKind::TimedOut => Err(NoAnswerError::TimedOut),
                _ => Err(NoAnswerError::Broken(error.into())),
            },
        }
    }
}

/// How long there is left.
fn left(deadline: Option<Instant>) -> io::Result<Option<Duration>> {
    match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
        Some(Duration::ZERO) => Err(ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

fn send(stream: &dyn Stream, mut text: &[u8], deadline: Option<Instant>) -> io::Result<()> {
    while !text.is_empty() {
        stream.set_write_timeout(left(deadline)?)?;
        match stream.write(text.get(..CHUNK).unwrap_or(text)) {
            Ok(0) => return Err(ErrorKind::BrokenPipe.into()),
            Ok(count) => text = text.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl<T: Record, E: From<RpcError>> Iterator for Items<T, E> {
    type Item = Result<T, CallError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.arriving.next() {
                Arrival::End => return None,
                Arrival::Item(item) => return Some(item.map_err(|error| error.map_node(self.error))),
                Arrival::NeedsBytes => {
                    if let Err(why) = self.read() {
                        return Some(Err(self.arriving.end(why).map_node(self.error)));
                    }
                }
            }
        }
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
