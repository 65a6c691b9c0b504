//! A connection whose threads do not get to take what has come.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::thread;

use super::*;

const CALLS: u64 = 20;
const LENGTH: usize = 200_000;

/// Answers to all calls, whether they are read or not, and does not hang up.
fn answer_all(mut stream: UnixStream) -> UnixStream {
    let long = "x".repeat(LENGTH);
    for number in 0..CALLS {
        let answer = format!("{{\"id\":\"cln-runtime:x#{number}\",\"result\":\"{long}\"}}\n\n");
        stream.write_all(answer.as_bytes()).unwrap();
    }
    stream
}

/// Reads for others, as a thread that waits for something else.
fn read_for_a_moment(connection: &Connection) {
    let heard = connection.hear(0, Some(Instant::now() + Duration::from_millis(20)));
    assert!(matches!(heard, Received::TimedOut));
}

#[test]
fn nothing_is_read_while_what_was_read_fills_all_room() {
    let (near, far) = UnixStream::pair().unwrap();
    let settings = Settings::new().max_unread(LENGTH * 3 / 2);
    let connection = Connection::new(Box::new(near), &settings).unwrap();
    connection.listen();
    for call in 0..CALLS {
        let caller = Caller { call, waiter: Waiter::current() };
        connection.lock().session.begin(EncodedRequest::new(call, "x", b"{}", None), caller).ok().unwrap();
    }
    read_for_a_moment(&connection); // and writes
    let node = thread::spawn(move || answer_all(far));
    for call in 0..CALLS {
        let reply = loop {
            read_for_a_moment(&connection);
            let mut state = connection.lock();
            let waiting = (0..CALLS).filter(|call| state.unread.has(*call)).count();
            assert!(waiting <= 2, "{waiting} answers wait");
            if let Some(reply) = state.unread.take(call) {
                break reply;
            }
        };
        assert!(matches!(reply, Reply::Answer(frame) if frame.len() > LENGTH), "{call}");
    }
    node.join().unwrap();
}
