//! A stand-in node that does what a test's script says, on a real Unix socket and a thread of its own.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

/// The longest that any step of a script waits: what takes longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A node that serves one connection after another, each with the script.
pub(crate) struct Node {
    folder: tempfile::TempDir,
    thread: Option<JoinHandle<()>>,
}

impl Node {
    /// Serves as many connections as there are scripts, in order.
    pub(crate) fn new<const N: usize>(scripts: [Box<dyn FnOnce(Peer) + Send>; N]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("lightning-rpc")).unwrap();
        let serve = move || {
            for script in scripts {
                let (stream, _) = listener.accept().unwrap();
                script(Peer::new(stream));
            }
        };
        Self { folder, thread: Some(thread::spawn(serve)) }
    }

    /// Serves one connection.
    pub(crate) fn once(script: impl FnOnce(Peer) + Send + 'static) -> Self {
        Self::new([Box::new(script)])
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("lightning-rpc")
    }

    /// Waits until all scripts have ended, and fails if one has.
    pub(crate) fn join(mut self) -> tempfile::TempDir {
        self.thread.take().unwrap().join().unwrap();
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }
}

/// A script that has failed fails its test.
impl Drop for Node {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take()
            && !thread::panicking()
        {
            thread.join().unwrap();
        }
    }
}

/// The other end of a client's connection.
pub(crate) struct Peer {
    pub(crate) stream: UnixStream,
    received: Vec<u8>,
}

/// What waiting for a request has come to.
pub(crate) enum Polled {
    Request(Asked),
    Nothing,
    End,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) method: String,
    pub(crate) params: Value,
}

impl Peer {
    pub(crate) fn new(stream: UnixStream) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, received: Vec::new() }
    }

    /// The next request; `None` once the client has gone.
    pub(crate) fn try_request(&mut self) -> Option<Asked> {
        let mut may_have_ended = true; // or a long request would be looked through once for each piece
        loop {
            if may_have_ended && let Some(end) = end_of_object(&self.received) {
                let text: Vec<u8> = self.received.drain(..end).collect();
                return Some(Asked::new(String::from_utf8(text).unwrap().trim().to_owned()));
            }
            let mut chunk = vec![0; 1 << 16];
            match self.stream.read(&mut chunk) {
                Ok(0) => return None,
                Ok(count) => {
                    may_have_ended = chunk[..count].contains(&b'}');
                    self.received.extend_from_slice(&chunk[..count]);
                }
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("no request came: {error}"),
            }
        }
    }

    /// Waits until something of a request is there.
    pub(crate) fn wait_for_bytes(&mut self) {
        let mut chunk = vec![0; 1 << 10];
        let count = self.stream.read(&mut chunk).unwrap();
        self.received.extend_from_slice(&chunk[..count]);
    }

    /// The next request, if one comes within so long.
    pub(crate) fn poll_request(&mut self, patience: Duration) -> Polled {
        if end_of_object(&self.received).is_none() {
            self.stream.set_read_timeout(Some(patience)).unwrap();
            let mut chunk = vec![0; 1 << 16];
            let read = self.stream.read(&mut chunk);
            self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
            match read {
                Ok(0) => return Polled::End,
                Ok(count) => self.received.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Polled::Nothing,
                Err(_) => return Polled::End,
            }
        }
        self.try_request().map_or(Polled::End, Polled::Request)
    }

    pub(crate) fn request(&mut self) -> Asked {
        self.try_request().expect("the client has gone")
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Waits until the client has gone.
    pub(crate) fn wait_for_end(&mut self) {
        while self.try_request().is_some() {}
    }

    /// Answers every request until the client has gone.
    pub(crate) fn echo(&mut self) {
        while let Some(asked) = self.try_request() {
            self.send(asked.echo());
        }
    }
}

impl Asked {
    fn new(text: String) -> Self {
        let value: Value = serde_json::from_str(&text).unwrap();
        let method = value["method"].as_str().unwrap().to_owned();
        Self { text, method, params: value["params"].clone() }
    }

    /// The JSON of the id, byte for byte.
    pub(crate) fn id(&self) -> &str {
        cln_tests::edit::get(&self.text, "/id").unwrap()
    }

    /// An answer with this result.
    pub(crate) fn result(&self, result: &str) -> String {
        format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{result}}}\n\n", self.id())
    }

    /// An answer with this error.
    pub(crate) fn error(&self, error: &str) -> String {
        format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"error\":{error}}}\n\n", self.id())
    }

    /// An answer that repeats the method and the parameters.
    pub(crate) fn echo(&self) -> String {
        self.result(&format!("{{\"method\":\"{}\",\"params\":{}}}", self.method, self.params))
    }
}

/// Where the first object ends.
pub(crate) fn end_of_object(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' if !in_text => depth += 1,
            b'}' if !in_text => {
                depth -= 1;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A socket path where nobody has ever listened.
pub(crate) fn nowhere(folder: &Path) -> PathBuf {
    folder.join("no-such-socket")
}
