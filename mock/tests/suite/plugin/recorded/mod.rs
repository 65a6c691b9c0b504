//! What a node wrote to its plugins in recordings is what is written here.

mod calls;
mod events;
mod settings;
mod starts;

use cln_mock::{MockNode, PluginUnderTest};
use cln_tests::folders;
use serde_json::Value;

use super::Stage;
use super::puppet::Puppet;

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

const METHODS: [&str; 5] = ["m-echo", "m-x", "m-err", "x", "y"];

/// That a plugin hears, and is asked, all that there is.
const HEARS_ALL: &str = r#","subscriptions":["*","log"],"hooks":["htlc_accepted","invoice_payment","rpc_command","peer_connected","custommsg","commitment_revocation","openchannel2","openchannel2_changed","openchannel2_sign","openchannel","rbf_channel","onion_message_recv","onion_message_recv_secret","recover"]"#;

/// A manifest of a plugin that hears and is asked all that there is.
fn manifest() -> String {
    manifest_with(HEARS_ALL)
}

/// One with these members besides.
fn manifest_with(members: &str) -> String {
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
        r#"{{"options":[{}],"rpcmethods":[{methods}],"dynamic":true,"cancheck":true,"notifications":[{{"method":"my-topic"}}]{members}}}"#,
        options.join(",")
    )
}

/// A plugin that says and hears what was recorded.
fn start(stage: &Stage, node: &MockNode, name: &str, manifest: &str) -> (Puppet, PluginUnderTest) {
    let start = |program| node.start_plugin(program).unwrap();
    Puppet::start(stage, name, start, |puppet| {
        for answer in [manifest, "{}"] {
            let asked = puppet.hear();
            puppet.say(format!(r#"{{"jsonrpc":"2.0","id":"{}","result":{answer}}}"#, id(&asked)).as_bytes());
        }
    })
}
