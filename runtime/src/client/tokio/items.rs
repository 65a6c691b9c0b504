//! Long lists, item by item, for a task.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use ::futures_core::Stream;
use ::tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use ::tokio::time::{Sleep, sleep_until, timeout_at};

use crate::client::connect::AsyncStream;
use crate::client::error::{CallError, ConnectionError, NoAnswerError, NotSentError};
use crate::client::items::{Arrival, Arriving};
use crate::client::session::EncodedRequest;
use crate::jsonrpc::RpcError;
use crate::record::Record;
use crate::wipe::{Buffer, wipe};

/// How much is read in one go.
const CHUNK: usize = 64 * 1024;

/// The items of the one array in an answer, decoded while they arrive: a [`Stream`] that ends after the last item or after
/// an error. It holds one item at a time in memory.
pub struct Items<T, E> {
    stream: AsyncStream,
    arriving: Arriving<T>,
    chunk: Buffer,
    /// Over when the call is.
    timer: Option<Pin<Box<Sleep>>>,
    error: fn(RpcError) -> E,
}

impl<T: Record, E: From<RpcError>> Items<T, E> {
    /// Sends the request on a connection that has no other.
    pub(super) async fn ask(
        mut stream: AsyncStream,
        encoded: &EncodedRequest,
        arriving: Arriving<T>,
        deadline: Option<Instant>,
    ) -> Result<Self, NotSentError> {
        let (request, terminator) = encoded.parts();
        // A request that is cut is never executed, for the connection ends with it.
        match until(deadline, stream.writer.write_all(request)).await {
            None => return Err(NotSentError::TimedOut),
            Some(Err(error)) if error.kind() == ErrorKind::BrokenPipe => {
                return Err(NotSentError::Broken(ConnectionError::Closed));
            }
            Some(Err(error)) => return Err(NotSentError::Broken(error.into())),
            Some(Ok(())) => {}
        }
        // From here on it may be executed. What goes wrong now shows when the answer is read.
        let _ = until(deadline, async {
            stream.writer.write_all(terminator).await?;
            stream.writer.flush().await
        })
        .await;
        let timer = deadline.map(|deadline| Box::pin(sleep_until(deadline.into())));
        Ok(Self { stream, arriving, chunk: Buffer::zeros(CHUNK), timer, error: E::from })
    }

    /// Waits for the next item; `None` after the last, and after an error. No item is lost if the future is
    /// dropped.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, CallError<E>>>> {
        loop {
            return Poll::Ready(match self.arriving.next() {
                Arrival::End => None,
                Arrival::Item(item) => Some(item.map_err(|error| error.map_node(self.error))),
                Arrival::NeedsBytes => match ready!(self.poll_read(context)) {
                    Ok(()) => continue,
                    Err(why) => Some(Err(self.arriving.end(why).map_node(self.error))),
                },
            });
        }
    }

    /// Takes what has come.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<(), NoAnswerError>> {
        let mut buffer = ReadBuf::new(&mut self.chunk);
        let outcome = match Pin::new(&mut self.stream.reader).poll_read(context, &mut buffer) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => {
                let Some(timer) = &mut self.timer else { return Poll::Pending };
                return timer.as_mut().poll(context).map(|()| Err(NoAnswerError::TimedOut));
            }
        };
        let bytes = buffer.filled_mut();
        Poll::Ready(match outcome {
            Ok(()) if bytes.is_empty() => Err(NoAnswerError::Broken(ConnectionError::Closed)),
            Ok(()) => {
                self.arriving.push(bytes);
                wipe(bytes);
                Ok(())
            }
            Err(error) => Err(NoAnswerError::Broken(error.into())),
        })
    }
}

impl<T: Record, E: From<RpcError>> Stream for Items<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
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
