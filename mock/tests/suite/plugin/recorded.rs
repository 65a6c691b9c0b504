//! What a node wrote to its plugins in recordings is what is written here.

use cln_mock::{MockNode, PluginUnderTest};
use cln_tests::folders;
use serde_json::Value;

use super::puppet::Puppet;
use super::{Stage, json};
use crate::peer::Peer;

/// What varies from node to node, and from run to run: the numbers in ids, the folder, and who calls `plugin start`.
fn without_what_varies(text: &str) -> String {
    let mut text = text.replace("\"id\":\"t:1/cln:getmanifest#", "\"id\":\"test/cln:getmanifest#");
    if let Some((before, rest)) = text.split_once("\"lightning-dir\":\"") {
        text = format!("{before}\"lightning-dir\":\"{}", rest.split_once('"').map_or("", |(_, rest)| rest));
    }
    let number = text.find("cln:").and_then(|name| Some(name + text.get(name..)?.find('#')? + 1));
    match number.filter(|_| text.contains("\"id\"")) {
        Some(number) => {
            let rest = text[number..].trim_start_matches(|digit: char| digit.is_ascii_digit());
            format!("{}{rest}", &text[..number])
        }
        None => text,
    }
}

/// A line of a recording.
#[derive(Clone, Debug)]
struct Line {
    from_node: bool,
    raw: String,
    note: String,
}

fn lines(text: &str) -> Vec<Line> {
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Line { from_node: text("dir") == "node->plugin", raw: text("raw").trim_end().to_owned(), note: text("note") }
    };
    text.lines().map(line).collect()
}

/// Lines that belong together: what was tried, without what came of it.
fn groups(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let what = |line: &Line| {
        line.note.split(';').next().unwrap_or_default().split(" [plugin").next().unwrap_or_default().to_owned()
    };
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if what(&group[0]) == what(&line) => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups
}

fn recording(name: &str) -> Option<Vec<Vec<Line>>> {
    let path = folders::shared(&format!("transcripts/{name}.jsonl"))?;
    Some(groups(lines(&std::fs::read_to_string(path).unwrap())))
}

/// The id of a request, as it stands between quotes.
fn id(text: &str) -> &str {
    let name = text.find("cln:").unwrap();
    let start = text[..name].rfind('"').unwrap() + 1;
    &text[start..name + text[name..].find('"').unwrap()]
}

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
fn got(group: &[Line]) -> Option<String> {
    let (_, got) = group.last()?.note.split_once("caller got: ")?;
    let got = got.split_once("; LOG ").map_or(got, |(got, _)| got);
    let is_text = got.starts_with("b'{") || got.starts_with("'{");
    is_text.then(|| python(got))
}

const METHODS: [&str; 5] = ["m-echo", "m-x", "m-err", "x", "y"];

