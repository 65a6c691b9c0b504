//! The plugin as a node runs it, on a stand-in node whose payments are known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

#[path = "../../../payment_cleaner/tests/cleaning/payments.rs"]
mod payments;
mod troubled;
#[path = "../../../../tests/troubles.rs"]
mod troubles;

use std::thread;
use std::time::Duration;

use cleaner_plugin::node::{CleanpaysRequest, CleanpaysResponse, CleanpaysStatus};
use cln_bindings::DelpayRequest;
use cln_mock::{Fault, MockNode, PluginCallError, PluginProgram, PluginUnderTest};
use cln_runtime::client::blocking::Client;
use cln_runtime::{Json, Msat, RpcError};

use payments::{MAY_GO, STAYS, all, left};

fn program() -> PluginProgram {
    PluginProgram::new(env!("CARGO_BIN_EXE_cleaner_plugin"))
}

fn start() -> (MockNode, PluginUnderTest) {
    let node = MockNode::builder().payments(all()).plugin(program()).start().unwrap();
    let plugin = node.plugin("cleaner_plugin").unwrap();
    (node, plugin)
}

fn json(text: &str) -> Json {
    text.parse().unwrap()
}

fn really() -> CleanpaysRequest {
    CleanpaysRequest::new().with_dry_run(false)
}

fn found(count: u64, deleted: u64) -> CleanpaysResponse {
    CleanpaysResponse::new(count, deleted, Msat(1_000 * count))
}

#[test]
fn by_default_nothing_is_deleted() {
    let (node, _plugin) = start();
    node.expect::<DelpayRequest>().never();
    let client = Client::connect(node.socket()).unwrap();
    assert_eq!(client.call(&CleanpaysRequest::new()).unwrap(), found(5, 0));
    let complete = CleanpaysRequest::new().with_status(CleanpaysStatus::Complete);
    assert_eq!(client.call(&complete).unwrap(), found(2, 0));
    assert_eq!(left(&node).len(), all().len());
}

#[test]
fn what_is_old_is_deleted() {
    let (node, plugin) = start();
    let failed = really().with_status(CleanpaysStatus::Failed);
    assert_eq!(plugin.call(&failed).unwrap(), found(3, 3));
    let client = Client::connect(node.socket()).unwrap();
    assert_eq!(client.call(&really()).unwrap(), found(2, 2));
    assert_eq!(left(&node), STAYS);
    assert_eq!(plugin.call(&really()).unwrap(), found(0, 0));
}

#[test]
fn an_answer_that_is_lost_is_no_loss() {
    let (node, plugin) = start();
    node.inject(Fault::cut_answer().on("delpay").times(2));
    let cleaned = plugin.call(&really()).unwrap();
    assert_eq!(cleaned, found(5, 5));
    assert_eq!(left(&node), STAYS);
}

#[test]
fn what_the_node_says_is_what_the_caller_is_told() {
    let (node, plugin) = start();
    node.inject(Fault::error(RpcError::new(-1, "the database is busy")).on("delpay").times(1));
    let Err(PluginCallError::Refused(error)) = plugin.call_raw("cleanpays", &json(r#"{"dry_run":false}"#)) else {
        panic!("the node has refused")
    };
    assert!(error.message.contains("the database is busy"), "{error}");
    assert_eq!(left(&node).len(), all().len());
}

#[test]
fn how_long_payments_are_kept_can_be_changed() {
    let (_node, plugin) = start();
    plugin.set_config("clean-keep-days", Some(&json("1000000"))).unwrap();
    assert_eq!(plugin.call(&CleanpaysRequest::new()).unwrap(), found(0, 0));
    for (wrong, why) in [
        ("-1", "clean-keep-days: expected 0 or more days"),
        (r#""soon""#, "clean-keep-days: expected an integer of 64 bits, found "),
    ] {
        let Err(PluginCallError::Refused(error)) = plugin.set_config("clean-keep-days", Some(&json(wrong))) else {
            panic!("{wrong} is no number of days")
        };
        assert!(error.message.starts_with(why), "{error}");
    }
    assert_eq!(plugin.call(&CleanpaysRequest::new()).unwrap(), found(0, 0));
    plugin.set_config("clean-keep-days", Some(&json("30"))).unwrap();
    assert_eq!(plugin.call(&CleanpaysRequest::new()).unwrap(), found(MAY_GO.len() as u64, 0));
}

#[test]
fn check_says_whether_the_command_would_do_without_doing_it() {
    let (node, plugin) = start();
    plugin.check(&really()).unwrap();
    let Err(PluginCallError::Refused(error)) = plugin.check_raw("cleanpays", &json(r#"{"status":"pending"}"#)) else {
        panic!("such a part cannot be deleted")
    };
    assert_eq!(error.code, -32602);
    assert_eq!(left(&node).len(), all().len());
}

#[test]
fn at_shutdown_it_stops_between_two_deletions() {
    let (node, plugin) = start();
    node.inject(Fault::delay(Duration::from_millis(500)).on("delpay").times(2));
    let call = plugin.begin_call_raw("cleanpays", &json(r#"{"dry_run":false}"#));
    while left(&node).len() == all().len() {
        thread::yield_now();
    }
    let exit = plugin.stop().unwrap();
    assert!(exit.status.is_some_and(|status| status.success()), "{exit:?}");
    let Err(PluginCallError::Refused(error)) = call.wait() else { panic!("there was more to delete") };
    let gone = all().len() - left(&node).len();
    assert_eq!(error.message, format!("the plugin ends: {gone} of 5 parts are deleted so far"));
    assert!(gone < MAY_GO.len());
    // It goes on where it was, once it is started again.
    let again = node.start_plugin(program()).unwrap();
    assert_eq!(again.call(&really()).unwrap().deleted, (MAY_GO.len() - gone) as u64);
}
