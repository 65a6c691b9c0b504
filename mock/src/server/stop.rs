//! How all threads of a node hear that it stops.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, PoisonError};

/// A pair of sockets. One end is never read or written, only watched: it hangs up once the other is closed.
#[derive(Debug)]
pub(crate) struct Stop {
    held: Mutex<Option<UnixStream>>,
    watched: UnixStream,
}

impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        let (held, watched) = UnixStream::pair()?;
        Ok(Self { held: Mutex::new(Some(held)), watched })
    }

    /// Stops the node; nothing happens if it is stopped already.
    pub(crate) fn stop(&self) {
        drop(self.held.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// What hangs up when the node stops.
    pub(crate) fn signal(&self) -> BorrowedFd<'_> {
        self.watched.as_fd()
    }
}
