//! How all threads of a recording hear that it ends.

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::event::{PollFd, PollFlags, poll};

/// The two ends of a connection that is passed on.
pub(super) type Ends = Arc<[UnixStream; 2]>;

/// Ends a recording. Clones end the same one.
#[derive(Clone, Debug)]
pub struct Stop(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// One end of a pair of sockets; the other hangs up once this is closed. And the connections that are open.
    open: Mutex<Option<Open>>,
    watched: UnixStream,
}

#[derive(Debug)]
struct Open {
    _held: UnixStream,
    connections: BTreeMap<u64, Ends>,
}

impl Stop {
    /// For a recording that goes on.
    ///
    /// # Errors
    /// The system has no sockets left.
    pub fn new() -> io::Result<Self> {
        let (held, watched) = UnixStream::pair()?;
        let open = Mutex::new(Some(Open { _held: held, connections: BTreeMap::new() }));
        Ok(Self(Arc::new(Inner { open, watched })))
    }

    /// Ends the recording: all connections are closed, and what was heard on them is written.
    pub fn stop(&self) {
        if let Some(open) = self.open().take() {
            open.connections.values().for_each(close);
        }
    }

    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a client, who may not have come after all; `false` once it is stopped.
    pub(super) fn wait(&self, listener: &UnixListener) -> bool {
        let mut polled = [
            PollFd::from_borrowed_fd(self.0.watched.as_fd(), PollFlags::empty()),
            PollFd::from_borrowed_fd(listener.as_fd(), PollFlags::IN),
        ];
        // Interrupted, by the signal that ends it perhaps, it is as if somebody had come.
        let _ = poll(&mut polled, None);
        self.open().is_some()
    }

    /// Has a connection closed in the end.
    pub(super) fn watch(&self, number: u64, ends: &Ends) {
        match &mut *self.open() {
            Some(open) => drop(open.connections.insert(number, Arc::clone(ends))),
            None => close(ends),
        }
    }

    /// A connection has ended by itself.
    pub(super) fn forget(&self, number: u64) {
        if let Some(open) = &mut *self.open() {
            open.connections.remove(&number);
        }
    }
}

/// Closes both ends, whoever else has them.
pub(super) fn close(ends: &Ends) {
    for end in ends.iter() {
        // One that is closed already needs no more.
        let _ = end.shutdown(Shutdown::Both);
    }
}
