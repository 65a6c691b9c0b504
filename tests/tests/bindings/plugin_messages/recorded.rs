//! What was recorded of the messages that a node sends to plugins.

use std::fs;

use cln_runtime::json::Tree;
use cln_tests::folders::shared;

#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) method: String,
    /// `hook` or `notification`.
    pub(crate) kind: &'static str,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn text(tree: &Tree, name: &str) -> Option<String> {
    match tree.at(&format!("/{name}")) {
        Some(Tree::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

/// The bytes of a recorded text, in which `\xNN` is a byte that is not UTF-8.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

/// `None` for what calls nothing: an answer to a plugin that called the node.
fn message(raw: &str) -> Option<Message> {
    let has_id = raw.starts_with(r#"{"jsonrpc":"2.0","id":"#);
    let (method, _) = raw.split_once(r#""method":""#)?.1.split_once('"')?;
    let kind = if has_id { "hook" } else { "notification" };
    Some(Message { method: method.to_owned(), kind, bytes: bytes(raw) })
}

/// The lines of a recording.
fn lines(name: &str) -> Vec<Tree> {
    let path = shared("transcripts").unwrap().join(name);
    fs::read_to_string(path).unwrap().lines().map(|line| Tree::parse(line).unwrap()).collect()
}

/// One message a line, without what the recording says of it.
pub(crate) fn messages() -> Vec<Message> {
    let messages = lines("plugin_messages.jsonl").into_iter().map(|line| {
        let message = message(&text(&line, "message_raw").unwrap()).unwrap();
        assert_eq!(
            (text(&line, "kind").as_deref(), text(&line, "method")),
            (Some(message.kind), Some(message.method.clone()))
        );
        message
    });
    messages.collect()
}

/// What was recorded of plugins that were tried out, as far as it was recorded whole: calls of all kinds among it.
pub(crate) fn tried() -> Vec<Message> {
    let mut tried = Vec::new();
    for entry in fs::read_dir(shared("transcripts").unwrap()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.starts_with("plugin_") || name == "plugin_messages.jsonl" {
            continue;
        }
        for line in lines(&name) {
            let raw = text(&line, "raw").unwrap();
            let is_ours = text(&line, "dir").as_deref() == Some("node->plugin") && raw.starts_with("{\"jsonrpc\"");
            // The rest is cut off by the recording, or is the first half of a message.
            if is_ours && raw.ends_with("}\n\n") {
                tried.extend(message(&raw));
            }
        }
    }
    tried
}

/// The messages of the reports on which bindings once failed.
pub(crate) fn reported() -> Vec<Message> {
    let files = [
        "notification-wrapped/flat.json",
        "notification-wrapped/wrapped.json",
        "notification-wrapped/notification_invoice_payment.json",
        "notification-null/channel_state_changed_null.json",
        "rpc-command-odd/rpc_command_bad.jsonl",
    ];
    let text = |file| fs::read_to_string(shared("reports").unwrap().join(file)).unwrap();
    files.map(text).join("\n").lines().filter_map(message).collect()
}
