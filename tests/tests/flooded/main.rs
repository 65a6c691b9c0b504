//! How much memory a client takes of what a node sends and nobody reads: fifty megabytes of each kind.
//!
//! The client runs in a process of its own, which tells its peak; the node runs here, where its memory does not count.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod node;
mod tasks;
mod threads;

use std::process::Command;
use std::{env, path::Path, process, thread};

use cln_runtime::client::Settings;

use cln_tests::memory::peak;
use node::Node;

/// How many messages come, and how long each is.
const COUNT: usize = 100;
const LENGTH: usize = 1 << 19;

/// How many bytes of what came may wait.
const KEPT: usize = 2 << 20;

/// What the process may grow by: what waits, what is being received and its copies, what threads are just reading, and
/// what the allocator keeps.
const MOST: usize = 32 << 20;

const CASE: &str = "CLN_TESTS_FLOODED_CASE";
const SOCKET: &str = "CLN_TESTS_FLOODED_SOCKET";

type Case = (&'static str, fn(&Path));

fn cases() -> impl Iterator<Item = &'static Case> {
    threads::CASES.iter().chain(tasks::CASES)
}

/// The limits that are held: the longest answer is longer than each message of the flood.
fn settings() -> Settings {
    Settings::new().max_answer(2 * LENGTH).max_unread(KEPT).max_notifications(KEPT)
}

/// Not a test: the client, when this program is started as one.
#[test]
fn client() {
    let (Ok(name), Some(socket)) = (env::var(CASE), env::var_os(SOCKET)) else { return };
    let (_, case) = cases().find(|(known, _)| *known == name).unwrap();
    let before = peak(process::id());
    case(Path::new(&socket));
    println!("\npeak: {}", peak(process::id()) - before);
}

#[test]
fn what_nobody_reads_takes_no_more_memory_than_is_allowed() {
    let halves = [0, 1].map(|first| thread::spawn(move || exceeded(cases().skip(first).step_by(2))));
    let exceeded: Vec<_> = halves.into_iter().flat_map(|half| half.join().unwrap()).collect();
    assert!(exceeded.is_empty(), "bytes at the peak, more than {MOST}: {exceeded:?}");
}

/// Those of the cases that take too much, and how much that is.
fn exceeded(cases: impl Iterator<Item = &'static Case>) -> Vec<(&'static str, usize)> {
    let mut exceeded = Vec::new();
    for &(name, _) in cases {
        let node = Node::start();
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "client", "--nocapture"])
            .env(CASE, name)
            .env(SOCKET, node.socket())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {said}\n{}", String::from_utf8_lossy(&output.stderr));
        let peak: usize = said.lines().find_map(|line| line.strip_prefix("peak: ")).unwrap().parse().unwrap();
        println!("{name}: {} MiB", peak >> 20);
        if peak > MOST {
            exceeded.push((name, peak));
        }
    }
    exceeded
}
