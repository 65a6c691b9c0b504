//! The plugin under every trouble that the harness makes.

use std::time::Duration;

use cln_mock::{MockNode, PluginTrouble, PluginUnderTest};
use cln_runtime::{Json, Record};
use htlc_interceptor::node::{BlockAddedNotificationResponse, FailheldRequest, ListheldRequest, ReleaseheldRequest};

use super::troubles::{
    Early, Trouble, answered_or_killed, combined, each, faults, kill_combined, kills, long, seeds, start_or_killed,
    step,
};
use super::{Continue, EXPIRY, Fate, UNDECIDED, fails, hash, held, hold, htlc, json, outcome, program};

const CONTINUE: &str = r#"{"result":"continue"}"#;

/// Payments of less are not held: what it is asked before it knows that has to wait for it.
const LEAST: u64 = 5_000;

/// So many that a list of them is longer than a pipe.
const MANY: u64 = 600;

fn early() -> Early {
    Early { call: ("listheld", json("{}")), hook: Some(("htlc_accepted", event(9, LEAST - 1, 0))) }
}

/// An HTLC with a payload of so many bytes, as a node has it.
fn event(payment: u8, amount: u64, payload: usize) -> Json {
    let event = String::from_utf8(htlc(payment, payment.into(), amount).to_json()).unwrap();
    let payload = format!(r#"{{"onion":{{"payload":"{}""#, "0".repeat(payload));
    json(&event.replace(r#"{"onion":{"#, &payload))
}

/// Whatever the trouble is, all is as it would be without.
fn bears(trouble: &Trouble) {
    println!("{}: {:?}", trouble.name, trouble.made);
    let program = program().option("hold-least-msat", LEAST).trouble(trouble.made.clone());
    let plugin = PluginUnderTest::start(program).unwrap();
    while let Some(early) = plugin.early() {
        let answer = early.wait().unwrap();
        assert!([r#"{"htlcs":[]}"#, CONTINUE].contains(&answer.as_str()), "{answer:?}");
    }
    decides(&plugin, trouble);
    let last = hold(&plugin, 4, 4);
    assert!(plugin.stop().unwrap().status.unwrap().success());
    assert_eq!(outcome(last.wait()), fails(UNDECIDED));
    assert_eq!((plugin.log(), plugin.stderr()), (Vec::new(), String::new()));
    assert_eq!(faults(&plugin), []);
}

/// It lets a small payment go on, and does with two others what it is told.
fn decides(plugin: &PluginUnderTest, trouble: &Trouble) {
    let input = trouble.is_held.then(|| plugin.hold());
    let offer = |payment, amount| plugin.begin_hook_raw("htlc_accepted", &event(payment, amount, trouble.event));
    let [small, released, failed] = [offer(1, LEAST - 1), offer(2, LEAST), offer(3, LEAST)];
    assert_eq!(plugin.notify(&BlockAddedNotificationResponse::new(hash(0), EXPIRY - 41)), 1);
    drop(input);
    assert_eq!(small.wait().unwrap().as_str(), CONTINUE);
    assert!(plugin.wait_until(|plugin| held(plugin) == [2, 3]));

    let input = trouble.is_held.then(|| plugin.hold());
    let release = plugin.begin_call(&ReleaseheldRequest::new(hash(2)));
    let fail = plugin.begin_call(&FailheldRequest::new(hash(3)).with_failure_message("4017".parse().unwrap()));
    drop(input);
    assert_eq!((release.wait().unwrap().released, fail.wait().unwrap().failed), (1, 1));
    assert_eq!(released.wait().unwrap().as_str(), CONTINUE);
    assert_eq!(failed.wait().unwrap().as_str(), r#"{"result":"fail","failure_message":"4017"}"#);
    assert_eq!(held(plugin), []);
}

/// A node goes on without it once it is killed, and with it once it is started again.
fn is_killed(made: PluginTrouble) {
    println!("{made:?}");
    let node = MockNode::builder().start().unwrap();
    let plugin = start_or_killed(&node, program().option("hold-least-msat", LEAST).trouble(made));
    let fates = plugin.map(|plugin| until_killed(&node, &plugin)).unwrap_or_default();
    for fate in fates {
        assert_eq!(outcome(fate.wait()), (Continue, None));
    }
    assert_eq!(node.plugins().iter().flat_map(faults).collect::<Vec<_>>(), []);

    let again = node.start_plugin(program().option("hold-least-msat", LEAST)).unwrap();
    assert_eq!(held(&again), []);
    decides(&again, &Trouble::new("none", PluginTrouble::new()));
    assert_eq!(faults(&again), []);
}

/// Has it asked until it is not there any more; what becomes of the HTLCs that it holds.
fn until_killed(node: &MockNode, plugin: &PluginUnderTest) -> Vec<Fate> {
    let fates = (0..4).map(|id| node.begin_hook(&htlc(1, id, LEAST))).collect();
    while let Some(early) = plugin.early() {
        answered_or_killed(early.wait());
    }
    while !plugin.is_gone() {
        answered_or_killed(plugin.call(&ListheldRequest::new()));
    }
    fates
}

#[test]
fn trouble_changes_nothing() {
    each(&early(), long()).iter().for_each(bears);
}

#[test]
fn nor_does_one_trouble_with_another() {
    seeds().map(|seed| combined(&early(), seed)).for_each(|trouble| bears(&trouble));
}

#[test]
fn an_answer_that_fills_the_pipe_is_whole() {
    let trouble = PluginTrouble::new().slow_reading(1 << 16, Duration::from_millis(1));
    let plugin = PluginUnderTest::start(program().trouble(trouble)).unwrap();
    let fates: Vec<_> = (0..MANY).map(|id| plugin.begin_hook(&htlc(1, id, LEAST))).collect();
    assert!(plugin.wait_until(|plugin| held(plugin).len() as u64 == MANY));
    let asked: Vec<_> = (0..3).map(|_| plugin.begin_call(&ListheldRequest::new())).collect();
    for answer in asked {
        let ids: Vec<u64> = answer.wait().unwrap().htlcs.iter().map(|htlc| htlc.id).collect();
        assert_eq!(ids, (0..MANY).collect::<Vec<_>>());
    }
    assert_eq!(u64::from(plugin.call(&ReleaseheldRequest::new(hash(1))).unwrap().released), MANY);
    for fate in fates {
        assert_eq!(outcome(fate.wait()), (Continue, None));
    }
    assert_eq!(faults(&plugin), []);
}

#[test]
fn it_may_be_killed_at_any_byte() {
    kills(step()).for_each(is_killed);
}

#[test]
fn it_may_be_killed_while_it_has_other_trouble() {
    seeds().map(|seed| kill_combined(&early(), seed)).for_each(is_killed);
}
