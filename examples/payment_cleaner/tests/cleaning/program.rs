//! The program, as it is run.

use std::io;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use cln_bindings::DelpayRequest;
use cln_mock::{Fault, MockNode};
use cln_runtime::RpcError;

use crate::payments::{MAY_GO, STAYS, all, left};

fn node() -> MockNode {
    MockNode::builder().payments(all()).start().unwrap()
}

fn program(node: &MockNode, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_payment_cleaner"));
    program.arg("--socket").arg(node.socket()).args(arguments);
    program
}

fn run(node: &MockNode, arguments: &[&str]) -> Output {
    program(node, arguments).output().unwrap()
}

/// What it prints on success.
fn printed(node: &MockNode, arguments: &[&str]) -> String {
    let output = run(node, arguments);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "there is no bar without a terminal");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn by_default_nothing_is_deleted() {
    let node = node();
    node.expect::<DelpayRequest>().never();
    let hash = |byte: &str| byte.repeat(32);
    let expected = format!(
        "{one} group 1 part 1: failed, 1000msat\n{one} group 1 part 2: failed, 1000msat\n\
         {two} group 1 part 0: failed, 1000msat\n{two} group 2 part 0: complete, 1000msat\n\
         {six} group 1 part 0: complete, 1000msat\n\
         5 parts of 3 payments, of 5000msat would be deleted\nnothing was deleted; --delete does it\n",
        one = hash("01"),
        two = hash("02"),
        six = hash("06"),
    );
    assert_eq!(printed(&node, &[]), expected);
    let complete = printed(&node, &["--only", "complete"]);
    assert!(complete.contains("\n2 parts of 2 payments, of 2000msat would be deleted\n"), "{complete}");
    assert_eq!(printed(&node, &["--older-than", "1000000"]), "0 parts of 0 payments, of 0msat would be deleted\n");
    assert_eq!(left(&node).len(), 10);
}

#[test]
fn what_is_wanted_is_deleted() {
    let node = node();
    let failed = printed(&node, &["--delete", "--only", "failed"]);
    assert_eq!(failed, "3 parts of 2 payments, of 3000msat were deleted\n");
    assert_eq!(left(&node), [&MAY_GO[3..4], &STAYS, &MAY_GO[4..]].concat());
    assert_eq!(printed(&node, &["--delete"]), "2 parts of 2 payments, of 2000msat were deleted\n");
    assert_eq!(left(&node), STAYS);
    assert_eq!(printed(&node, &["--delete"]), "0 parts of 0 payments, of 0msat were deleted\n");
}

/// Waits until the program has made the node delete two parts.
fn until_two_are_gone(node: &MockNode, program: &mut Child) {
    while left(node).len() > 8 {
        assert!(program.try_wait().unwrap().is_none(), "it ended too early");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Each answer takes a while, so that the program is killed while it waits for one.
#[test]
fn a_program_that_was_killed_goes_on_when_it_is_started_again() {
    let node = node();
    node.inject(Fault::delay(Duration::from_millis(200)).on("delpay"));
    let mut killed = program(&node, &["--delete"]).stdout(Stdio::null()).spawn().unwrap();
    until_two_are_gone(&node, &mut killed);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let before = left(&node);
    assert_eq!(before, [&MAY_GO[2..4], &STAYS, &MAY_GO[4..]].concat(), "nothing else is gone, nothing is half gone");
    assert_eq!(printed(&node, &["--delete"]), "3 parts of 2 payments, of 3000msat were deleted\n");
    assert_eq!(left(&node), STAYS);
}

/// It is not there when the program is started, and stops while the program waits for an answer.
#[test]
fn a_node_may_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("lightning-rpc");
    let start = || MockNode::builder().socket(&socket).database(folder.path().join("db"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_payment_cleaner"));
    program.arg("--socket").arg(&socket).arg("--delete");
    let mut running = program.stdout(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(100));
    let slow = Fault::delay(Duration::from_millis(200)).on("delpay");
    let node = start().payments(all()).fault(slow).start().unwrap();
    until_two_are_gone(&node, &mut running);
    node.stop();
    thread::sleep(Duration::from_millis(100));
    let node = start().start().unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "5 parts of 3 payments, of 5000msat were deleted\n");
    assert!(output.status.success());
    assert_eq!(left(&node), STAYS);
}

#[test]
fn an_error_says_what_was_deleted_before_it() {
    let node = node();
    node.inject(Fault::error(RpcError::new(-1, "no")).on("delpay").after(2));
    let output = run(&node, &["--delete"]);
    assert_eq!(output.status.code(), Some(1));
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout, "2 parts of 1 payments, of 2000msat were deleted before this error; start again to go on\n");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "error: the node answered with an error: no (code -1)\n");
}

/// As with `| head -1`.
#[test]
fn who_has_read_enough_of_the_list_is_no_error() {
    let node = node();
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = program(&node, &[]).stdout(writer).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_node_is_found_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("signet")).unwrap();
    let socket = folder.path().join("signet/lightning-rpc");
    let node = MockNode::builder().payments(all()).socket(&socket).start().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_payment_cleaner"));
    program.arg("--lightning-dir").arg(folder.path());
    let output = program.args(["--network", "signet", "--patience", "5"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    drop(node);

    let mut program = Command::new(env!("CARGO_BIN_EXE_payment_cleaner"));
    let output = program.arg("--lightning-dir").arg(folder.path()).args(["--patience", "1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is one for signet; name the network"), "{said}");
}
