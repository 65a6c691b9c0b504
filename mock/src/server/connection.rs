//! One connection: bytes in, requests done one after another, answers out.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::handler::{Handler, Session};
use super::outbox::{Outbox, Reply, Then, When};
use crate::wire::{Failure, Inbox, Next, error_line};

/// That a client has closed its half. Where a system does not tell, it is found when all before it has been read.
#[cfg(any(target_os = "linux", target_os = "android"))]
const HALF_CLOSED: PollFlags = PollFlags::RDHUP;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const HALF_CLOSED: PollFlags = PollFlags::empty();

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// Serves a client until it goes or the node stops.
pub(super) fn serve(stream: UnixStream, number: u64, node: &dyn Handler) -> io::Result<()> {
    let mut connection = Connection::new(stream, number, node)?;
    let ended = connection.serve();
    if connection.session.stopping {
        node.stop().stop();
    }
    ended
}

struct Connection<'s> {
    node: &'s dyn Handler,
    inbox: Inbox,
    outbox: Outbox,
    session: Session,
    /// A node that has met something malformed never reads the connection again, and leaves it open.
    reads: bool,
    /// The client has closed its half, or all: what it has asked is done, and what it would be answered is lost.
    leaves: bool,
    /// All that it has asked has been taken up, and some of that still waits.
    has_left: bool,
    chunk: Vec<u8>,
    /// Dropped last: once a client sees the end, the node keeps nothing for it.
    stream: UnixStream,
}

