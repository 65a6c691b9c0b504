//! Events that are made of the rules of their schemas.

use std::fs;
use std::path::Path;

use cln_codegen::model::{Method, Target, with_rules};
use cln_codegen::schema::Side;
use cln_codegen::{Builder, Release, Unknown};
use cln_mock::{Error, MockNode, Rule};
use cln_runtime::walk::validate;
use cln_tests::folders::shared;

use super::{heard, told, witness};
use crate::plugin::{Stage, manifest};

pub(super) fn release(schemas: &Path) -> Release {
    Builder::new().schemas(schemas).unknown(Unknown::AnyJson).release().unwrap()
}

/// Whether an event is as its schema has it.
pub(super) fn check(method: &Method, target: Target, event: &str) {
    let side = if target == Target::Hook { Side::Request } else { Side::Response };
    let checked = with_rules(method, side, |rules| validate(event.as_bytes(), rules)).unwrap();
    checked.unwrap_or_else(|wrong| panic!("{}: {wrong}\n{event}", method.name));
}

const HTLC: &str = r#"{"hook": "htlc_accepted", "request": {"required": ["onion", "htlc"], "properties": {
    "onion": {"type": "object", "required": ["payload"], "properties": {"payload": {"type": "hex"}}},
    "htlc": {"type": "object", "required": ["payment_hash"], "properties": {"payment_hash": {"type": "hash"}}}}},
    "response": {"required": ["result"], "properties": {"result": {"type": "string"}}}}"#;

const BLOCK: &str = r#"{"notification": "block_added", "request": {}, "response": {"required": ["hash", "height"],
    "properties": {"hash": {"type": "hash"}, "height": {"type": "u32"}}}}"#;

#[test]
fn an_event_is_made_of_the_rules_and_judged_as_any_other() {
    let stage = Stage::new();
    let schemas = stage.0.path().join("schemas");
    fs::create_dir(&schemas).unwrap();
    for (name, schema) in [("htlc.json", HTLC), ("block.json", BLOCK)] {
        fs::write(schemas.join(name), schema).unwrap();
    }
    let members = r#","hooks":["htlc_accepted"],"subscriptions":["block_added"]"#;
    let plugin = witness(&stage, "px", members, r#"{"result":"fail"}"#);
    let node = MockNode::builder().schemas(&schemas).plugin(plugin).start().unwrap();
    let (htlc, other) =
        (node.made_hook_raw("htlc_accepted", 1).unwrap(), node.made_hook_raw("htlc_accepted", 2).unwrap());
    assert_ne!(htlc, other, "the seed decides");
    assert_eq!(htlc, node.made_hook_raw("htlc_accepted", 1).unwrap());
    let release = release(&schemas);
    check(release.method(Target::Hook, "htlc_accepted").unwrap().unwrap(), Target::Hook, htlc.as_str());
    let px = node.plugin("px").unwrap();
    let block = node.made_notification_raw("block_added", 1).unwrap();
    check(release.method(Target::Notification, "block_added").unwrap().unwrap(), Target::Notification, block.as_str());
    assert_eq!(px.notify_raw("block_added", &block), 1);
    assert_eq!(heard(&px, 1), [told("block_added", block.as_str())]);
    assert_eq!(node.hook_raw("htlc_accepted", &htlc).unwrap_err().rule, Rule::FailWithoutMessage);
}

#[test]
fn what_no_schema_describes_is_not_made() {
    let node = MockNode::builder().start().unwrap();
    let error = node.made_hook_raw("htlc_accepted", 0).unwrap_err();
    assert!(matches!(&error, Error::NoSuchEvent(name) if name == "htlc_accepted"));
    let expected = "no schema that was named describes the hook or notification htlc_accepted: name those of a release";
    assert_eq!(error.to_string(), expected);
}

/// An answer that changes nothing.
fn harmless(hook: &str) -> &'static str {
    match hook {
        "openchannel2_changed" | "openchannel2_sign" => r#"{"result":"continue","psbt":"cHNidP8="}"#,
        _ => r#"{"result":"continue"}"#,
    }
}

#[test]
fn each_hook_and_notification_of_a_release_can_be_made() {
    let Some(schemas) = shared("releases/v26.06.6") else { return };
    let release = release(&schemas);
    let hooks: Vec<_> = release.names(Target::Hook).map(str::to_owned).collect();
    let topics: Vec<_> = release.names(Target::Notification).map(str::to_owned).collect();
    assert_eq!((hooks.len(), topics.len()), (15, 24));
    let stage = Stage::new();
    // Some notifications are called as hooks are, and want no answer.
    let arm = |hook: &String| {
        format!("{hook}) case ${{line%%'\"params\"'*}} in *'\"id\"'*) answer '{}' ;; esac ;;\n", harmless(hook))
    };
    let reactions: String = hooks.iter().map(arm).collect();
    // It would wait for its own `db_write`.
    let asked = hooks.iter().filter(|hook| *hook != "db_write").map(|hook| format!("{hook:?}")).collect::<Vec<_>>();
    let members = format!(r#","hooks":[{}],"subscriptions":["*"]"#, asked.join(","));
    let node = MockNode::builder()
        .schemas(&schemas)
        .plugin(stage.plugin("px", &manifest(&members), &reactions))
        .plugin(stage.plugin("py", &manifest(r#","hooks":["db_write"]"#).replace("\"x\"", "\"y\""), &reactions))
        .start()
        .unwrap();
    for hook in &hooks {
        for seed in 0..3 {
            let event = node.made_hook_raw(hook, seed).unwrap();
            check(release.method(Target::Hook, hook).unwrap().unwrap(), Target::Hook, event.as_str());
            assert!(node.hook_raw(hook, &event).unwrap().as_str().starts_with(r#"{"result":"continue""#), "{hook}");
        }
    }
    let px = node.plugin("px").unwrap();
    for topic in &topics {
        let payload = node.made_notification_raw(topic, 0).unwrap();
        check(release.method(Target::Notification, topic).unwrap().unwrap(), Target::Notification, payload.as_str());
        assert_eq!(px.notify_raw(topic, &payload), usize::from(topic != "log"), "{topic}");
    }
}
