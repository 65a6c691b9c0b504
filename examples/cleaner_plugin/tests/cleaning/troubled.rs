//! The plugin under every trouble that the harness makes.

use std::fmt::Debug;

use cln_bindings::DelpayRequest;
use cln_mock::{MockNode, PluginCallError, PluginTrouble, PluginUnderTest};
use cln_runtime::Record;

use super::payments::{Key, MAY_GO, STAYS, all, left};
use super::troubles::{
    Early, Trouble, answered_or_killed, combined, each, faults, kill_combined, kills, long, seeds, start_or_killed,
    step,
};
use super::{CleanpaysRequest, CleanpaysResponse, CleanpaysStatus, found, json, program, really};

fn early() -> Early {
    Early { call: ("cleanpays", json("{}")), hook: None }
}

/// Whatever the trouble is, all is as it would be without.
fn bears(trouble: &Trouble) {
    println!("{}: {:?}", trouble.name, trouble.made);
    let node = MockNode::builder().payments(all()).start().unwrap();
    let before = left(&node);
    let plugin = node.start_plugin(program().trouble(trouble.made.clone())).unwrap();
    while let Some(early) = plugin.early() {
        assert_eq!(early.wait().unwrap().as_str().as_bytes(), found(5, 0).to_json());
    }
    only_shows(&plugin, trouble);
    assert_eq!(left(&node), before);

    node.expect::<DelpayRequest>().times(5);
    let input = trouble.is_held.then(|| plugin.hold());
    let [failed, complete] = [CleanpaysStatus::Failed, CleanpaysStatus::Complete]
        .map(|status| plugin.begin_call(&really().with_status(status)));
    drop(input);
    assert_eq!((failed.wait().unwrap(), complete.wait().unwrap()), (found(3, 3), found(2, 2)));
    assert_eq!(left(&node), STAYS);
    assert_eq!(plugin.call(&really()).unwrap(), found(0, 0));

    assert!(plugin.stop().unwrap().status.unwrap().success());
    assert_eq!((plugin.log(), plugin.stderr()), (Vec::new(), String::new()));
    assert_eq!(faults(&plugin), []);
}

/// It says what could be deleted.
fn only_shows(plugin: &PluginUnderTest, trouble: &Trouble) {
    let input = trouble.is_held.then(|| plugin.hold());
    let named = plugin.begin_call(&CleanpaysRequest::new());
    let positional = plugin.begin_call_raw("cleanpays", &json(r#"[true,"failed"]"#));
    let wrong = plugin.begin_call_raw("cleanpays", &json(r#"{"dry_run":false,"status":"pending"}"#));
    drop(input);
    assert_eq!(named.wait().unwrap(), found(5, 0));
    assert_eq!(positional.wait().unwrap().as_str().as_bytes(), found(3, 0).to_json());
    let Err(PluginCallError::Refused(error)) = wrong.wait() else { panic!("such a part cannot be deleted") };
    assert_eq!(error.code, -32602);
}

/// Once it is killed, nothing is gone that had to stay; and once it is started again, it deletes the rest.
fn is_killed(made: PluginTrouble) {
    println!("{made:?}");
    let node = MockNode::builder().payments(all()).start().unwrap();
    if let Some(plugin) = start_or_killed(&node, program().trouble(made)) {
        until_killed(&plugin);
    }
    assert_eq!(node.plugins().iter().flat_map(faults).collect::<Vec<_>>(), []);
    let (stays, may_go): (Vec<Key>, Vec<Key>) = left(&node).into_iter().partition(|key| STAYS.contains(key));
    assert_eq!(stays, STAYS);
    assert!(may_go.iter().all(|key| MAY_GO.contains(key)), "{may_go:?}");

    let again = node.start_plugin(program()).unwrap();
    let rest = again.call(&really()).unwrap().deleted;
    assert!(rest <= may_go.len() as u64, "{rest} of {may_go:?}");
    assert_eq!(left(&node), STAYS);
    assert_eq!(again.call(&really()).unwrap(), found(0, 0));
    assert_eq!(faults(&again), []);
}

/// Has it delete while it is asked what could be deleted, until it is not there any more.
fn until_killed(plugin: &PluginUnderTest) {
    let deleting = plugin.begin_call(&really());
    let asked: Vec<_> = (0..20).map(|_| plugin.begin_call(&CleanpaysRequest::new())).collect();
    while let Some(early) = plugin.early() {
        answered_or_killed(early.wait());
    }
    for answer in asked {
        assert_shows(answer.wait(), 5);
    }
    if let Some(cleaned) = answered_or_killed(deleting.wait()) {
        assert_eq!(cleaned, found(5, 5));
    }
    while !plugin.is_gone() {
        assert_shows(plugin.call(&CleanpaysRequest::new()), 0);
    }
}

/// It has found no more than this, and deleted nothing, unless it was killed before it could say so.
fn assert_shows<E: Debug>(answer: Result<CleanpaysResponse, PluginCallError<E>>, most: u64) {
    if let Some(shown) = answered_or_killed(answer) {
        assert!((0..=most).any(|count| shown == found(count, 0)), "{shown:?}");
    }
}

#[test]
fn trouble_changes_nothing() {
    // It is asked and told about no events.
    each(&early(), long()).iter().filter(|trouble| trouble.event == 0).for_each(bears);
}

#[test]
fn nor_does_one_trouble_with_another() {
    seeds().map(|seed| combined(&early(), seed)).for_each(|trouble| bears(&trouble));
}

#[test]
fn killed_at_any_byte_it_has_deleted_nothing_else() {
    kills(step()).for_each(is_killed);
}

#[test]
fn nor_has_it_when_it_is_killed_while_it_has_other_trouble() {
    seeds().map(|seed| kill_combined(&early(), seed)).for_each(is_killed);
}
