//! Options: what was asked of `listconfigs` and `setconfig`, and answered.

use std::time::Duration;

use cln_mock::MockNode;
use serde_json::{Value, json};

use super::calls::got;
use super::starts::given;
use super::{Line, Puppet, Stage, groups, id, lines, recording};
use crate::peer::Peer;

/// What the caller has asked, of which only the answer was recorded unless a plugin was asked, too.
fn request(group: &[Line], got: &str) -> Option<(&'static str, Value)> {
    let note = group[0].note.split([';', ':', '[']).next().unwrap().trim();
    if let Some(asked) = group.iter().find(|line| line.from_node && line.raw.contains("\"setconfig\"")) {
        let mut params = serde_json::from_str::<Value>(&asked.raw).unwrap()["params"].take();
        if asked.raw.contains("\"method\":\"check\"") {
            return Some(("check", params));
        }
        if note.contains("transient") {
            params["transient"] = json!(true);
        }
        return Some(("setconfig", params));
    }
    match note {
        "setconfig flag true" => Some(("setconfig", json!(["o-dynflag", true]))),
        "setconfig multi str" => Some(("setconfig", json!(["o-dynm", "p"]))),
        "setconfig nondyn" => Some(("setconfig", json!(["o-str", "p"]))),
        _ if !note.starts_with("listconfigs") && note != "after" => None,
        _ => {
            let answer: Value = serde_json::from_str(got).unwrap();
            let shown = answer["result"]["configs"].as_object().unwrap().keys().next().cloned();
            Some(("listconfigs", json!([shown.or_else(|| note.split(' ').nth(1).map(str::to_owned))])))
        }
    }
}

/// Answers about the options of a plugin that was started so; how many.
fn replay(started: &[Vec<Line>], asked: Vec<Vec<Line>>) -> usize {
    let of = |part: &str, from_node: bool| {
        let is_it = |line: &&Line| line.from_node == from_node && line.raw.contains(part);
        started.iter().flatten().find(is_it).unwrap().raw.clone()
    };
    let (manifest, init) = (of("\"o-dyn\"", false), of("\"o-dyn\"", true));
    let options = serde_json::from_str::<Value>(&manifest).unwrap()["result"]["options"].take();
    let stage = Stage::new();
    let start = |program| MockNode::builder().plugin(given(program, &options, &init)).start().unwrap();
    let (mut puppet, node) = Puppet::start(&stage, "pa", start, |puppet| {
        for answer in [&manifest, r#"{"jsonrpc":"2.0","id":"cln:init#0","result":{}}"#] {
            let heard = puppet.hear();
            puppet.say(answer.replace(id(answer), id(&heard)).as_bytes());
        }
    });
    let folder = node.socket().parent().unwrap().display().to_string();
    let path = stage.path("pa").display().to_string();
    let mut peer = Peer::connect(node.socket());
    let mut replayed = 0;
    for group in asked {
        let Some(got) = got(&group) else { continue };
        let Some((method, params)) = request(&group, &got) else { continue };
        peer.send(format!(r#"{{"jsonrpc":"2.0","id":"t:1","method":"{method}","params":{params}}}"#));
        if let Some(answer) = group.iter().find(|line| !line.from_node && line.raw.contains("/cln:")) {
            let heard = std::iter::repeat_with(|| puppet.hear()).find(|heard| heard.contains("/cln:")).unwrap();
            puppet.say(answer.raw.replace(id(&answer.raw), id(&heard)).as_bytes());
        }
        let expected = got.replace("/opt/plugins/plug/pa", &path).replace("/home/alice/.lightning/a/regtest", &folder);
        assert_eq!(peer.line(), expected, "{}", group[0].note);
        replayed += 1;
    }
    while node.plugins()[0].next_fault_within(Duration::ZERO).is_some() {}
    replayed
}

#[test]
fn options_are_listed_and_set_as_recorded() {
    let started = [
        r#"{"dir":"plugin->node","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"cln:getmanifest#1\",\"result\":{\"options\":[{\"name\":\"o-dyn\",\"type\":\"string\",\"default\":\"d0\",\"description\":\"\",\"dynamic\":true}],\"rpcmethods\":[]}}","note":"own"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"cln:init#2\",\"method\":\"init\",\"params\":{\"options\":{\"o-dyn\":\"d1\"}}}","note":"own"}"#,
    ];
    let asked = [
        r#"{"dir":"node->plugin","raw":"","note":"listconfigs; caller got: '{\"jsonrpc\":\"2.0\",\"id\":\"t:1\",\"result\":{\"configs\":{\"o-dyn\":{\"value_str\":\"d1\",\"source\":\"cmdline\",\"plugin\":\"/opt/plugins/plug/pa\",\"dynamic\":true}}}}\\n\\n'"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:setconfig#3\",\"method\":\"setconfig\",\"params\":{\"config\":\"o-dyn\",\"val\":\"e\"}}","note":"setconfig"}"#,
        r#"{"dir":"plugin->node","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:setconfig#3\",\"result\":{}}","note":"setconfig; caller got: '{\"jsonrpc\":\"2.0\",\"id\":\"t:1\",\"result\":{\"config\":{\"config\":\"o-dyn\",\"value_str\":\"e\",\"source\":\"/home/alice/.lightning/a/regtest/config.setconfig:2\",\"plugin\":\"/opt/plugins/plug/pa\",\"dynamic\":true}}}\\n\\n'"}"#,
    ];
    let read = |text: &[&str]| groups(lines(&text.join("\n")));
    assert_eq!(replay(&read(&started), read(&asked)), 2);
    if let (Some(started), Some(asked)) = (recording("plugin_handshake"), recording("plugin_calls")) {
        assert_eq!(replay(&started, asked), 23);
    }
}
