//! Values as the shell form of an example and the words about a default spell them.
//!
//! Parameters by name are texts, booleans and whole numbers as they are, and JSON in quotes otherwise; all else is spelled
//! as Python does: `True`, `None`, `['a', 1]`.

use cln_codegen::source::{Node, Value};

use super::number::spelled;

/// The value on its own: a text as it is.
pub(super) fn plain(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        _ => nested(node),
    }
}

/// The value inside another: a text in quotes.
fn nested(node: &Node) -> String {
    match &node.value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(digits) => spelled(digits),
        Value::String(text) => quoted(text),
        Value::Array(elements) => format!("[{}]", elements.iter().map(nested).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members =
                members.iter().map(|member| format!("{}: {}", quoted(&member.key.value), nested(&member.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in single quotes, or in double ones if it holds only single ones.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\\' => quoted.push_str("\\\\"),
            other => {
                if other == quote {
                    quoted.push('\\');
                }
                quoted.push(other);
            }
        }
    }
    quoted.push(quote);
    quoted
}

/// The value as JSON on one line, with a blank after each comma and colon.
pub(super) fn json(node: &Node) -> String {
    match &node.value {
        Value::Array(elements) => format!("[{}]", elements.iter().map(json).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|member| format!("{}: {}", text(&member.key.value), json(&member.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        _ => scalar(node),
    }
}

/// The value as JSON over several lines, without a line break at the end.
pub(super) fn json_lines(node: &Node) -> String {
    let mut lines = String::new();
    push_lines(&mut lines, node, 0);
    lines
}

fn push_lines(lines: &mut String, node: &Node, depth: usize) {
    let items: Vec<(String, &Node)> = match &node.value {
        Value::Array(elements) => elements.iter().map(|element| (String::new(), element)).collect(),
        Value::Object(members) => {
            members.iter().map(|member| (format!("{}: ", text(&member.key.value)), &member.value)).collect()
        }
        _ => return lines.push_str(&scalar(node)),
    };
    let (open, close) = if node.as_array().is_some() { ('[', ']') } else { ('{', '}') };
    lines.push(open);
    for (index, (key, value)) in items.iter().enumerate() {
        lines.push_str(if index == 0 { "\n" } else { ",\n" });
        lines.push_str(&"  ".repeat(depth + 1));
        lines.push_str(key);
        push_lines(lines, value, depth + 1);
    }
    if !items.is_empty() {
        lines.push('\n');
        lines.push_str(&"  ".repeat(depth));
    }
    lines.push(close);
}

fn scalar(node: &Node) -> String {
    match &node.value {
        Value::String(value) => text(value),
        Value::Number(digits) => spelled(digits),
        _ => node.to_json(),
    }
}

/// A JSON string in ASCII.
fn text(value: &str) -> String {
    let mut text = String::from('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            ' '..='~' => text.push(letter),
            other => {
                let units = &mut [0; 2];
                text.extend(other.encode_utf16(units).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    text.push('"');
    text
}
