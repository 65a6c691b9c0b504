//! The plugin as a node runs it, on the stand-in node.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod troubled;
#[path = "../../../../tests/troubles.rs"]
mod troubles;

use cln_mock::{PluginAnswer, PluginCallError, PluginFault, PluginProgram, PluginUnderTest};
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, Json, Msat};
use htlc_interceptor::node::{
    BlockAddedNotificationResponse, FailheldRequest, HtlcAcceptedHookHtlc, HtlcAcceptedHookOnion,
    HtlcAcceptedHookRequest, HtlcAcceptedHookResponse, HtlcAcceptedHookResult, ListheldRequest, ReleaseheldError,
    ReleaseheldRequest,
};

use HtlcAcceptedHookResult::{Continue, Fail};

/// `temporary_node_failure`, by BOLT 4.
const UNDECIDED: &str = "2002";

/// The block at which all HTLCs expire.
const EXPIRY: u32 = 200;

/// What will come of an HTLC.
type Fate = PluginAnswer<Result<HtlcAcceptedHookResponse, PluginFault>>;

fn program() -> PluginProgram {
    PluginProgram::new(env!("CARGO_BIN_EXE_htlc_interceptor"))
}

fn start() -> PluginUnderTest {
    PluginUnderTest::start(program()).unwrap()
}

fn json(text: &str) -> Json {
    text.parse().unwrap()
}

/// A payment, by the byte that its hash is made of.
fn hash(payment: u8) -> Hash {
    Hash::from([payment; 32])
}

/// An HTLC of a payment to this node.
fn htlc(payment: u8, id: u64, amount: u64) -> HtlcAcceptedHookRequest {
    let channel = "103x1x0".parse().unwrap();
    let htlc = HtlcAcceptedHookHtlc::new(channel, id, Msat(amount), EXPIRY, hash(payment));
    HtlcAcceptedHookRequest::new(HtlcAcceptedHookOnion::new(), htlc)
}

/// Offers an HTLC that is held: it is, when this returns.
fn hold(plugin: &PluginUnderTest, payment: u8, id: u64) -> Fate {
    let before = held(plugin).len();
    let fate = plugin.begin_hook(&htlc(payment, id, 5_000));
    assert!(plugin.wait_until(|plugin| held(plugin).len() > before));
    fate
}

/// The numbers of those that are held.
fn held(plugin: &PluginUnderTest) -> Vec<u64> {
    plugin.call(&ListheldRequest::new()).unwrap().htlcs.iter().map(|htlc| htlc.id).collect()
}

/// What became of it, and what the sender is told.
fn outcome(answer: Result<HtlcAcceptedHookResponse, PluginFault>) -> (HtlcAcceptedHookResult, Option<String>) {
    let answer = answer.unwrap();
    (answer.result, answer.failure_message.map(|message| message.to_string()))
}

fn fails(message: &str) -> (HtlcAcceptedHookResult, Option<String>) {
    (Fail, Some(message.to_owned()))
}

#[test]
fn a_payment_is_held_until_it_is_released() {
    let plugin = start();
    let parts = [hold(&plugin, 1, 1), hold(&plugin, 1, 2)];
    let other = hold(&plugin, 2, 3);
    let first = plugin.call(&ListheldRequest::new().with_payment_hash(hash(1))).unwrap();
    let shown: Vec<_> = first.htlcs.iter().map(|htlc| (htlc.id, htlc.amount_msat, htlc.cltv_expiry)).collect();
    assert_eq!(shown, [(1, Msat(5_000), EXPIRY), (2, Msat(5_000), EXPIRY)]);

    // Over the node's socket, as anybody would.
    let client = Client::connect(plugin.socket()).unwrap();
    assert_eq!(client.call(&ReleaseheldRequest::new(hash(1))).unwrap().released, 2);
    for part in parts {
        assert_eq!(outcome(part.wait()), (Continue, None));
    }
    assert_eq!(held(&plugin), [3]);
    let Err(PluginCallError::Refused(ReleaseheldError::PayNoSuchPayment(error))) =
        plugin.call(&ReleaseheldRequest::new(hash(1)))
    else {
        panic!("it is released already")
    };
    assert_eq!(error.message, "No HTLC of this payment is held");
    assert_eq!(client.call(&ReleaseheldRequest::new(hash(2))).unwrap().released, 1);
    assert_eq!(outcome(other.wait()), (Continue, None));
}

#[test]
fn a_payment_fails_as_it_is_told() {
    let plugin = start();
    let fates = [hold(&plugin, 1, 1), hold(&plugin, 2, 2)];
    assert_eq!(plugin.call(&FailheldRequest::new(hash(1))).unwrap().failed, 1);
    let message = FailheldRequest::new(hash(2)).with_failure_message("4017".parse().unwrap());
    assert_eq!(plugin.call(&message).unwrap().failed, 1);
    assert_eq!(fates.map(|fate| outcome(fate.wait())), [fails(UNDECIDED), fails("4017")]);
}

