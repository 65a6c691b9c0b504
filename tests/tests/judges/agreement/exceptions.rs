//! All that the judges need not agree on, each with a test.
//!
//! JSON Schema sees values, not texts. It cannot see
//! - how a number is spelt: `1.0` and `1e0` are integers to it, `-0` is not negative;
//! - digits that a float does not hold: the crate `jsonschema` reads numbers that are no 64-bit integers as floats;
//! - that a key stands twice: the last one counts;
//! - nesting and numbers that serde_json does not read.
//!
//! A type that reads what a node writes cannot hold
//! - a field that it does not know: it is skipped;
//! - `null` in the place of an optional field: it is left out;
//! - an amount as a string, as nodes before v23.05 wrote it: it is the amount;
//! - `-0` in an integer: it is zero.
//!
//! No type can hold what a field that only a branch describes is where the branch does not apply.
//!
//! Of a text that is no JSON, that is nested too deeply, or where a key stands twice, the judges say that. What else
//! they say of it depends on how far they have read, and on which of the two values they take.

use cln_runtime::Msat;
use cln_runtime::json::Tree;
use serde_json::{Number, Value};

use crate::agreement::nodes::{at_pointer, branches, list, of_items, of_property, plain, type_name};

/// The value as JSON Schema sees it: of a key that stands twice the last, numbers as they are counted.
///
/// `None` if a number is not read.
pub(crate) fn seen(tree: &Tree) -> Option<Tree> {
    Some(match tree {
        Tree::Plain(word) => match serde_json::from_str::<Value>(word).ok()? {
            Value::Number(number) => Tree::Plain(respelt(&number)),
            _ => tree.clone(),
        },
        Tree::Text(_) => tree.clone(),
        Tree::Array(elements) => Tree::Array(elements.iter().map(seen).collect::<Option<_>>()?),
        Tree::Object(members) => {
            let is_last = |(index, (name, _)): &(usize, &(String, Tree))| {
                members.iter().skip(index + 1).all(|(other, _)| other != name)
            };
            let last = members.iter().enumerate().filter(is_last);
            Tree::Object(last.map(|(_, (name, value))| Some((name.clone(), seen(value)?))).collect::<Option<_>>()?)
        }
    })
}

/// Whole numbers have no point, and no number has more digits than a float holds.
fn respelt(number: &Number) -> String {
    match number.as_f64() {
        // Zero is added to lose the sign of a negative zero.
        Some(float) if number.is_f64() && float.fract() == 0.0 => format!("{:.0}", float + 0.0),
        _ => number.to_string(),
    }
}

/// What a type may hold in place of an instance that a node writes: what is wrong with it is taken out. None if the type
/// holds all of that.
pub(crate) fn held_by_type(schema: &Tree, instance: &Tree, found: &[(String, String)]) -> Vec<Tree> {
    // From the end: what is taken out of an array moves what comes after it.
    found.iter().rev().flat_map(|(pointer, rule)| without(schema, instance, pointer, rule)).collect()
}

fn without(schema: &Tree, instance: &Tree, pointer: &str, rule: &str) -> Vec<Tree> {
    let nodes = || at_pointer(schema, pointer, branches);
    let (mut less, zero) = (instance.clone(), Tree::Plain("0".to_owned()));
    let is_less = match instance.at(pointer) {
        Some(Tree::Plain(word)) if word == "null" && is_member(instance, pointer) => less.remove(pointer),
        Some(value) if ["one-of", "any-of"].contains(&rule) => return as_arms(&nodes(), instance, pointer, value),
        Some(_) if rule == "unknown" => less.remove(pointer),
        Some(Tree::Plain(word)) if word == "-0" && rule == "range" => less.set(pointer, zero),
        Some(Tree::Text(text)) if rule == "type" && is_amount(&nodes(), text) => less.set(pointer, zero),
        _ => false,
    };
    if is_less { vec![less] } else { Vec::new() }
}

/// The instance with what each alternative holds of a value.
fn as_arms(nodes: &[&Tree], instance: &Tree, pointer: &str, value: &Tree) -> Vec<Tree> {
    let arms = nodes.iter().flat_map(|node| [list(node, "oneOf"), list(node, "anyOf")].concat());
    let held = arms.filter_map(|arm| {
        let (mut less, mut held) = (instance.clone(), value.clone());
        (prune(&[&arm], &mut held) && less.set(pointer, held)).then_some(less)
    });
    held.collect()
}

/// What makes all else that is found uncertain.
pub(crate) fn fatal(found: &[(String, String)]) -> Vec<&(String, String)> {
    found.iter().filter(|(_, rule)| ["json", "depth", "duplicate"].contains(&rule.as_str())).collect()
}

/// Whether only branches of the schema describe what is at the pointer.
pub(crate) fn is_elsewhere(schema: &Tree, pointer: &str) -> bool {
    at_pointer(schema, pointer, plain).is_empty() && !at_pointer(schema, pointer, branches).is_empty()
}

