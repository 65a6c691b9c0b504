//! A recorder that runs, and a client of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::workshop::{Outcome, Workshop};

/// The committed schema, and the hash of one of its documented payments.
pub(super) const DELPAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/delpay.json");
pub(super) const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

/// The longest that anything is waited for: what takes longer hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// The program, and where it works.
pub(super) struct Recorder {
    workshop: Workshop,
    child: Running,
    file: String,
}

/// A process that ends with its test, however that does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Recorder {
    /// Records this node.
    pub(super) fn start(node: &Path, more: &[&str]) -> Self {
        Self::in_folder(Workshop::with(&[]), node, more, "out.jsonl")
    }

    fn in_folder(workshop: Workshop, node: &Path, more: &[&str], file: &str) -> Self {
        let node = node.to_str().unwrap();
        let arguments = [&["record", "--socket", node, "--listen", "rpc", "--out", file], more].concat();
        let mut program = workshop.program(&arguments);
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Byte by byte, so that nothing behind the line is lost.
        let mut said = String::new();
        BufReader::with_capacity(1, child.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "listening on rpc\n");
        Self { workshop, child: Running(child), file: file.to_owned() }
    }

    /// Another one at the same place, after this one has ended.
    pub(super) fn again(self, node: &Path, more: &[&str]) -> Self {
        Self::in_folder(self.workshop, node, more, "again.jsonl")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.workshop.path("rpc")
    }

    pub(super) fn file(&self) -> PathBuf {
        self.workshop.path(&self.file)
    }

    pub(super) fn process(&self) -> u32 {
        self.child.0.id()
    }

    /// Ends it as a user would; what it has said, and what is in the file.
    pub(super) fn stop(mut self) -> (Outcome, String) {
        kill_process(Pid::from_child(&self.child.0), Signal::TERM).unwrap();
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.child.0.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.child.0.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let status = self.child.0.wait().unwrap().code();
        (Outcome { status, stdout, stderr }, fs::read_to_string(self.file()).unwrap())
    }

    pub(super) fn kill(&mut self) {
        self.child.0.kill().unwrap();
        self.child.0.wait().unwrap();
    }
}

/// One that calls, and can write anything else.
pub(super) struct Client {
    stream: UnixStream,
    received: Vec<u8>,
    calls: u64,
}

impl Client {
    pub(super) fn connect(socket: &Path) -> Self {
        let stream = UnixStream::connect(socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, received: Vec::new(), calls: 0 }
    }

    pub(super) const fn stream(&self) -> &UnixStream {
        &self.stream
    }

    pub(super) fn send(&self, bytes: impl AsRef<[u8]>) {
        (&self.stream).write_all(bytes.as_ref()).unwrap();
    }

    /// The next message, without what ends it; `None` at the end of the connection.
    pub(super) fn message(&mut self) -> Option<Vec<u8>> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.received[searched..].windows(2).position(|pair| pair == b"\n\n") {
                let end = searched + end;
                let message = self.received.drain(..end + 2).take(end).collect();
                return Some(message);
            }
            searched = self.received.len().saturating_sub(1);
            let mut chunk = vec![0; 1 << 16];
            match (&self.stream).read(&mut chunk) {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.received.extend_from_slice(&chunk[..count]),
            }
        }
    }

    /// Calls a method; the whole answer. Notifications before it are passed over.
    pub(super) fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        self.send(json!({"jsonrpc": "2.0", "id": self.calls, "method": method, "params": params}).to_string());
        loop {
            let message = self.message().unwrap();
            let message: Value = serde_json::from_slice(&message).unwrap();
            if message.get("id").is_some() {
                return message;
            }
        }
    }
}
