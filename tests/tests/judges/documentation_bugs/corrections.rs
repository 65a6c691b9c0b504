//! The built-in corrections, read as JSON.

use std::fs;

use cln_codegen::schema::overrides::Applied;
use cln_tests::edit;
use cln_tests::folders::workspace;
use serde_json::{Map, Value};

/// The keys that say what changes.
const CHANGES: [&str; 12] = [
    "ignore",
    "set",
    "extend",
    "required",
    "optional",
    "nullable",
    "rename",
    "positions",
    "add",
    "remove",
    "note",
    "errors",
];

/// An entry of the built-in file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Correction {
    pub(crate) method: String,
    /// The change, such as `set`.
    pub(crate) change: &'static str,
    /// The place of what changes, in the schema file.
    pub(crate) pointer: String,
    /// Why; of a note, what it says.
    pub(crate) reason: String,
    /// The entry as it is written.
    pub(crate) entry: Map<String, Value>,
}

impl Correction {
    /// The name of the command after the correction.
    pub(crate) fn method_now(&self) -> &str {
        self.entry.get("set").and_then(|set| set["rpc"].as_str()).unwrap_or(&self.method)
    }

    /// Whether this is what was made.
    pub(crate) fn is(&self, made: &Applied) -> bool {
        self.method_now() == made.method && self.pointer == made.pointer && self.reason == made.reason
    }

    /// The name in the table of answers, such as `set type=hash at /request/properties/offer_id`.
    pub(crate) fn name(&self) -> String {
        let mut words = vec![self.change.to_owned()];
        words.extend(match &self.entry[self.change] {
            Value::Object(parts) if self.change == "errors" => codes(parts),
            Value::Object(parts) if self.change == "set" => parts.iter().map(keyword).collect(),
            Value::Object(parts) => parts.keys().cloned().collect(),
            Value::Array(names) if self.change != "positions" => names.iter().map(word).collect(),
            Value::String(keyword) if self.change == "ignore" => vec![keyword.clone()],
            _ => Vec::new(),
        });
        words.extend(self.entry.get("before").map(|name| format!("before {}", word(name))));
        let at = self.entry.get("at").map(word);
        words.extend(at.map(|at| format!("at {}", if at.is_empty() { "the file" } else { &at })));
        words.join(" ")
    }
}

/// A keyword and its value, if that is short.
fn keyword((keyword, value): (&String, &Value)) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => keyword.clone(),
        value => format!("{keyword}={}", word(value)),
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The codes of the lines that go, and of those that come.
fn codes(parts: &Map<String, Value>) -> Vec<String> {
    let mut words = Vec::new();
    for part in ["remove", "add"] {
        let lines = parts.get(part).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut codes =
            lines.filter_map(|line| Some(line.strip_prefix("- ")?.split_once(':')?.0.to_owned())).peekable();
        words.extend(codes.peek().map(|_| part.to_owned()));
        words.extend(codes);
    }
    words
}

/// All entries that correct something. Those that say what is a secret are held by another test.
pub(crate) fn corrections() -> Vec<Correction> {
    let text = fs::read_to_string(workspace().join("codegen/known-bugs.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["overrides"].as_array().unwrap().iter().filter(|entry| entry.get("secret").is_none()).map(correction).collect()
}

fn correction(entry: &Value) -> Correction {
    let text = |key: &str| entry[key].as_str().map(str::to_owned);
    let method = ["method", "notification", "hook"].into_iter().find_map(text).unwrap();
    let change = CHANGES.into_iter().find(|change| entry.get(change).is_some()).unwrap();
    let pointer = pointer(entry, change);
    let reason = text("reason").or_else(|| text("note")).unwrap();
    Correction { method, change, pointer, reason, entry: entry.as_object().unwrap().clone() }
}

/// The place: of a property that comes, goes or has another name, the property's.
fn pointer(entry: &Value, change: &str) -> String {
    let at = entry["at"].as_str().unwrap_or("/request");
    let one = match &entry[change] {
        _ if change == "errors" => return "/errors".to_owned(),
        Value::Object(keywords) if at.is_empty() => return format!("/{}", keywords.keys().next().unwrap()),
        Value::Object(names) if ["rename", "add"].contains(&change) && names.len() == 1 => names.keys().next().cloned(),
        Value::Array(names) if ["required", "optional", "remove"].contains(&change) && names.len() == 1 => {
            names[0].as_str().map(str::to_owned)
        }
        _ => None,
    };
    one.map_or(at.to_owned(), |name| edit::child(&edit::child(at, "properties"), &name))
}
