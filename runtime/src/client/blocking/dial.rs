//! Making a connection, within a time.

use std::io::{self, ErrorKind};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::error::ConnectError;

/// Connects within so long. A thread of its own waits for that, because nothing ends the system's call: a node that
/// hangs may leave it waiting for ever.
pub(super) fn dial(path: &Path, within: Duration) -> Result<UnixStream, ConnectError> {
    let (sender, receiver) = mpsc::channel();
    let target = path.to_owned();
    let connect = move || {
        // Nobody may wait for it any more.
        let _ = sender.send(UnixStream::connect(target));
    };
    let spawned = thread::Builder::new().name("cln-runtime connect".to_owned()).spawn(connect);
    let connected = match spawned {
        Ok(_) => receiver.recv_timeout(within).unwrap_or_else(|_| Err(ErrorKind::TimedOut.into())),
        Err(error) => Err(error),
    };
    connected.map_err(|error: io::Error| ConnectError::new(path, error))
}

/// A turn that one thread has at a time, and others wait for no longer than they want to.
#[derive(Default)]
pub(super) struct Turn {
    taken: Mutex<bool>,
    free: Condvar,
}

/// The turn is over once it is dropped.
pub(super) struct Taken<'t>(&'t Turn);

impl Turn {
    /// Waits for the turn; `None` if it did not come until `deadline`.
    pub(super) fn take(&self, deadline: Option<Instant>) -> Option<Taken<'_>> {
        let mut taken = self.lock();
        while *taken {
            taken = match deadline {
                None => self.free.wait(taken).unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.checked_duration_since(Instant::now())?;
                    self.free.wait_timeout(taken, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        *taken = true;
        Some(Taken(self))
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.0.lock() = false;
        self.0.free.notify_one();
    }
}
