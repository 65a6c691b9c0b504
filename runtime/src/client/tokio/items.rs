//! Long lists, item by item, for a task.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Instant;

use ::tokio::io::{AsyncReadExt, AsyncWriteExt};
use ::tokio::net::UnixStream;
use ::tokio::time::timeout_at;

use crate::client::error::{Broken, CallError, NoAnswer, NotSent};
use crate::client::items::{Arriving, Turn};
use crate::client::session::Draft;
use crate::jsonrpc::RpcError;
use crate::record::Record;
use crate::wipe::{Buffer, wipe};

/// How much is read in one go.
const CHUNK: usize = 64 * 1024;

/// The items of an answer's one array, decoded while it arrives, the last followed by `None`, as is an error. One item
/// at a time is in memory.
pub struct Items<T, E> {
    stream: UnixStream,
    arriving: Arriving<T>,
    chunk: Buffer,
    deadline: Option<Instant>,
    error: fn(RpcError) -> E,
}

impl<T: Record, E: From<RpcError>> Items<T, E> {
    /// Sends the request on a connection that has no other.
    pub(super) async fn ask(
        mut stream: UnixStream,
        draft: &Draft,
        arriving: Arriving<T>,
        deadline: Option<Instant>,
    ) -> Result<Self, NotSent> {
        let (request, terminator) = draft.parts();
        // A request that is cut is never executed, for the connection ends with it.
        match until(deadline, stream.write_all(request)).await {
            None => return Err(NotSent::TimedOut),
            Some(Err(error)) if error.kind() == ErrorKind::BrokenPipe => return Err(NotSent::Broken(Broken::Closed)),
            Some(Err(error)) => return Err(NotSent::Broken(error.into())),
            Some(Ok(())) => {}
        }
        // From here on it may be executed. What goes wrong now shows when the answer is read.
        let _ = until(deadline, stream.write_all(terminator)).await;
        Ok(Self { stream, arriving, chunk: Buffer::zeros(CHUNK), deadline, error: E::from })
    }

    /// Waits for the next item; `None` after the last, and after an error. Dropping the future loses none.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        loop {
            match self.arriving.next() {
                Turn::End => return None,
                Turn::Item(item) => return Some(item.map_err(|error| error.map_node(self.error))),
                Turn::More => {
                    if let Err(why) = self.read().await {
                        return Some(Err(self.arriving.end(why).map_node(self.error)));
                    }
                }
            }
        }
    }

    async fn read(&mut self) -> Result<(), NoAnswer> {
        match until(self.deadline, self.stream.read(&mut self.chunk)).await {
            None => Err(NoAnswer::TimedOut),
            Some(Ok(0)) => Err(NoAnswer::Broken(Broken::Closed)),
            Some(Ok(count)) => {
                let bytes = self.chunk.get_mut(..count).unwrap_or_default();
                self.arriving.push(bytes);
                wipe(bytes);
                Ok(())
            }
            Some(Err(error)) => Err(NoAnswer::Broken(error.into())),
        }
    }
}

/// What the future gives; `None` if its time is over.
async fn until<T>(deadline: Option<Instant>, future: impl Future<Output = io::Result<T>>) -> Option<io::Result<T>> {
    match deadline {
        None => Some(future.await),
        Some(deadline) => timeout_at(deadline.into(), future).await.ok(),
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
