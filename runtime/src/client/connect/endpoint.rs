//! Where a node is.

use std::sync::{Arc, mpsc};
use std::time::Duration;
use std::{fmt, io, thread};

#[cfg(feature = "tokio")]
use super::transport::AsyncStream;
use super::transport::{Stream, Transport};
use crate::client::error::ConnectError;
use crate::visible::visible;

/// Where a node is, and how to get there.
///
/// It is made from a path, which is that of the node's Unix socket, or from a [`NodeDir`](super::NodeDir). Clients take
/// either of them as it is.
#[derive(Clone)]
pub struct Endpoint(pub(super) Arc<dyn Transport>);

impl Endpoint {
    /// Connects for threads, within so long.
    pub(crate) fn connect(&self, within: Duration) -> Result<Box<dyn Stream>, ConnectError> {
        dial(Arc::clone(&self.0), within).map_err(|error| self.error(error))
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

/// Connects within so long. A thread of its own waits for that, because nothing ends the system's call: a node that
/// hangs may leave it waiting for ever.
fn dial(transport: Arc<dyn Transport>, within: Duration) -> io::Result<Box<dyn Stream>> {
    let (sender, receiver) = mpsc::channel();
    let connect = move || {
        // Nobody may wait for it any more.
        let _ = sender.send(transport.connect());
    };
    thread::Builder::new().name("cln-runtime connect".to_owned()).spawn(connect)?;
    receiver.recv_timeout(within).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
