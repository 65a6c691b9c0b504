//! A node each of whose connections comes to some end.

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use cln_tests::dice::Dice;

use super::Ledger;
use crate::node::PATIENCE;

/// How long nobody has to ask anything for the node to hang up.
const IDLE: Duration = Duration::from_millis(5);

pub(super) struct Mortal {
    socket: PathBuf,
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Mortal {
    pub(super) fn start(socket: &Path, seed: u64, ledger: &Arc<Ledger>) -> Self {
        let listener = UnixListener::bind(socket).unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let (over, ledger) = (Arc::clone(&is_over), Arc::clone(ledger));
        let thread = thread::spawn(move || serve(listener, Dice::new(!seed), &over, &ledger));
        Self { socket: socket.to_owned(), is_over, thread }
    }

    /// Waits until every connection has ended, which the clients must have left.
    pub(super) fn stop(self) {
        self.is_over.store(true, Ordering::Relaxed);
        drop(UnixStream::connect(&self.socket));
        self.thread.join().unwrap();
    }
}

fn serve(listener: UnixListener, mut dice: Dice, is_over: &AtomicBool, ledger: &Arc<Ledger>) {
    let mut lives = Vec::new();
    while let Ok((stream, _)) = listener.accept() {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let (fate, ledger) = (Dice::new(dice.roll(usize::MAX) as u64), Arc::clone(ledger));
        // Streams break; that is what they are here for.
        lives.push(thread::spawn(move || Life::new(stream, fate, &ledger).live().unwrap_or_default()));
        if dice.one_in(8) {
            break; // it takes no more connections
        }
    }
    drop(listener);
    lives.into_iter().for_each(|life| life.join().unwrap());
}

/// A connection.
struct Life<'l> {
    stream: UnixStream,
    dice: Dice,
    ledger: &'l Ledger,
    received: Vec<u8>,
    /// How many more bytes it reads before it is killed.
    left: usize,
    /// Answers that are held back.
    held: Vec<String>,
    /// Whether it answers no more.
    is_mute: bool,
}

/// A request that has been executed.
struct Asked {
    number: u64,
    /// The JSON of its id.
    id: String,
}

impl<'l> Life<'l> {
    fn new(stream: UnixStream, mut dice: Dice, ledger: &'l Ledger) -> Self {
        let left = if dice.one_in(3) { dice.roll(400_000) } else { usize::MAX };
        Self { stream, dice, ledger, received: Vec::new(), left, held: Vec::new(), is_mute: false }
    }

    fn live(mut self) -> io::Result<()> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        self.stream.set_read_timeout(Some(IDLE))?;
        loop {
            match self.read() {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && !self.held.is_empty() => self.release()?,
                Err(error) => return Err(error),
            }
            while let Some(asked) = self.next_request() {
                if !self.is_mute {
                    self.treat(&asked)?;
                }
            }
        }
    }

    fn read(&mut self) -> io::Result<usize> {
        let mut chunk = vec![0; self.left.min(1 << 16)];
        let count = self.stream.read(&mut chunk)?;
        self.received.extend_from_slice(&chunk[..count]);
        self.left -= count;
        Ok(count)
    }

    /// The next request, which is executed with that. The only brace that closes is its last byte.
    fn next_request(&mut self) -> Option<Asked> {
        let end = self.received.iter().position(|byte| *byte == b'}')?;
        let request: Vec<u8> = self.received.drain(..=end).collect();
        let request: serde_json::Value = serde_json::from_slice(&request).unwrap();
        let number = request["params"][0].as_u64().unwrap();
        self.ledger.execute(number);
        Some(Asked { number, id: request["id"].to_string() })
    }

    /// Answers a request, or not.
    fn treat(&mut self, Asked { number, id }: &Asked) -> io::Result<()> {
        let pad = "z".repeat(self.dice.pick(&[0, 100, 20_000, 200_000]).copied().unwrap_or_default());
        let answer =
            format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{\"number\":{number},\"pad\":\"{pad}\"}}}}\n\n");
        match self.dice.roll(24) {
            0 | 1 => {}
            2..=5 => self.held.push(answer),
            6 => {
                let cut = self.dice.roll(answer.len());
                self.stream.write_all(&answer.as_bytes()[..cut])?;
                return Err(ErrorKind::Interrupted.into());
            }
            7 => return Err(ErrorKind::Interrupted.into()),
            8 => {
                self.stream.write_all(answer.as_bytes())?;
                self.half_close(Shutdown::Write)?;
            }
            9 => self.half_close(Shutdown::Read)?,
            _ => self.stream.write_all(answer.as_bytes())?,
        }
        Ok(())
    }

    /// Closes a half, and executes all that comes until the client has gone.
    fn half_close(&mut self, half: Shutdown) -> io::Result<()> {
        self.is_mute = true;
        self.stream.shutdown(half)?;
        self.stream.set_read_timeout(Some(PATIENCE))
    }

    /// Answers what was held back, in another order, if not all of it.
    fn release(&mut self) -> io::Result<()> {
        self.dice.shuffle(&mut self.held);
        let kept = if self.dice.one_in(4) { self.dice.roll(self.held.len()) } else { 0 };
        let released: String = self.held.drain(kept..).collect();
        self.held.clear();
        self.stream.write_all(released.as_bytes())
    }
}
