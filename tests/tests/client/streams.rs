//! Clients over streams that are no sockets.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use cln_runtime::client::{Broken, CallError, NoAnswer, NotSent, Settings, blocking};

use crate::front::{label, request, result};
use crate::node::Peer;

/// Reads byte by byte and knows no time-outs; writes what is flushed.
struct Plain(UnixStream);

impl Read for Plain {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = buffer.len().min(1);
        self.0.read(&mut buffer[..end])
    }
}

fn pair() -> (Plain, io::BufWriter<UnixStream>, Peer) {
    let (near, far) = UnixStream::pair().unwrap();
    let writer = io::BufWriter::with_capacity(1 << 20, near.try_clone().unwrap());
    (Plain(near), writer, Peer::new(far))
}

#[test]
fn a_blocking_client_talks_through_any_streams() {
    let (reader, writer, mut peer) = pair();
    let client = blocking::Client::over(reader, writer, Settings::new()).unwrap();
    let script = thread::spawn(move || {
        let asked = peer.request();
        peer.send(asked.result(&result("through")));
        peer.request();
    });
    assert_eq!(label(&client.call(&request()).unwrap()), "through");
    let hasty = client.clone().with_timeout(Duration::from_millis(50));
    assert!(matches!(hasty.call(&request()).unwrap_err(), CallError::MaybeExecuted(_)));
    script.join().unwrap();
    let error = client.call(&request()).unwrap_err();
    let ended = match &error {
        CallError::NotSent(NotSent::Broken(broken)) | CallError::MaybeExecuted(NoAnswer::Broken(broken)) => broken,
        _ => panic!("{error:?}"),
    };
    assert!(matches!(ended, Broken::Closed));
}

#[test]
fn the_writer_of_a_blocking_client_that_is_gone_is_closed() {
    let (reader, _silent) = io::pipe().unwrap();
    let (mut far, writer) = io::pipe().unwrap();
    drop(blocking::Client::over(reader, writer, Settings::new()).unwrap());
    assert_eq!(far.read_to_end(&mut Vec::new()).unwrap(), 0);
}
