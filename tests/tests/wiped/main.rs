//! What a process still holds of a preimage once everything that it was read into has been dropped.
//!
//! The test looks for copies in its own memory, as somebody with a core dump would. The node runs in a process of its
//! own, because its copies do not count.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod marker;
mod memory;
mod node;
mod reading;
mod user;

use std::thread;

use marker::Marker;
use memory::Copies;
use node::Node;

/// Not a test: the node, when this program is started as one.
#[test]
fn node() {
    node::run_if_asked();
}

/// All cases are one test, because the memory of a process is one, and what a test that runs meanwhile holds would count.
///
/// What a program leaves on the stacks of its threads by moving and reading values itself is not ours to wipe, and is
/// only printed.
#[test]
fn nothing_is_left_of_a_preimage() {
    let marker = Marker::new();
    let node = Node::start(&marker);
    let mut left = Vec::new();
    for (name, case) in user::CALLS.iter().chain(user::LISTS).chain(reading::CASES) {
        // In a thread of its own, so that all that it had ends with it.
        thread::scope(|scope| scope.spawn(|| case(&node, &marker)).join().unwrap());
        let found = memory::copies(&marker);
        println!("{name}: {found}");
        let is_call = user::CALLS.iter().any(|(other, _)| other == name);
        left.push((*name, found.heap, if is_call { found.stacks } else { Copies::default() }));
    }
    let clean: Vec<_> = left.iter().map(|(name, ..)| (*name, Copies::default(), Copies::default())).collect();
    assert_eq!(left, clean);
}

/// That copies are found where there are some.
#[test]
fn copies_are_found() {
    let marker = Marker::of(7);
    let copies: Vec<(String, Vec<u8>)> = (0..3).map(|_| (marker.digits(), marker.bytes())).collect();
    assert_eq!(memory::copies(&marker).heap, Copies { digits: 3, bytes: 3 });
    drop(copies);
}
