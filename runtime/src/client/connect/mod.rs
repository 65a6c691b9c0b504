//! How a node is reached: what a transport is, and those there are.
//!
//! A transport carries the bytes of JSON-RPC as they are, in both directions. The rest of the client asks no more of it
//! than [`Transport`], [`Stream`] and `AsyncStream` say, so another one is a file here and its `mod` line below.

mod dial;
pub(crate) mod tunnel;
mod unix;

#[cfg(feature = "tokio")]
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

#[cfg(feature = "tokio")]
use ::tokio::io::{AsyncRead, AsyncWrite};

use super::error::{ConnectError, ConnectErrorKind};
use crate::visible::visible;

/// Where a node is, and how to get there.
///
/// It is made from a path, which is that of the node's Unix socket: clients take the path itself.
#[derive(Clone)]
pub struct Endpoint(Arc<dyn Transport>);

/// A way to reach one node.
///
/// Its `Display` says where that is, for people.
pub(crate) trait Transport: fmt::Display + Send + Sync {
    /// Connects. This may take for ever: it runs on a thread of its own, and is given up from outside.
    fn connect(&self) -> io::Result<Box<dyn Stream>>;

    /// Connects, for so long at most. A transport that never has to wait needs no timer for that, and works on a runtime
    /// that has none.
    #[cfg(feature = "tokio")]
    fn connect_async(&self, within: Duration) -> Connecting<'_>;

    /// What an error of connecting means here, and what to do about it, as the end of a sentence.
    fn explain(&self, error: &io::Error) -> Option<(ConnectErrorKind, &'static str)>;
}

/// A connection as threads use it: one may read while another writes.
///
/// There is no way to close one direction only: a node that sees its input end may drop its answers.
pub(crate) trait Stream: Send + Sync {
    /// Waits for bytes, until the read time-out is over: [`WouldBlock`](io::ErrorKind::WouldBlock) or
    /// [`TimedOut`](io::ErrorKind::TimedOut) then.
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Waits until some of the bytes are written, or until the write time-out is over.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// How long a [`read`](Self::read) that begins from now on waits; `None` for as long as it takes.
    fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()>;

    /// How long a [`write`](Self::write) that begins from now on waits.
    fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()>;

    /// Ends the connection, both directions at once, also for threads that read or write at the moment.
    fn shut_down(&self) -> io::Result<()>;
}

/// A connection as tasks use it. Dropping both halves ends it.
#[cfg(feature = "tokio")]
pub(crate) struct AsyncStream {
    pub(crate) reader: Box<dyn AsyncRead + Send + Sync + Unpin>,
    pub(crate) writer: Box<dyn AsyncWrite + Send + Sync + Unpin>,
}

/// A connection for tasks that is being made.
#[cfg(feature = "tokio")]
pub(crate) type Connecting<'t> = Pin<Box<dyn Future<Output = io::Result<AsyncStream>> + Send + 't>>;

impl Endpoint {
    /// Connects for threads, within so long.
    pub(crate) fn connect(&self, within: Duration) -> Result<Box<dyn Stream>, ConnectError> {
        let transport = Arc::clone(&self.0);
        dial::within(within, move || transport.connect()).map_err(|error| self.error(error))
    }

    /// Connects for tasks, within so long.
    #[cfg(feature = "tokio")]
    pub(crate) async fn connect_async(&self, within: Duration) -> Result<AsyncStream, ConnectError> {
        self.0.connect_async(within).await.map_err(|error| self.error(error))
    }

    /// What an error of connecting means.
    pub(crate) fn error(&self, error: io::Error) -> ConnectError {
        match self.0.explain(&error) {
            Some((kind, advice)) => ConnectError::explained(&self.0, kind, advice),
            None => ConnectError::other(&self.0, error),
        }
    }

    /// There was no time left to connect.
    pub(crate) fn timed_out(&self) -> ConnectError {
        self.error(io::ErrorKind::TimedOut.into())
    }
}

/// Where it is.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        visible(&self.0).fmt(f)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({:?})", self.0.to_string())
    }
}
