//! How much memory a node takes of what clients send and do not read: two hundred megabytes of each kind.
//!
//! The node runs in a process of its own, whose peak is looked at; the clients run here.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use cln_mock::{Builder, Fault, MockNode};
use cln_runtime::Json;
use cln_tests::memory::peak;

use crate::peer::Peer;

/// Bytes that a client sends, or asks for.
const FLOOD: usize = 200 << 20;

/// How long messages are of which there are many.
const LONG: usize = 1 << 20;

/// What the process may grow by: what it is to keep, a message or two with their copies, and what the allocator keeps.
const MOST: usize = 40 << 20;

const CASE: &str = "CLN_TESTS_FLOOD_CASE";
const SOCKET: &str = "CLN_TESTS_FLOOD_SOCKET";

/// A kind of flood: what the node is, and what the client does.
struct Case {
    name: &'static str,
    node: fn(Builder) -> Builder,
    flood: fn(Peer),
}

const LIST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"listsendpays","params":{}}"#;

/// Longer than any test takes.
const FOR_EVER: Duration = Duration::from_secs(3600);

const CASES: &[Case] = &[
    Case { name: "requests that are recorded", node: |node| node.max_recorded(4 << 20), flood: recorded },
    Case { name: "a request that is too long", node: |node| node.max_request(LONG), flood: too_long },
    Case { name: "answers that are not read", node: |node| node.fault(Fault::huge_list(2000)), flood: unread },
    Case {
        name: "answers that are delayed",
        node: |node| node.fault(Fault::huge_list(2000)).fault(Fault::delay(FOR_EVER)),
        flood: unread,
    },
    Case {
        name: "notifications that are not read",
        node: |node| node.fault(Fault::notification_of("x", Json::from("x".repeat(LONG).as_str()))),
        flood: unread,
    },
    Case {
        name: "errors that are not read",
        node: |node| node,
        flood: |peer| assert!(peer.flood(r#"{"jsonrpc":"2.0"}"#, FLOOD)),
    },
];

/// Each is answered, and the answer read.
fn recorded(mut peer: Peer) {
    let params = format!("[\"{}\"]", "x".repeat(LONG));
    for _ in 0..FLOOD / LONG {
        assert_eq!(peer.error("unknown", &params).0, -32601);
    }
}

fn too_long(mut peer: Peer) {
    let begun = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"x","params":["{}"#, "x".repeat(LONG));
    peer.send(begun);
    assert!(peer.line().contains("longer than 1048576 bytes"));
    assert!(peer.flood(&"x".repeat(LONG), FLOOD), "it is read on");
}

/// Far more is asked for than the node makes.
fn unread(peer: Peer) {
    assert!(peer.flood(LIST, FLOOD), "all requests were read");
}

/// Not a test: the node, when this program is started as one. It ends when nobody holds its input any more.
#[test]
fn node() {
    let (Ok(name), Some(socket)) = (env::var(CASE), env::var_os(SOCKET)) else { return };
    let case = CASES.iter().find(|case| case.name == name).unwrap();
    let _node = (case.node)(MockNode::builder().example().socket(socket)).start().unwrap();
    let _ = std::io::stdin().read(&mut [0]);
}

/// A node in a process of its own.
struct Process(Child);

impl Process {
    fn start(case: &Case, socket: &Path) -> Self {
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "flood::node"])
            .env(CASE, case.name)
            .env(SOCKET, socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while std::os::unix::net::UnixStream::connect(socket).is_err() {
            thread::sleep(Duration::from_millis(5));
        }
        Self(child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.stdin.take().map(|mut input| input.write_all(b"."));
        let _ = self.0.wait();
    }
}

#[test]
fn what_nobody_reads_takes_no_more_memory_than_is_allowed() {
    let mut exceeded = Vec::new();
    for case in CASES {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("rpc");
        let process = Process::start(case, &socket);
        let before = peak(process.0.id());
        (case.flood)(Peer::connect(&socket));
        let grown = peak(process.0.id()) - before;
        println!("{}: {} MiB", case.name, grown >> 20);
        if grown > MOST {
            exceeded.push((case.name, grown));
        }
    }
    assert!(exceeded.is_empty(), "bytes at the peak, more than {MOST}: {exceeded:?}");
}

#[test]
fn what_was_not_recorded_is_counted_and_no_list_of_all() {
    let node = MockNode::builder().max_recorded(1000).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.error("first", "{}");
    assert_eq!((node.received().len(), node.unrecorded()), (1, 0));
    peer.error("second", &format!("[\"{}\"]", "x".repeat(1000)));
    peer.error("third", "{}");
    assert_eq!(node.unrecorded(), 2);
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| node.received())).unwrap_err();
    let message = failed.downcast_ref::<String>().unwrap();
    assert!(message.contains("not recorded 2 requests") && message.contains("max_recorded"), "{message}");
}