impl<'s> Connection<'s> {
    fn new(stream: UnixStream, number: u64, node: &'s dyn Handler) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self {
            node,
            inbox: Inbox::new(node.max_request()),
            outbox: Outbox::default(),
            session: Session::new(number),
            reads: true,
            leaves: false,
            has_left: false,
            chunk: vec![0; CHUNK],
            stream,
        })
    }

    fn serve(&mut self) -> io::Result<()> {
        while self.turn()? {}
        Ok(())
    }

    /// Waits for something to happen and does what is to be done; `false` at the end.
    fn turn(&mut self) -> io::Result<bool> {
        // What has come is done before time goes on, unless it waits for room that only time can make.
        if !self.inbox.has_more() || !self.has_room() {
            self.outbox.mature(Instant::now());
        }
        let (ready, has_rung) = self.wait()?;
        if self.node.stop().is_stopped() {
            return Ok(false);
        }
        if has_rung || self.session.next_due().is_some_and(|due| due <= Instant::now()) {
            self.resume();
        }
        self.leaves |= ready.intersects(HALF_CLOSED | PollFlags::HUP | PollFlags::ERR);
        self.lose_answers();
        let goes_on = match ready {
            _ if self.has_left => self.inbox.has_more(),
            ready if ready.contains(PollFlags::IN) => self.read()?,
            ready if ready.intersects(PollFlags::HUP | PollFlags::ERR) => self.inbox.has_more(),
            ready if ready.contains(PollFlags::OUT) => self.write()?,
            _ => true,
        };
        if goes_on {
            self.work();
            self.lose_answers();
            return Ok(true);
        }
        self.has_left = self.leaves;
        Ok(self.leaves && self.session.outlives_client())
    }

    /// Nothing is written to a client that leaves. One that is never read again is not known to.
    fn lose_answers(&mut self) {
        if self.leaves && self.reads {
            self.outbox = Outbox::default();
        }
    }

    /// Tries what waits for something to happen, which may just have happened.
    fn resume(&mut self) {
        if let Some(hearer) = self.session.hearer() {
            hearer.clear();
        }
        self.session.resume(&mut self.outbox);
    }

    /// Whether more may be asked: there is room for answers, and for requests that wait for theirs.
    fn has_room(&self) -> bool {
        self.outbox.has_room() && self.session.has_room()
    }

    /// What can be done with the stream, and whether the bell has rung.
    fn wait(&self) -> io::Result<(PollFlags, bool)> {
        let mut wanted = PollFlags::empty();
        wanted.set(HALF_CLOSED, self.reads && !self.leaves);
        wanted.set(PollFlags::IN, self.reads && self.has_room() && !self.inbox.has_more());
        wanted.set(PollFlags::OUT, self.outbox.front().is_some());
        let patience = self.patience().and_then(|patience| Timespec::try_from(patience).ok());
        let mut polled = vec![PollFd::from_borrowed_fd(self.node.stop().signal(), PollFlags::empty())];
        // That its client has left would be told again and again.
        polled.extend((!self.has_left).then(|| PollFd::from_borrowed_fd(self.stream.as_fd(), wanted)));
        let hearer = self.session.hearer();
        polled.extend(hearer.map(|hearer| PollFd::from_borrowed_fd(hearer.signal(), PollFlags::IN)));
        if let Err(error) = poll(&mut polled, patience.as_ref())
            && error != rustix::io::Errno::INTR
        {
            return Err(error.into());
        }
        let mut happened = polled.iter().skip(1).map(PollFd::revents);
        let of_stream = if self.has_left { None } else { happened.next() };
        Ok((of_stream.unwrap_or(PollFlags::empty()), happened.next().is_some_and(|rung| !rung.is_empty())))
    }

    /// How long there is nothing to do if nothing happens; `None` for ever.
    fn patience(&self) -> Option<Duration> {
        if self.inbox.has_more() && self.has_room() {
            return Some(Duration::ZERO);
        }
        let now = Instant::now();
        let waiting = self.session.next_due().map(|due| due.saturating_duration_since(now));
        self.outbox.next_due(now).into_iter().chain(waiting).min()
    }

    /// `false` if the client has closed its half.
    fn read(&mut self) -> io::Result<bool> {
        match self.stream.read(&mut self.chunk) {
            Ok(0) => {
                self.leaves = true;
                Ok(false)
            }
            Ok(count) => {
                self.inbox.take_in(self.chunk.get(..count).unwrap_or_default());
                Ok(true)
            }
            Err(error) if is_nothing(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// `false` if the connection is to be closed.
    fn write(&mut self) -> io::Result<bool> {
        while let Some(bytes) = self.outbox.front() {
            let then = match self.stream.write(bytes) {
                Ok(count) => self.outbox.wrote(count),
                Err(error) if is_nothing(&error) => return Ok(true),
                Err(error) => return Err(error),
            };
            match then {
                Then::GoOn => {}
                Then::Close => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Does one thing that has been asked, if there is room for an answer.
    fn work(&mut self) {
        if !self.reads || !self.has_room() {
            return;
        }
        match self.inbox.next_message() {
            Next::Nothing => {}
            Next::Stuck(_) => self.read_no_more(),
            Next::Malformed(text) => {
                let why = [b"Failed to parse RPC JSON response '", text, b"'"].concat();
                self.refuse_for_ever(why);
            }
            Next::TooLong(_) => {
                self.refuse_for_ever(format!("A request is longer than {} bytes", self.node.max_request()));
            }
            Next::Message(message) if message.jsonrpc.is_none() => {
                let text = self.inbox.rest();
                let why = [b"JSON-RPC message does not contain \"jsonrpc\" field: '", &*text, b"'"].concat();
                self.refuse_for_ever(why);
            }
            Next::Message(message) => self.node.answer(&mut self.session, &message, &mut self.outbox),
        }
    }

    /// Answers once, to nobody, and never reads again.
    fn refuse_for_ever(&mut self, why: impl Into<Vec<u8>>) {
        let bytes = error_line(b"null", &Failure::invalid_request(why));
        self.outbox.push(Reply { bytes, when: When::Now, then: Then::GoOn });
        self.read_no_more();
    }

    /// What has come is dropped: the connection may stay open for as long as the node runs.
    fn read_no_more(&mut self) {
        self.reads = false;
        self.inbox = Inbox::new(self.node.max_request());
        self.chunk = Vec::new();
    }
}

/// Whether a socket only has nothing to give or take at the moment.
fn is_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::thread;

    use super::*;
    use crate::{Fault, MockNode};

    #[test]
    fn who_closes_its_half_has_its_requests_done_and_not_answered() {
        // One answer takes all the room that there is.
        let node = MockNode::builder().example().fault(Fault::huge_list(2000)).start().unwrap();
        let (mut client, server) = UnixStream::pair().unwrap();
        let request = r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#;
        client.write_all(request.repeat(5).as_bytes()).unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        serve(server, 1, &node.state).unwrap();
        let mut answers = Vec::new();
        client.read_to_end(&mut answers).unwrap();
        assert_eq!(String::from_utf8_lossy(&answers), "");
        assert_eq!(node.received().len(), 5);
    }

    /// It has been told to do them, and hears nothing of any.
    #[test]
    fn who_goes_has_its_requests_done() {
        let node = MockNode::builder().start().unwrap();
        let (mut client, server) = UnixStream::pair().unwrap();
        let request = |method: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{{}}}}"#);
        client.write_all((request("listsendpays").repeat(100) + &request("stop")).as_bytes()).unwrap();
        drop(client);
        serve(server, 1, &node.state).unwrap();
        assert_eq!(node.received().len(), 101);
        assert!(node.state.stop.is_stopped());
    }

    #[test]
    fn what_is_never_read_again_keeps_nothing() {
        let node = MockNode::builder().max_request(1 << 20).start().unwrap();
        let long = "x".repeat(1 << 16);
        let whole = r#"{"jsonrpc":"2.0","id":1,"method":"x","params":{}}"#;
        for spoiled in [
            format!("{{]{long}}}"),
            format!(r#"{{"id":"{long}"}}{whole}{whole}"#),
            format!(r#"{{"id":"{}"#, long.repeat(20)),
            format!(r#"{{"a":1}} {long}"#),
        ] {
            let (mut client, server) = UnixStream::pair().unwrap();
            let mut connection = Connection::new(server, 1, &node.state).unwrap();
            let sent = spoiled.clone();
            let writer = thread::spawn(move || {
                // The rest of what is too long is not taken.
                let _ = client.write_all(sent.as_bytes());
                client
            });
            while connection.reads {
                assert!(connection.turn().unwrap());
            }
            assert_eq!((connection.inbox.holds(), connection.chunk.capacity()), (0, 0), "{spoiled:.20}");
            assert!(!connection.inbox.has_more(), "{spoiled:.20}");
            drop(connection);
            writer.join().unwrap();
        }
    }
}
