//! Waiting for a connection no longer than one wants to.

use std::io::{self, ErrorKind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::Stream;

/// Connects within so long. A thread of its own waits for that, because nothing ends the system's call: a node that
/// hangs may leave it waiting for ever.
pub(super) fn within(
    time: Duration,
    connect: impl FnOnce() -> io::Result<Box<dyn Stream>> + Send + 'static,
) -> io::Result<Box<dyn Stream>> {
    let (sender, receiver) = mpsc::channel();
    let connect = move || {
        // Nobody may wait for it any more.
        let _ = sender.send(connect());
    };
    thread::Builder::new().name("cln-runtime connect".to_owned()).spawn(connect)?;
    receiver.recv_timeout(time).unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}
