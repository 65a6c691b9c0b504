//! A node that floods who calls it.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::thread;

use crate::{COUNT, LENGTH};

pub(crate) struct Node(tempfile::TempDir);

impl Node {
    /// Serves each connection on a thread, until this process ends.
    pub(crate) fn start() -> Self {
        let node = Self(tempfile::tempdir().unwrap());
        let listener = UnixListener::bind(node.socket()).unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // A client that has had enough ends its connection.
                thread::spawn(move || serve(&stream));
            }
        });
        node
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.0.path().join("lightning-rpc")
    }
}

fn serve(mut stream: &UnixStream) -> io::Result<()> {
    let long = "x".repeat(LENGTH);
    let mut held = Vec::new();
    for request in BufReader::new(stream).lines().map_while(Result::ok).filter(|line| !line.is_empty()) {
        let id = cln_tests::edit::get(&request, "/id").unwrap();
        let head = format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":");
        let mut result = r#"{"done":true}"#.to_owned();
        match cln_tests::edit::get(&request, "/method").unwrap() {
            "\"hold\"" => {
                held.push(head);
                continue;
            }
            "\"release\"" => {
                for head in held.drain(..) {
                    write!(stream, "{head}\"{long}\"}}\n\n")?;
                }
            }
            "\"notify\"" => {
                for _ in 0..COUNT {
                    write!(stream, "{{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\"{long}\"]}}\n\n")?;
                }
            }
            "\"tiny\"" => (0..COUNT).try_for_each(|_| stream.write_all("{}".repeat(LENGTH / 16).as_bytes()))?,
            "\"long\"" => endless(stream, &format!("{head}\""), &long, "\"}\n\n")?,
            "\"delpay\"" => endless(stream, &format!("{head}{{\"payments\":[{{\"label\":\""), &long, "\"}]}}\n\n")?,
            "\"held\"" => result = held.len().to_string(),
            _ => {}
        }
        write!(stream, "{head}{result}}}\n\n")?;
    }
    Ok(())
}

/// One value that is as long as all other floods together.
fn endless(mut stream: &UnixStream, head: &str, long: &str, end: &str) -> io::Result<()> {
    stream.write_all(head.as_bytes())?;
    (0..COUNT).try_for_each(|_| stream.write_all(long.as_bytes()))?;
    stream.write_all(end.as_bytes())
}
