//! Calls: what was forwarded, answered and passed on.

use std::time::Duration;

use cln_mock::MockNode;
use serde_json::Value;

use super::{Line, METHODS, Stage, groups, id, lines, manifest_with, recording, start, without_what_varies};
use crate::peer::Peer;

/// The part of Python's way to write a text that occurs.
fn python(text: &str) -> String {
    let text = text.strip_prefix('b').unwrap_or(text);
    let inner = &text[1..text.len() - 1];
    let mut out = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('x') => {
                    let digits: String = letters.by_ref().take(2).collect();
                    out.push(char::from(u8::from_str_radix(&digits, 16).unwrap()));
                }
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

/// The bytes of a recorded text, in which some that are not UTF-8 stand as `\xff`.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

/// What a caller got in a recording, if that was an answer.
pub(super) fn got(group: &[Line]) -> Option<String> {
    let (_, got) = group.last()?.note.split_once("caller got: ")?;
    let got = got.split_once("; LOG ").map_or(got, |(got, _)| got);
    let is_text = got.starts_with("b'{") || got.starts_with("'{");
    is_text.then(|| python(got))
}

/// Calls in which a plugin was asked and has answered; how many.
fn replay_calls(groups: Vec<Vec<Line>>) -> usize {
    let (stage, node) = (Stage::new(), MockNode::builder().start().unwrap());
    let (mut puppet, mut plugin) = start(&stage, &node, "p0", &manifest_with(""));
    let mut replayed = 0;
    for group in groups {
        let Some(got) = got(&group) else { continue };
        let asked: Vec<_> = group.iter().filter(|line| line.from_node && line.raw.contains("/cln:")).collect();
        let is_whole = group.iter().any(|line| !line.from_node) && asked.len() == 1;
        let [asked] = &asked[..] else { continue };
        let method = METHODS.iter().any(|method| asked.raw.contains(&format!("/cln:{method}#")));
        if !(is_whole && (method || asked.raw.contains("/cln:check#")))
            || asked.raw.contains("command_to_check\":\"setconfig")
        {
            continue;
        }
        let caller: Value = serde_json::from_str::<Value>(got.trim().lines().next_back().unwrap_or_default())
            .ok()
            .and_then(|answer| answer.get("id").cloned())
            .unwrap_or_else(|| Value::from(id(&asked.raw).split("/cln:").next().unwrap()));
        let mut peer = Peer::connect(node.socket());
        if got.contains("\"method\":\"message\"") {
            peer.send(r#"{"jsonrpc":"2.0","id":0,"method":"notifications","params":{"enable":true}}"#);
            peer.line();
        }
        peer.send(asked.raw.replacen(&format!("\"{}\"", id(&asked.raw)), &caller.to_string(), 1));
        let heard = puppet.hear();
        assert_eq!(without_what_varies(&heard), without_what_varies(&asked.raw), "{}", asked.note);
        for said in group.iter().filter(|line| !line.from_node && !line.raw.is_empty()) {
            puppet.say(&bytes(&said.raw.replace(id(&asked.raw), id(&heard))));
        }
        let mut answer = String::new();
        while answer.len() < got.len() {
            answer += &peer.line();
        }
        assert_eq!(answer, got, "{}", asked.note);
        replayed += 1;
        while plugin.next_fault_within(Duration::from_millis(1)).is_some() {}
        if got.contains("Plugin terminated") {
            (puppet, plugin) = start(&stage, &node, &format!("p{replayed}"), &manifest_with(""));
        }
    }
    plugin.kill();
    replayed
}

#[test]
fn calls_are_forwarded_as_recorded() {
    let own = [
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"7/cln:x#84\",\"method\":\"x\",\"params\":[1,\n\n2]}","note":"own"}"#,
        r#"{"dir":"plugin->node","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"7/cln:x#84\",\"resu","note":"own"}"#,
        r#"{"dir":"plugin->node","raw":"lt\":{}}","note":"own; caller got: '{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\\n\\n'"}"#,
    ];
    assert_eq!(replay_calls(groups(lines(&own.join("\n")))), 1);
    let replay = |name| recording(name).map(replay_calls);
    if let [Some(calls), Some(answers)] = ["plugin_calls", "plugin_answers"].map(replay) {
        assert_eq!([calls, answers], [16, 39]);
    }
}
