//! A client that writes what it is told to, right or wrong.

use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

/// The longest that anything is waited for: what takes longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// One end of a connection.
pub(crate) struct Peer {
    stream: UnixStream,
    received: Vec<u8>,
}

impl Peer {
    pub(crate) fn connect(socket: &Path) -> Self {
        let stream = UnixStream::connect(socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, received: Vec::new() }
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Writes the same over and over and reads nothing; whether the other side stops taking it before so many bytes.
    pub(crate) fn flood(&self, text: &str, most: usize) -> bool {
        // What is not taken within this time is not taken at all; a wrong guess makes the test pass, not fail.
        self.stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
        let mut written = 0;
        while written < most {
            match (&self.stream).write(text.as_bytes()) {
                Ok(count) if count == text.len() => written += count,
                Ok(_) => return true,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
                Err(error) => panic!("{error}"),
            }
        }
        false
    }

    /// Writes no more, but would still read.
    pub(crate) fn close_half(&mut self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// The next message, with the empty line after it; `None` at the end of the connection.
    pub(crate) fn try_line(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(end) = self.received.windows(2).position(|pair| pair == b"\n\n") {
                return Some(self.received.drain(..end + 2).collect());
            }
            let mut chunk = vec![0; 1 << 16];
            match self.stream.read(&mut chunk) {
                Ok(0) => return None,
                Ok(count) => self.received.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("no answer came: {error}"),
            }
        }
    }

    /// The next message, as it is.
    pub(crate) fn line(&mut self) -> String {
        String::from_utf8_lossy(&self.try_line().expect("the node has closed the connection")).into_owned()
    }

    /// What comes until the end of the connection, beyond whole messages that were taken.
    pub(crate) fn rest(mut self) -> Vec<u8> {
        while let Some(line) = self.try_line() {
            self.received = [line, std::mem::take(&mut self.received)].concat();
            if self.received.windows(2).filter(|pair| *pair == b"\n\n").count() > 0 {
                let mut rest = std::mem::take(&mut self.received);
                self.stream.read_to_end(&mut rest).unwrap();
                return rest;
            }
        }
        self.received
    }

    /// Calls a command, and gives the whole answer.
    pub(crate) fn call(&mut self, method: &str, params: &str) -> Value {
        self.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#));
        serde_json::from_str(&self.line()).unwrap()
    }

    /// The whole answer, if the node lives long enough to give one.
    pub(crate) fn try_call(&mut self, method: &str, params: &str) -> Option<Value> {
        let request = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
        self.stream.write_all(request.as_bytes()).ok()?;
        serde_json::from_slice(&self.try_line()?).ok()
    }

    /// The code and the message of the error that a call must be.
    pub(crate) fn error(&mut self, method: &str, params: &str) -> (i64, String) {
        let answer = self.call(method, params);
        let error = &answer["error"];
        assert!(error.is_object(), "{method} {params}: {answer}");
        (error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())
    }

    /// The result that a call must have.
    pub(crate) fn result(&mut self, method: &str, params: &str) -> Value {
        let mut answer = self.call(method, params);
        assert!(answer["error"].is_null(), "{method} {params}: {answer}");
        answer["result"].take()
    }
}
