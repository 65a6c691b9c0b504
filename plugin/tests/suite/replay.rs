//! What a real node has written to its plugins, written to this one.

use std::collections::BTreeMap;
use std::path::Path;

use cln_plugin_kit::{HookOptions, Plugin};
use cln_protocol::hooks::{Hook, HookAnswer, judge};
use cln_runtime::Json;
use serde_json::Value;

use super::node::{Node, init, run};

/// Lines as recordings hold them: a call with blanks of its caller in it, a hook, a notification, an answer's echo.
const SAMPLE: &str = r#"
{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:m#110\",\"method\":\"m\",\n\n\"params\":[1,]}","note":""}
{"dir":"plugin->node","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:m#110\",\"result\":1}\n\n","note":""}
{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"cln:recover#2\",\"method\":\"recover\",\"params\":{\"codex32\":\"x\"}}\n\n","note":""}
{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"method\":\"my-topic\",\"origin\":\"px\",\"params\":7}\n\n","note":""}
"#;

/// What nodes have written in one recording.
fn written(recording: &str) -> Vec<String> {
    let lines = recording.lines().filter(|line| !line.is_empty());
    let parsed = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_nodes = parsed.filter(|line| line["dir"] != "plugin->node");
    let texts = of_nodes.filter_map(|line| line["message_raw"].as_str().or(line["raw"].as_str()).map(str::to_owned));
    // Where it says so, a recording is cut; nor is the end of the input a message.
    texts.filter(|text| text.starts_with('{') && text.trim_end().ends_with('}')).collect()
}

/// A plugin with every hook that one plugin may have, which is asked, and wrong about all.
fn plugin() -> Plugin<()> {
    let hooks = Hook::ALL.iter().copied().filter(|hook| *hook != Hook::DbWrite);
    let plugin = Plugin::new(()).subscribe_raw("*", |_, told| async move {
        told.json()?;
        Ok(())
    });
    hooks.fold(plugin, |plugin, hook| {
        plugin.hook_raw(hook.name(), HookOptions::open(), |_, asked| async move {
            asked.json()?;
            Ok(Json::from("wrong"))
        })
    })
}

/// What a request asks, by its id; one that recordings hold twice is asked once.
fn requests(texts: &[String]) -> BTreeMap<String, (String, String)> {
    let mut requests = BTreeMap::new();
    for text in texts {
        let mut inbox = cln_protocol::wire::Inbox::new(1 << 30);
        inbox.take_in(text.as_bytes());
        let cln_protocol::wire::Next::Message(message) = inbox.next_message() else { panic!("{text}") };
        if let (Some(id), Some(method)) = (message.id, message.method) {
            let params = message.params.map_or_else(String::new, |params| String::from_utf8_lossy(params.json).into());
            requests.insert(id.unescaped(), (method.unescaped(), params));
        }
    }
    requests
}

/// Each request is answered once, hooks in a way that a node survives, and everything is read. How many there were.
fn replayed(recording: &str) -> usize {
    let mut texts = written(recording);
    texts.retain(|text| !text.contains("\"method\":\"shutdown\""));
    let mut open = requests(&texts);
    let mut seen = std::collections::BTreeSet::new();
    texts.retain(|text| requests(std::slice::from_ref(text)).keys().all(|id| seen.insert(id.clone())));
    let (count, text) = (open.len(), init("{}") + &texts.concat());
    open.insert("cln:init#2".to_owned(), ("init".to_owned(), String::new()));
    run(async move {
        let mut node = Node::new(plugin());
        node.begin(text);
        while !open.is_empty() {
            let line = node.line().await;
            let answer: Value = serde_json::from_str(&line).unwrap();
            let Some(id) = answer["id"].as_str() else { continue };
            let (method, params) = open.remove(id).unwrap_or_else(|| panic!("answers nothing: {line}"));
            let Some(hook) = Hook::named(&method) else { continue };
            let judged = judge(&HookAnswer {
                hook,
                plugin: "p",
                text: line.as_bytes(),
                params: params.as_bytes(),
                has_db_write: false,
                is_modified: false,
                knows_method: &|_| true,
            });
            assert!(judged.is_ok_and(|judgement| judgement.noted.is_none()), "{line}");
        }
        assert!(node.ask("last", "zork", "{}").await.contains("\"last\"") || node.line().await.contains("\"last\""));
    });
    count
}

#[test]
fn what_a_node_has_written_is_read_and_answered_once() {
    assert_eq!(replayed(SAMPLE), 2);
    let Ok(shared) = std::env::var("CLN_SHARED") else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(Path::new(&shared).join("transcripts")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("plugin_") {
            count += replayed(&std::fs::read_to_string(path).unwrap());
        }
    }
    assert!(count > 150, "{count} requests");
}
