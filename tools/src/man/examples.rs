//! Documented exchanges: what is sent, by hand and in JSON, and what comes back.

use cln_codegen::schema::{Document, Example};
use cln_codegen::source::{Node, Value};
use cln_runtime::visible;

use super::escape::escaped;
use super::literal::{json, json_lines, plain};
use super::number::is_whole;

/// The chapter with all examples. Their descriptions are Markdown as they are.
pub(super) fn examples(page: &mut String, document: &Document) {
    let requests = document.root.get("examples").and_then(Node::as_array).unwrap_or_default();
    for (index, example) in document.examples.iter().enumerate() {
        let description = example.description.join("\n");
        // The request as a whole, since it may hold more than is known of it.
        let request = requests.iter().find(|node| node.span == example.span).and_then(|node| node.get("request"));
        let number = index + 1;
        page.push_str(&format!("\n**Example {number}**: {description}\n\nRequest:\n"));
        page.push_str(&format!("```shell\n{}\n```\n", shell(example)));
        page.extend(request.map(block));
        page.push_str(&format!("\nResponse:\n{}", block(&example.response)));
    }
}

/// The chapter of notifications that look like this.
pub(super) fn notifications(page: &mut String, elements: &[Node]) {
    for (index, element) in elements.iter().enumerate() {
        let (described, notification) = without_description(element);
        let between = if index > 0 { "\n" } else { "" };
        let number = index + 1;
        page.push_str(&format!("{between}**Notification {number}**: {described}\n{}", block(&notification)));
    }
}

/// The description of an object, and the rest of it.
fn without_description(node: &Node) -> (String, Node) {
    let described = node.get("description").map(|lines| match lines.as_array() {
        Some(lines) => lines.iter().filter_map(Node::as_str).collect::<Vec<_>>().join("\n"),
        None => lines.as_str().unwrap_or_default().to_owned(),
    });
    let mut rest = node.clone();
    if let Value::Object(members) = &mut rest.value {
        members.retain(|member| member.key.value != "description");
    }
    (escaped(&described.unwrap_or_default()), rest)
}

fn block(node: &Node) -> String {
    format!("```json\n{}\n```\n", json_lines(node))
}

/// The command for a terminal: parameters by name after `-k`, by position without.
fn shell(example: &Example) -> String {
    let mut command = format!("lightning-cli {}", visible(example.method.as_ref().map_or("", |method| &method.value)));
    match &example.params.value {
        Value::Object(members) if !members.is_empty() => {
            command.push_str(" -k");
            for member in members {
                command.push_str(&format!(" \"{}\"={}", visible(&member.key.value), named(&member.value)));
            }
        }
        Value::Array(elements) => command.extend(elements.iter().map(|element| format!(" {}", positional(element)))),
        _ => {}
    }
    command
}

fn named(node: &Node) -> String {
    match &node.value {
        Value::String(text) => format!("\"{text}\""),
        Value::Bool(_) => plain(node),
        Value::Number(digits) if is_whole(digits) => plain(node),
        _ => format!("'{}'", json(node)),
    }
}

/// A statement with an equals sign would be taken for a name and a value, were it not for `-o`.
fn positional(node: &Node) -> String {
    let text = plain(node);
    let is_statement = node.as_str().is_some_and(|text| text.contains('=') && text.contains(' '));
    match (is_statement, text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, true) => format!("-o \"{text}\""),
        (true, false) => format!("-o '{text}'"),
    }
}
