//! What is said to people.

use serde_json::{Value, json};

use super::*;

const SCHEMA: &str = r#"{
  "rpc": "notes/all",
  "title": "What is said",
  "description": ["First line,  ", "  second <line>.", "", "Another paragraph."],
  "added": "v23.08",
  "deprecated": ["v25.05", "v26.06"],
  "request": {
    "properties": {
      "amount": {"type": "sat", "description": ["How much."], "default": "`all`", "added": "v24.02"},
      "list": {"type": "array", "items": {"type": "hash", "description": ["One of them."]}, "default": 50000},
      "old": {"type": "string", "deprecated": true},
      "hidden": {"type": "string", "hidden": true},
      "either": {
        "description": ["Whatever."],
        "oneOf": [{"type": "u8", "description": ["A number."]}, {"type": "string"}]
      }
    }
  },
  "response": {
    "description": ["The answer."],
    "properties": {"amount_msat": {"type": "msat", "description": []}}
  },
  "examples": [
    {"request": {"id": 1, "method": "notes", "params": {"amount": 1}}, "response": {"amount_msat": 1}},
    {"request": {"id": 1, "method": "notes", "params": ["1sat"]}, "response": {"amount_msat": "1msat"}},
    {"request": {"id": 1, "method": "notes", "params": {"amount": 1}}, "response": {"more": 1e400}},
    {"request": {"id": 1, "method": "notes", "params": {"amount": true}}, "response": {"amount_msat": 2}}
  ]
}"#;

fn export(side: Side) -> Value {
    let method = lower(&document(SCHEMA), "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
    serde_json::from_str(&of_method(&method, side)).unwrap()
}

const ABOUT: &str = "What is said\n\nFirst line,\n  second <line>.\n\nAnother paragraph.\n\nAdded in v23.08.\n\n\
                     Deprecated since v25.05, removed in v26.06.";

#[test]
fn the_whole_is_described() {
    let [request, response] = Side::ALL.map(export);
    assert_eq!(request["title"], "notes/all parameters");
    assert_eq!(request["$id"], "urn:cln:rpc:notes%2Fall:request");
    assert_eq!(request["description"], ABOUT);
    assert_eq!(request["deprecated"], true);
    assert_eq!(response["title"], "notes/all result");
    assert_eq!(response["description"], format!("{ABOUT}\n\nThe answer."));
}

#[test]
fn properties_items_and_alternatives_are_described() {
    let properties = &export(Side::Request)["properties"];
    let range = |most: u64| json!({ "type": "integer", "minimum": 0, "maximum": most });
    let mut number = range(255);
    number["description"] = json!("A number.");
    assert_eq!(
        *properties,
        json!({
            "amount": {
                "description": "How much.\n\nUnit: satoshi.\n\nAdded in v24.02.",
                "$ref": "#/$defs/sat",
                "default": "`all`"
            },
            "list": {
                "type": "array",
                "items": { "description": "One of them.", "$ref": "#/$defs/hash" },
                "default": 50000
            },
            "old": { "description": "Deprecated.", "type": "string", "deprecated": true },
            "hidden": { "description": "For developers: not part of the documented interface.", "type": "string" },
            "either": { "description": "Whatever.", "anyOf": [number, { "type": "string" }] },
        })
    );
    let mut amount = range(u64::MAX);
    amount["description"] = json!("Unit: millisatoshi.");
    assert_eq!(export(Side::Response)["properties"]["amount_msat"], amount);
}

#[test]
fn examples_are_those_that_are_right_each_once() {
    assert_eq!(export(Side::Request)["examples"], json!([{ "amount": 1 }, ["1sat"]]));
    assert_eq!(export(Side::Response)["examples"], json!([{ "amount_msat": 1 }, { "amount_msat": 2 }]));
}

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let method = lower(&document(SCHEMA), "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
    let text = of_method(&method, Side::Request);
    let places =
        ["\"amount\": {", "\"list\": {", "\"old\": {", "\"hidden\": {", "\"either\": {"].map(|name| text.find(name));
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}\n{text}");
    assert_eq!(text, of_method(&method, Side::Request));
    assert!(text.ends_with("}\n") && text.lines().all(|line| line == line.trim_end()), "{text}");
}
