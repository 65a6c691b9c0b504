//! A node in another process, whose every answer has the preimage in it.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::marker::Marker;

const SOCKET: &str = "CLN_TESTS_WIPED_SOCKET";
const SEED: &str = "CLN_TESTS_WIPED_SEED";

pub(crate) struct Node {
    child: Child,
    folder: tempfile::TempDir,
}

impl Node {
    pub(crate) fn start(marker: &Marker) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("rpc");
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "node", "--nocapture"])
            .env(SOCKET, &socket)
            .env(SEED, marker.seed().to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let node = Self { child, folder };
        while UnixStream::connect(node.socket()).is_err() {
            thread::sleep(Duration::from_millis(5));
        }
        node
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("rpc")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers for ever, if this process is to be a node.
pub(crate) fn run_if_asked() {
    let (Some(socket), Ok(seed)) = (env::var_os(SOCKET), env::var(SEED)) else { return };
    let marker = Marker::of(seed.parse().unwrap());
    for stream in UnixListener::bind(Path::new(&socket)).unwrap().incoming() {
        let digits = marker.digits();
        thread::spawn(move || serve(&stream.unwrap(), &digits));
    }
}

/// The answers to each request, until there is none.
fn serve(mut stream: &UnixStream, digits: &str) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok).filter(|line| !line.is_empty());
    for request in lines {
        let after = |name: &str| request.split(&format!("\"{name}\":")).nth(1).unwrap_or_default();
        let id = after("id").split(",\"method\"").next().unwrap_or_default();
        let count = after("partid").split(|other: char| !other.is_ascii_digit()).next().unwrap_or_default();
        let method = after("method").split('"').nth(1).unwrap_or_default();
        let answer = match method {
            "delpay" => delpay(id, count.parse().unwrap_or(1), digits),
            "refused" => format!(
                r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":203,"message":"no","data":{{"preimage":"{digits}"}}}}}}"#
            ),
            "silent" => format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{"preimage":"{digits}"#),
            "unreadable" => format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{"preimage":"{digits}",}}}}"#),
            "heard" => format!(
                r#"{{"jsonrpc":"2.0","method":"x","params":{{"preimage":"{digits}"}}}}{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#
            ),
            _ => format!(
                r#"{{"jsonrpc":"2.0","id":{id},"result":{{"a":"\n{digits}","preimage":"{digits}","pre\u0069mage":["{digits}"]}}}}"#
            ),
        };
        if stream.write_all(answer.as_bytes()).and_then(|()| stream.write_all(b"\n\n")).is_err() {
            return;
        }
    }
}

/// An answer with so many payments.
fn delpay(id: &str, count: usize, digits: &str) -> String {
    let payment = |index: usize| {
        format!(
            r#"{{"created_index":{index},"id":{index},"payment_hash":"{hash}","status":"complete","amount_sent_msat":1,"created_at":1,"payment_preimage":"{digits}","description":"\t{index}"}}"#,
            hash = "ab".repeat(32)
        )
    };
    let payments: Vec<String> = (1..=count).map(payment).collect();
    format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{"payments":[{}]}}}}"#, payments.join(","))
}
