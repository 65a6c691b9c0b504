//! Bytes from clients to the node and back, unchanged; a thread for each direction, and one that listens.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::{self, Builder, Scope};

use super::conversation::{Heard, follow};
use super::journal::Journal;
use super::stop::{Ends, Stop, close};

/// Bytes that are passed on at a time.
const CHUNK: usize = 64 << 10;

/// So many chunks may wait to be recorded. Beyond that, passing on waits for recording: nothing is left out.
const WAITING: usize = 32;

/// Passes on what clients and the node say, until it is stopped.
pub(super) fn serve(listener: &UnixListener, node: &Path, journal: &Journal<'_>, stop: &Stop) {
    thread::scope(|scope| {
        let mut number = 0;
        while stop.wait(listener) {
            let Ok(client) = accept(listener) else { continue };
            number += 1;
            let is_served = connect(scope, client, node, journal, stop, number);
            journal.tally().refused += u64::from(!is_served);
        }
    });
}

/// Some systems have a connection wait as little as the socket it comes from.
fn accept(listener: &UnixListener) -> io::Result<UnixStream> {
    let (client, _) = listener.accept()?;
    client.set_nonblocking(false)?;
    Ok(client)
}

/// `false` if the node cannot be reached. Then the client is told by its connection's end.
fn connect<'s>(
    scope: &'s Scope<'s, '_>,
    client: UnixStream,
    node: &Path,
    journal: &'s Journal<'_>,
    stop: &'s Stop,
    number: u64,
) -> bool {
    let Ok(node) = UnixStream::connect(node) else { return false };
    let ends: Ends = Arc::new([client, node]);
    stop.watch(number, &ends);
    let (to_journal, heard) = sync_channel(WAITING);
    let record = move || {
        follow(journal, &heard);
        // What is not followed is passed on all the same, to the end.
        heard.iter().for_each(drop);
        stop.forget(number);
    };
    let (requests, answers) = (to_journal.clone(), to_journal);
    let (asking, answering) = (Arc::clone(&ends), Arc::clone(&ends));
    // The journal listens as long as either of them is there.
    let from_client = move || pass(&asking[0], &asking[1], |bytes| _ = requests.send(Heard::FromClient(bytes)));
    let from_node = move || pass(&answering[1], &answering[0], |bytes| _ = answers.send(Heard::FromNode(bytes)));
    let spawn = |name: &str| Builder::new().name(format!("{name} {number}"));
    let is_served = spawn("record").spawn_scoped(scope, record).is_ok()
        && spawn("answers").spawn_scoped(scope, from_node).is_ok()
        && spawn("requests").spawn_scoped(scope, from_client).is_ok();
    if !is_served {
        close(&ends);
        stop.forget(number);
    }
    is_served
}

/// Passes bytes on to the end, and then the end; or, where nobody takes them, that nobody does.
///
/// They are heard before they are passed on: what they cause must not be heard first.
fn pass(from: &UnixStream, to: &UnixStream, hear: impl Fn(Vec<u8>)) {
    let mut chunk = vec![0; CHUNK];
    loop {
        let passed = match (&mut &*from).read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => {
                let bytes = chunk.get(..count).unwrap_or_default();
                hear(bytes.to_vec());
                (&mut &*to).write_all(bytes).is_ok()
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => break,
        };
        if !passed {
            let _ = from.shutdown(Shutdown::Read);
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
