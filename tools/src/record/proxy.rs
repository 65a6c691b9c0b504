//! Bytes from clients to the node and back, unchanged; a thread for each direction, and one that listens.

use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
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
            let Ok((client, _)) = listener.accept() else { continue };
            number += 1;
            let is_served = connect(scope, client, node, journal, stop, number);
            journal.tally().refused += u64::from(!is_served);
        }
    });
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
    let requests = (Arc::clone(&ends), to_journal.clone());
    let answers = (Arc::clone(&ends), to_journal);
    let spawn = |name: &str| Builder::new().name(format!("{name} {number}"));
    let is_served = spawn("record").spawn_scoped(scope, record).is_ok()
        && spawn("answers").spawn_scoped(scope, move || pass_answers(&answers.0, &answers.1)).is_ok()
        && spawn("requests").spawn_scoped(scope, move || pass_requests(&requests.0, &requests.1)).is_ok();
    if !is_served {
        close(&ends);
        stop.forget(number);
    }
    is_served
}

/// A request is heard before it is passed on: its answer must not be heard first.
fn pass_requests(ends: &Ends, heard: &SyncSender<Heard>) {
    let [client, node] = &**ends;
    pass(client, node, |bytes| {
        // Nobody listens any more if what came is no JSON.
        let _ = heard.send(Heard::FromClient(bytes.to_vec()));
        (&mut &*node).write_all(bytes).is_ok()
    });
}

/// An answer is passed on before it is heard: nobody shall wait for that.
fn pass_answers(ends: &Ends, heard: &SyncSender<Heard>) {
    let [client, node] = &**ends;
    pass(node, client, |bytes| {
        let is_passed = (&mut &*client).write_all(bytes).is_ok();
        let _ = heard.send(Heard::FromNode(bytes.to_vec()));
        is_passed
    });
}

/// Passes bytes on to the end, and then the end; or, where nobody takes them, that nobody does.
fn pass(from: &UnixStream, to: &UnixStream, mut write: impl FnMut(&[u8]) -> bool) {
    let mut chunk = vec![0; CHUNK];
    loop {
        let passed = match (&mut &*from).read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => write(chunk.get(..count).unwrap_or_default()),
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