#[test]
fn what_nobody_cares_about_goes_on_at_once() {
    let plugin = PluginUnderTest::start(program().option("hold-least-msat", 5_000)).unwrap();
    assert_eq!(outcome(plugin.hook(&htlc(1, 1, 4_999))), (Continue, None));
    // A part of a payment that is large enough as a whole.
    let mut part = htlc(2, 2, 1);
    part.onion.total_msat = Some(Msat(5_000));
    let part = plugin.begin_hook(&part);
    assert!(plugin.wait_until(|plugin| held(plugin) == [2]));
    let mut forwarded = htlc(3, 3, 9_000);
    forwarded.onion.short_channel_id = Some("104x1x0".parse().unwrap());
    assert_eq!(outcome(plugin.hook(&forwarded)), (Continue, None));
    assert_eq!(plugin.call(&ReleaseheldRequest::new(hash(2))).unwrap().released, 1);
    assert_eq!(outcome(part.wait()), (Continue, None));

    plugin.set_config("hold-least-msat", Some(&json("5001"))).unwrap();
    assert_eq!(outcome(plugin.hook(&htlc(4, 4, 5_000))), (Continue, None));
}

#[test]
fn what_expires_soon_is_let_go_of() {
    let plugin = PluginUnderTest::start(program().option("hold-blocks", 10)).unwrap();
    let fate = hold(&plugin, 1, 1);
    let block = |height| BlockAddedNotificationResponse::new(hash(0), height);
    assert_eq!(plugin.notify(&block(EXPIRY - 11)), 1);
    assert_eq!(held(&plugin), [1]);
    assert_eq!(plugin.notify(&block(EXPIRY - 10)), 1);
    assert_eq!(outcome(fate.wait()), fails(UNDECIDED));
    let logged = "1 HTLCs expire soon, and nobody has decided about them: fail";
    assert!(plugin.wait_until(|plugin| plugin.log().iter().any(|line| line.text == logged)), "{:?}", plugin.log());
}

#[test]
fn at_shutdown_all_are_let_go_of() {
    for (option, expected) in [("fail", fails(UNDECIDED)), ("continue", (Continue, None))] {
        let plugin = PluginUnderTest::start(program().option("hold-undecided", option)).unwrap();
        let fates = [hold(&plugin, 1, 1), hold(&plugin, 2, 2)];
        let exit = plugin.stop().unwrap();
        assert!(exit.status.is_some_and(|status| status.success()), "{exit:?}");
        assert_eq!(fates.map(|fate| outcome(fate.wait())), [expected.clone(), expected]);
    }
}

#[test]
fn the_death_of_the_node_is_its_end() {
    let plugin = start();
    let _held = hold(&plugin, 1, 1);
    let exit = plugin.hang_up().unwrap();
    assert!(exit.status.is_some_and(|status| status.success()), "{exit:?}");
}

#[test]
fn a_node_goes_on_without_it_once_it_is_killed() {
    let plugin = start();
    let fate = plugin.node().unwrap().begin_hook(&htlc(1, 1, 5_000));
    assert!(plugin.wait_until(|plugin| held(plugin) == [1]));
    plugin.kill();
    assert_eq!(outcome(fate.wait()), (Continue, None));
}

#[test]
fn what_cannot_be_read_fails_and_is_logged() {
    let plugin = start();
    let answer = plugin.hook_raw("htlc_accepted", &json(r#"{"onion":{},"htlc":{"id":"seven"}}"#)).unwrap();
    assert_eq!(answer.as_str(), r#"{"result":"fail","failure_message":"2002"}"#);
    let log = plugin.log();
    let [line] = log.as_slice() else { panic!("{log:?}") };
    assert!(line.text.starts_with("hook htlc_accepted: the payload cannot be read: "), "{line:?}");
    assert!(line.text.ends_with(r#"; answered {"result":"fail","failure_message":"2002"}"#), "{line:?}");
}

#[test]
fn a_wrong_option_is_refused() {
    let plugin = PluginUnderTest::start(program().option("hold-undecided", "perhaps")).unwrap();
    assert_eq!(plugin.disabled().as_deref(), Some("hold-undecided: expected fail or continue"));
    let plugin = PluginUnderTest::start(program().option("hold-blocks", -1)).unwrap();
    assert_eq!(plugin.disabled().as_deref(), Some("hold-blocks: expected 0 or more blocks"));

    let plugin = start();
    let held = hold(&plugin, 1, 1);
    let Err(PluginCallError::Refused(error)) = plugin.set_config("hold-undecided", Some(&json(r#""perhaps""#))) else {
        panic!("it is neither")
    };
    assert_eq!(error.message, "hold-undecided: expected fail or continue");
    // It is what it was.
    plugin.set_config("hold-undecided", Some(&json(r#""continue""#))).unwrap();
    plugin.stop().unwrap();
    assert_eq!(outcome(held.wait()), (Continue, None));
}

#[test]
fn check_says_whether_a_command_would_do_without_doing_it() {
    let plugin = start();
    let fate = hold(&plugin, 1, 1);
    plugin.check(&ReleaseheldRequest::new(hash(1))).unwrap();
    assert_eq!(held(&plugin), [1]);
    let Err(PluginCallError::Refused(error)) = plugin.check_raw("releaseheld", &json(r#"{"payment_hash":"01"}"#))
    else {
        panic!("it is too short")
    };
    assert_eq!(error.code, -32602);
    plugin.call_raw("failheld", &json(&format!(r#"["{}","4017"]"#, hash(1)))).unwrap();
    assert_eq!(outcome(fate.wait()), fails("4017"));
}
