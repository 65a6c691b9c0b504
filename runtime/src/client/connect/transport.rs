//! What a transport is.

use std::borrow::Cow;
use std::time::Duration;
use std::{fmt, io};

#[cfg(feature = "tokio")]
use std::pin::Pin;

#[cfg(feature = "tokio")]
use ::tokio::io::{AsyncRead, AsyncWrite};

use crate::client::error::ConnectErrorKind;

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
    fn explain(&self, error: &io::Error) -> Option<(ConnectErrorKind, Cow<'static, str>)>;
}

/// A connection as threads use it: one may read while another writes.
///
/// There is no way to close one direction only: a node that sees its input end may drop its answers.
pub(crate) trait Stream: Send + Sync {
    /// Waits for bytes, until the read time-out is over: [`WouldBlock`](io::ErrorKind::WouldBlock) or
    /// [`TimedOut`](io::ErrorKind::TimedOut) then.
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Waits until some of the bytes are written, or until the write time-out is over. They are on their way then: nobody
    /// flushes.
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
