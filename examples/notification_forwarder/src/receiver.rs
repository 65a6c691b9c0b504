//! Who gets the notifications: lines over a Unix socket, each of which is answered before the next one is written.

use std::io;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

/// An answer is no longer than this: the digits of a number, and the end of its line.
const LONGEST_ANSWER: u64 = 21;

/// The receiver at the other end of a socket.
#[derive(Debug, Default)]
pub(crate) struct Receiver {
    /// The connection, and to which socket.
    open: Option<(PathBuf, BufReader<UnixStream>)>,
    number: u64,
}

impl Receiver {
    /// The number of the next line. Numbers grow by one, so that whoever gets a line twice knows it.
    pub(crate) const fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    /// Sends a line, and waits until the receiver has said that it has it. Connects if need be.
    pub(crate) async fn send(&mut self, socket: &Path, number: u64, line: &[u8]) -> io::Result<()> {
        // What fails in the middle leaves no connection: what follows would not be understood.
        let mut stream = match self.open.take() {
            Some((open, stream)) if open == socket => stream,
            _ => BufReader::new(UnixStream::connect(socket).await?),
        };
        stream.write_all(line).await?;
        let mut answer = String::new();
        (&mut stream).take(LONGEST_ANSWER).read_line(&mut answer).await?;
        if answer.trim_end().parse() != Ok(number) {
            let what = if answer.is_empty() { "nothing".to_owned() } else { format!("{answer:?}") };
            return Err(io::Error::other(format!("expected the answer {number}, got {what}")));
        }
        self.open = Some((socket.to_owned(), stream));
        Ok(())
    }
}
