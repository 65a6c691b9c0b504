//! A stand-in node on a Unix socket: answers `delpay` with the documented payments, or with very many of them.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use crate::{Failure, data};

/// How large the large answer is.
pub const LARGE: usize = 40_000_000;

/// A socket in a folder of its own, which goes with it.
pub struct Node {
    folder: PathBuf,
}

/// What is answered, by the status that is asked for.
struct Results {
    complete: Vec<u8>,
    failed: Vec<u8>,
}

impl Node {
    /// Listens on a new socket, and serves each connection on a thread.
    ///
    /// # Errors
    /// The system refuses the socket.
    pub fn start() -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("cln-benches-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let node = Self { folder };
        let _ = std::fs::remove_file(node.socket());
        let listener = UnixListener::bind(node.socket())?;
        let results = Arc::new(Results { complete: data::result(0)?, failed: data::result(LARGE)? });
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let results = Arc::clone(&results);
                // A client that has gone ends its connection.
                thread::spawn(move || serve(stream, &results));
            }
        });
        Ok(node)
    }

    /// The path of the socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        socket(&self.folder)
    }
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("lightning-rpc")
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Answers whatever has come in one go, in order. Every client ends a request with an empty line.
fn serve(mut stream: UnixStream, results: &Results) -> io::Result<()> {
    let mut chunk = vec![0; 1 << 16];
    let (mut received, mut answers) = (Vec::new(), Vec::new());
    loop {
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        received.extend_from_slice(&chunk[..count]);
        let mut start = 0;
        while let Some(end) = find(&received[start..], b"\n\n") {
            answer(&received[start..start + end], results, &mut answers);
            start += end + 2;
        }
        received.drain(..start);
        stream.write_all(&answers)?;
        answers.clear();
    }
}

fn answer(request: &[u8], results: &Results, answers: &mut Vec<u8>) {
    let id = find(request, b"\"id\":").map_or(&b"null"[..], |at| {
        let id = &request[at + 5..];
        &id[..id.iter().position(|byte| matches!(byte, b',' | b'}')).unwrap_or(id.len())]
    });
    let result = if find(request, b"\"complete\"").is_some() { &results.complete } else { &results.failed };
    answers.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    answers.extend_from_slice(id);
    answers.extend_from_slice(b",\"result\":");
    answers.extend_from_slice(result);
    answers.extend_from_slice(b"}\n\n");
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
