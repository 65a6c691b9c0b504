//! Plugins that come and go, and what the node logs.

use std::time::Duration;

use cln_mock::{MockNode, Rule};

use super::{CONTINUE, heard, node, told, witness};
use crate::plugin::{Stage, json, manifest};

#[test]
fn plugins_hear_of_those_that_start_and_stop() {
    let stage = Stage::new();
    let members = r#","subscriptions":["plugin_started","plugin_stopped"]"#;
    let (node, plugin) = node(&stage, MockNode::builder(), members, CONTINUE);
    let other = node.start_plugin(stage.plugin("py", &manifest("").replace("\"x\"", "\"y\""), "")).unwrap();
    let introduced = |topic: &str, name: &str, method: &str| {
        let path = stage.0.path().join(name);
        let path = json(&format!("{path:?}"));
        told(topic, &format!(r#"{{"plugin_name":"{name}","plugin_path":{path},"methods":["{method}"]}}"#))
    };
    // It hears of itself, too.
    let mut expected = vec![introduced("plugin_started", "px", "x"), introduced("plugin_started", "py", "y")];
    assert_eq!(heard(&plugin, 2), expected);
    other.kill();
    expected.push(introduced("plugin_stopped", "py", "y"));
    assert_eq!(heard(&plugin, 3), expected);
    // One that was never ready has not stopped.
    let silent = stage.plugin("pz", &manifest("").replace("\"x\"", "\"z\""), "init) exit 1 ;;");
    node.start_plugin(silent).unwrap_err();
    plugin.stop().unwrap();
    assert_eq!(heard(&plugin, 3), expected);
}

#[test]
fn what_is_logged_is_a_notification_and_a_warning_one_more() {
    let stage = Stage::new();
    let node = MockNode::builder()
        .clock(Duration::new(1_795_670_782, 481_919_290))
        .plugin(witness(&stage, "pl", r#","subscriptions":["log","warning"]"#, CONTINUE).env("X", ""))
        .start()
        .unwrap();
    let talk =
        r#"y) tell log '{"level":"debug","message":"a\"b"}'; tell log '{"level":"broken","message":"c"}'; answer 1 ;;"#;
    let other = node.start_plugin(stage.plugin("py", &manifest("").replace("\"x\"", "\"y\""), talk)).unwrap();
    other.call_raw("y", &json("{}")).unwrap();
    let entry = |level: &str, line: &str| {
        format!(
            r#"{{"level":"{level}","time":"1795670782.481919290","timestamp":"2026-11-26T05:26:22.481Z","source":"plugin-py","log":"{line}"}}"#
        )
    };
    let expected = [
        told("log", &entry("debug", "a\\\"b")),
        told("log", &entry("broken", "c")),
        told("warning", &entry("error", "c")),
    ];
    assert_eq!(heard(&node.plugin("pl").unwrap(), 3), expected);
}

#[test]
fn the_node_warns_of_what_it_does_not_like() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, MockNode::builder(), r#","subscriptions":["*"]"#, CONTINUE);
    let bad = manifest(r#","subscriptions":["nonsense"]"#).replace("\"x\"", "\"y\"");
    let other = node.start_plugin(stage.plugin("py", &bad, "y) exit 1 ;; tell) ;;")).unwrap();
    assert_eq!(other.next_fault().unwrap().rule, Rule::UnknownTopic);
    other.call_raw("y", &json("{}")).unwrap_err();
    let lines = heard(&plugin, 4);
    let topics: Vec<_> = lines.iter().map(|line| line.split('"').nth(7).unwrap()).collect();
    assert_eq!(topics, ["plugin_started", "warning", "plugin_started", "plugin_stopped"]);
    assert!(
        lines[1].ends_with(r#""source":"plugin-py","log":"topic 'nonsense' is not a known notification topic"}}}"#)
    );
}
