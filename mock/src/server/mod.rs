//! The socket: who connects gets a thread, which ends with the connection or with the node.

mod connection;
mod handler;
mod outbox;
mod socket;
mod stop;

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

pub(crate) use handler::{Handler, Resumed, Session, Waiting};
pub(crate) use outbox::{Outbox, Reply, Then, When};
pub(crate) use socket::listen;
pub(crate) use stop::Stop;

use crate::error::Error;

/// How long nothing is accepted after the system has refused something: a file, a thread.
const REST: Duration = Duration::from_millis(20);

/// Serves who connects; the thread ends once the node is stopped and all connections are closed.
pub(crate) fn start(listener: UnixListener, node: Arc<dyn Handler>) -> Result<JoinHandle<()>, Error> {
    thread::Builder::new().name("cln-mock".to_owned()).spawn(move || serve(&listener, &node)).map_err(Error::System)
}

fn serve(listener: &UnixListener, node: &Arc<dyn Handler>) {
    let mut connections: Vec<JoinHandle<()>> = Vec::new();
    let mut number = 0;
    while wait(Some(listener), node.stop(), None) {
        connections.retain(|connection| !connection.is_finished());
        number += 1;
        match listener.accept().and_then(|(stream, _)| open(stream, number, Arc::clone(node))) {
            Ok(connection) => connections.push(connection),
            Err(_) => _ = wait(None, node.stop(), Some(REST)),
        }
    }
    for connection in connections {
        // One that has panicked has told so.
        let _ = connection.join();
    }
}

fn open(stream: UnixStream, number: u64, node: Arc<dyn Handler>) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(format!("cln-mock {number}")).spawn(move || {
        // What goes wrong with a connection is that its client has gone.
        let _ = connection::serve(stream, number, &*node);
    })
}

/// Waits for a client; `false` once the node is stopped.
fn wait(listener: Option<&UnixListener>, stop: &Stop, patience: Option<Duration>) -> bool {
    let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let mut polled = vec![PollFd::from_borrowed_fd(stop.signal(), PollFlags::empty())];
    polled.extend(listener.map(|listener| PollFd::from_borrowed_fd(listener.as_fd(), PollFlags::IN)));
    // Interrupted, it is as if nothing had come.
    let _ = poll(&mut polled, patience.as_ref());
    !stop.is_stopped()
}