/// Takes out of a value what no schema describes, and `null`; `false` if there is nothing of that.
fn prune(nodes: &[&Tree], value: &mut Tree) -> bool {
    match value {
        Tree::Object(members) => {
            let before = members.len();
            members.retain(|(name, value)| {
                let is_null = matches!(value, Tree::Plain(word) if word == "null");
                !is_null && !of_property(nodes, name).is_empty()
            });
            let is_changed = members.len() < before;
            members
                .iter_mut()
                .fold(is_changed, |is_changed, (name, value)| prune(&of_property(nodes, name), value) || is_changed)
        }
        Tree::Array(elements) => {
            let items = of_items(nodes);
            elements.iter_mut().filter_map(|element| prune(&items, element).then_some(())).count() > 0
        }
        Tree::Text(_) | Tree::Plain(_) => false,
    }
}

fn is_member(instance: &Tree, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').and_then(|(parent, _)| instance.at(parent));
    matches!(parent, Some(Tree::Object(_)))
}

/// Whether an amount belongs here, and the text is one.
fn is_amount(nodes: &[&Tree], text: &str) -> bool {
    nodes.iter().any(|node| type_name(node) == Some("msat")) && text.parse::<Msat>().is_ok()
}

/// What may not be counted as agreement is shown to be needed, one test for each exception.
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{
        "properties": {
            "amount_msat": {"type": "msat"},
            "note": {"type": "string"},
            "id": {"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}
        },
        "if": {"required": ["note"]},
        "then": {"properties": {"extra": {"type": "u8"}}}
    }"#;

    #[track_caller]
    fn assert_seen(instance: &str, expected: &str) {
        assert_eq!(seen(&Tree::parse(instance).unwrap()).unwrap().to_string(), expected);
    }

    #[track_caller]
    fn assert_held(instance: &str, found: (&str, &str), expected: &[&str]) {
        let (schema, instance) = (Tree::parse(SCHEMA).unwrap(), Tree::parse(instance).unwrap());
        let held = held_by_type(&schema, &instance, &[(found.0.to_owned(), found.1.to_owned())]);
        assert_eq!(held.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn json_schema_does_not_see_how_a_number_is_spelt() {
        assert_seen("[1.0,1e2,-0,-0.0,1.50]", "[1,100,0,0,1.5]");
    }

    #[test]
    fn json_schema_does_not_see_digits_that_a_float_does_not_hold() {
        assert_seen("[18446744073709551615]", "[18446744073709551615]");
        assert_seen("[18446744073709551617]", "[18446744073709551616]");
        assert_seen("[0.30000000000000000000001]", "[0.3]");
    }

    #[test]
    fn json_schema_does_not_see_that_a_key_stands_twice() {
        assert_seen(r#"{"a":1,"b":2,"a":{"c":1,"c":2}}"#, r#"{"b":2,"a":{"c":2}}"#);
    }

    #[test]
    fn json_schema_does_not_see_numbers_and_depths_that_are_not_read() {
        assert_eq!(seen(&Tree::parse("[1e400]").unwrap()), None);
        let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
        assert!(Tree::parse(&deep).is_ok() && serde_json::from_str::<Value>(&deep).is_err());
    }

    #[test]
    fn a_type_does_not_hold_unknown_fields() {
        assert_held(r#"{"new":1,"note":""}"#, ("/new", "unknown"), &[r#"{"note":""}"#]);
        assert_held(r#"{"id":{"a":1,"b":2}}"#, ("/id", "one-of"), &[r#"{"id":{"a":1}}"#, r#"{"id":{"b":2}}"#]);
    }

    #[test]
    fn a_type_does_not_hold_null_in_the_place_of_a_field() {
        assert_held(r#"{"note":null}"#, ("/note", "type"), &["{}"]);
        assert_held(r#"[null]"#, ("/0", "type"), &[]);
    }

    #[test]
    fn a_type_does_not_hold_how_an_amount_was_written() {
        assert_held(r#"{"amount_msat":"1000msat"}"#, ("/amount_msat", "type"), &[r#"{"amount_msat":0}"#]);
        assert_held(r#"{"amount_msat":"1 bit"}"#, ("/amount_msat", "type"), &[]);
        assert_held(r#"{"note":"1000msat"}"#, ("/note", "type"), &[]);
    }

    #[test]
    fn a_type_does_not_hold_the_sign_of_zero() {
        assert_held(r#"{"extra":-0}"#, ("/extra", "range"), &[r#"{"extra":0}"#]);
        assert_held(r#"{"extra":-1}"#, ("/extra", "range"), &[]);
    }

    #[test]
    fn a_type_holds_of_a_branch_what_the_branch_describes() {
        let schema = Tree::parse(SCHEMA).unwrap();
        assert!(is_elsewhere(&schema, "/extra"));
        assert!(!is_elsewhere(&schema, "/note") && !is_elsewhere(&schema, "/nowhere"));
    }

    #[test]
    fn what_is_no_json_is_that_before_all_else() {
        let found =
            [("", "json"), ("/a", "duplicate"), ("/b", "type")].map(|(at, rule)| (at.to_owned(), rule.to_owned()));
        assert_eq!(fatal(&found), [&found[0], &found[1]]);
    }
}
