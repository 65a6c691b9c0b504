//! Values as the shell form of an example and the words about a default spell them.
//!
//! Parameters by name are texts, booleans and whole numbers as they are, and JSON in quotes otherwise; all else is spelled
//! as Python does: `True`, `None`, `['a', 1]`.

use cln_codegen::source::{Member, Node, Value};

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
    ascii(&respelled(node).to_json_line())
}

/// The value as JSON over several lines, without a line break at the end.
pub(super) fn json_lines(node: &Node) -> String {
    ascii(&respelled(node).to_json_pretty())
}

/// The value with its numbers as the pages spell them.
fn respelled(node: &Node) -> Node {
    let value = match &node.value {
        Value::Number(digits) => Value::Number(spelled(digits)),
        Value::Array(elements) => Value::Array(elements.iter().map(respelled).collect()),
        Value::Object(members) => {
            let member = |member: &Member| Member { key: member.key.clone(), value: respelled(&member.value) };
            Value::Object(members.iter().map(member).collect())
        }
        other => other.clone(),
    };
    Node { value, span: node.span }
}

/// JSON with escapes for what is not ASCII, all of which is inside strings.
fn ascii(json: &str) -> String {
    let mut ascii = String::new();
    for letter in json.chars() {
        match letter {
            '\n' | ' '..='~' => ascii.push(letter),
            other => ascii.extend(other.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    ascii
}