fn manifest() -> String {
    let methods = METHODS.map(|method| format!(r#"{{"name":"{method}","usage":""}}"#)).join(",");
    let option = |name: &str, kind: &str, more: &str| {
        format!(r#"{{"name":"{name}","type":"{kind}","description":"","dynamic":true{more}}}"#)
    };
    let options = [
        option("o-dyn", "string", ""),
        option("o-dynint", "int", ""),
        option("o-dynflag", "flag", ""),
        option("o-dynbool", "bool", ""),
        option("o-dynm", "string", r#","multi":true"#),
    ];
    format!(
        r#"{{"options":[{}],"rpcmethods":[{methods}],"dynamic":true,"cancheck":true,"subscriptions":["*","log"],"notifications":[{{"method":"my-topic"}}],"hooks":["htlc_accepted","invoice_payment","rpc_command","peer_connected","custommsg","commitment_revocation","openchannel2","openchannel2_changed","openchannel2_sign","openchannel","rbf_channel","onion_message_recv","onion_message_recv_secret","recover"]}}"#,
        options.join(",")
    )
}

/// A plugin that says and hears what was recorded.
fn start(stage: &Stage, node: &MockNode, name: &str) -> (Puppet, PluginUnderTest) {
    Puppet::start(stage, node, name, |puppet| {
        for answer in [manifest(), "{}".to_owned()] {
            let asked = puppet.hear();
            puppet.say(format!(r#"{{"jsonrpc":"2.0","id":"{}","result":{answer}}}"#, id(&asked)).as_bytes());
        }
    })
}

/// Calls in which a plugin was asked and has answered; how many.
fn replay_calls(groups: Vec<Vec<Line>>) -> usize {
    let (stage, node) = (Stage::new(), MockNode::builder().start().unwrap());
    let (mut puppet, mut plugin) = start(&stage, &node, "p0");
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
        // A plugin hears what it publishes itself, too.
        let heard = std::iter::repeat_with(|| puppet.hear()).find(|heard| !heard.contains("origin")).unwrap();
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
        while plugin.next_fault_within(std::time::Duration::from_millis(1)).is_some() {}
        if got.contains("Plugin terminated") {
            (puppet, plugin) = start(&stage, &node, &format!("p{replayed}"));
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

/// Hooks that a plugin was asked at, and notifications of the node itself; how many of each.
fn replay_events(lines: Vec<Line>) -> [usize; 2] {
    let (stage, node) = (Stage::new(), MockNode::builder().start().unwrap());
    let (mut puppet, plugin) = start(&stage, &node, "p");
    let mut replayed = [0; 2];
    for line in lines.iter().filter(|line| line.from_node && !line.note.contains("raw is cut")) {
        // What a recording shows on two lines is not whole on either.
        let Ok(message) = serde_json::from_str::<Value>(&line.raw) else { continue };
        let Some(method) = message["method"].as_str() else { continue };
        let params = line.raw.split_once("\"params\":").unwrap().1.strip_suffix('}').unwrap();
        let is_hook = manifest().split_once("\"hooks\":").unwrap().1.contains(&format!("\"{method}\""));
        let is_own = message["params"].get(method).is_some() && message.get("origin").is_none();
        let waits = match message.get("id") {
            Some(_) if is_hook => {
                replayed[0] += 1;
                Some(plugin.begin_hook_raw(method, &json(params)))
            }
            None if is_own => {
                let payload = params.split_once(':').unwrap().1.strip_suffix('}').unwrap();
                let times = plugin.notify_raw(method, &json(payload));
                (1..times).for_each(|_| drop(puppet.hear()));
                replayed[1] += 1;
                None
            }
            None if message.get("origin").is_some() => {
                plugin.notify_from(message["origin"].as_str().unwrap(), method, &json(params));
                replayed[1] += 1;
                None
            }
            _ => continue,
        };
        let heard = puppet.hear();
        assert_eq!(without_what_varies(&heard), without_what_varies(&line.raw), "{}", line.note);
        if let Some(answer) = waits {
            puppet
                .say(format!(r#"{{"jsonrpc":"2.0","id":"{}","result":{}}}"#, id(&heard), harmless(method)).as_bytes());
            answer.wait().unwrap();
        }
    }
    plugin.kill();
    replayed
}

/// An answer that changes nothing.
fn harmless(hook: &str) -> &'static str {
    match hook {
        "openchannel2_changed" | "openchannel2_sign" => r#"{"result":"continue","psbt":"cHNidP8="}"#,
        _ => r#"{"result":"continue"}"#,
    }
}

#[test]
fn events_are_written_as_recorded() {
    let own = [
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"cln:custommsg#9\",\"method\":\"custommsg\",\"params\":{\"payload\":\"d903\",\"peer_id\":\"02\"}}","note":"own"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"x:9/cln:rpc_command#1\",\"method\":\"rpc_command\",\"params\":{\"rpc_command\":{\"id\":\"x:9\",\"method\":\"help\"}}}","note":"own"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"method\":\"connect\",\"params\":{\"connect\":{\"id\":\"02\"}}}","note":"own"}"#,
    ];
    assert_eq!(replay_events(lines(&own.join("\n"))), [2, 1]);
    let replay = |name| Some(replay_events(recording(name)?.into_iter().flatten().collect()));
    let replayed = [
        "plugin_hooks_chain_and_payment",
        "plugin_hooks_rpc_peer_custommsg",
        "plugin_hooks_dualfund_recover_early",
        "plugin_notifications",
        "plugin_answers",
    ]
    .map(replay);
    if let [Some(chain), Some(rpc), Some(opening), Some(notifications), Some(answers)] = replayed {
        assert_eq!([chain, rpc, opening, notifications, answers], [[11, 12], [65, 12], [14, 10], [0, 59], [0, 19]]);
    }
}
