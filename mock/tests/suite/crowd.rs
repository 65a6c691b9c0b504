//! A thousand connections at once, where a system allows a process as many open files as most do.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use cln_tests::sizes::size;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};

use crate::peer::{PATIENCE, Peer};
use crate::program::Program;

/// What the program has open without any connection, and some more.
const OTHER_FILES: u32 = 24;

/// What a request that waits adds to its connection.
const FILES_TO_WAIT: usize = 2;

/// Both ends in one process would take twice as many files, so the node is a process of its own. It starts where no more
/// than `OTHER_FILES` are left beside one for each connection: without more, it could not let anybody wait.
#[test]
fn a_thousand_connections_are_served_and_let_wait() {
    let connections = size("CLN_CROWD", 200, 1000);
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("rpc");
    allow(connections + 512);
    let program = Program::start_limited(&socket, connections + OTHER_FILES);
    let before = open_files(&program);

    let mut peers: Vec<Peer> = (0..connections).map(|_| Peer::connect(&socket)).collect();
    let ask = |peers: &mut [Peer], method: &str, params: &str| {
        let request = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
        peers.iter_mut().for_each(|peer| peer.send(&request));
    };
    let results = |peers: &mut [Peer]| -> Vec<Value> {
        let result = |peer: &mut Peer| serde_json::from_str::<Value>(&peer.line()).unwrap()["result"].take();
        peers.iter_mut().map(result).collect()
    };
    // All ask before the first answer is read.
    ask(&mut peers, "listinvoices", "{}");
    assert!(results(&mut peers).iter().all(|result| *result == json!({"invoices": []})));

    let (waiting, others) = peers.split_at_mut(connections as usize / 2);
    ask(waiting, "waitanyinvoice", "[0]");
    // The others get their answers meanwhile, each of which all that wait might hear of.
    ask(others, "listsendpays", "{}");
    assert!(results(others).iter().all(|result| *result == json!({"payments": []})));
    settle(&program, before + connections as usize + FILES_TO_WAIT * waiting.len());

    let made = others[0].result("invoice", r#"[5000,"tea","a cup"]"#);
    let paid = others[1].result("pay", &json!([made["bolt11"]]).to_string());
    for result in results(waiting) {
        assert_eq!((&result["label"], &result["pay_index"]), (&json!("tea"), &json!(1)));
        assert_eq!(result["payment_preimage"], paid["payment_preimage"]);
    }
    // Nobody who waits is in the way of who ends.
    drop(peers);
    settle(&program, before);
    assert_eq!(Peer::connect(&socket).result("listpays", "{}")["pays"].as_array().map(Vec::len), Some(1));
}

/// Lets this process open so many files, if it may.
fn allow(files: u32) {
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current.map(|current| current.max(files.into()));
    setrlimit(Resource::Nofile, Rlimit { current, ..limit }).unwrap();
}

/// How many files the program has open, where the system tells.
fn open_files(program: &Program) -> usize {
    let files = Path::new("/proc").join(program.id().to_string()).join("fd");
    files.read_dir().map_or(0, Iterator::count)
}

/// Waits until the program has so many files open.
fn settle(program: &Program, files: usize) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let start = Instant::now();
    while open_files(program) != files {
        assert!(start.elapsed() < PATIENCE, "expected {files} open files, found {}", open_files(program));
        thread::sleep(Duration::from_millis(5));
    }
    println!("{files} open files");
}
