//! Instances that are made and mended, of schemas that say something about each rule.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

use std::sync::Arc;

use cln_runtime::json::Tree;

use super::{exchanges, instance, mended};
use crate::diagnostic::Diagnostics;
use crate::model::{Method, Options, lower};
use crate::schema::{Side, parse};
use crate::text::Source;

fn method(schema: &str) -> Method {
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::new("x.json", schema)), &mut diagnostics);
    let method = document.and_then(|document| lower(&document, "x.json", &Options::default(), &mut diagnostics));
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    method.unwrap()
}

/// A command whose answer has this schema.
fn answering(response: &str) -> Method {
    method(&format!(r#"{{"rpc": "x", "request": {{}}, "response": {response}}}"#))
}

fn made(response: &str) -> Option<String> {
    instance(&answering(response), Side::Response, 0).map(|answer| answer.to_string())
}

/// An answer as it is mended.
fn mend(response: &str, answer: &str) -> Option<String> {
    let mended = mended(&answering(response), Side::Response, &Tree::parse(answer).unwrap(), 0);
    mended.map(|answer| answer.to_string())
}

const PLACEHOLDERS: &str = r#"{
  "rpc": "find",
  "request": {"required": ["id"], "properties": {"id": {"type": "pubkey"}, "address": {"type": "string"}}},
  "response": {
    "required": ["peer", "spends", "raw"],
    "properties": {
      "peer": {"type": "pubkey"}, "spends": {"type": "outpoint"}, "txid": {"type": "txid"}, "raw": {"type": "hex"},
      "note": {"type": "string"}
    }
  },
  "examples": [{
    "request": {"params": {"id": "nodeid0202020202", "address": "nodeid0202020202@127.0.0.1:9735"}},
    "response": {
      "peer": "nodeid0202020202", "spends": "txid0101010101:1", "txid": "txid0101010101", "raw": "02txid0101010101zz",
      "note": "sent by txid0101010101"
    }
  }]
}"#;

#[test]
fn a_placeholder_is_the_same_value_everywhere() {
    let find = method(PLACEHOLDERS);
    let exchange = exchanges(&find, 0).remove(0);
    let text = |tree: &Tree, pointer: &str| match tree.at(pointer) {
        Some(Tree::Text(text)) => text.clone(),
        other => panic!("{pointer}: {other:?}"),
    };
    let (request, answer) = (&exchange.request, &exchange.answer);
    let (id, txid) = (text(request, "/id"), text(answer, "/txid"));
    assert!(id.starts_with("02") && id.len() == 66 && txid.len() == 64, "{id} {txid}");
    assert_eq!(text(request, "/address"), format!("{id}@127.0.0.1:9735"));
    assert_eq!(text(answer, "/peer"), id);
    assert_eq!(text(answer, "/spends"), format!("{txid}:1"));
    assert_eq!(text(answer, "/note"), format!("sent by {txid}"));
    let changed: Vec<&str> = exchange.changes.iter().map(|change| change.pointer.as_str()).collect();
    assert_eq!(changed, ["/id", "/address", "/peer", "/spends", "/txid", "/raw", "/note"]);
    let again = exchanges(&find, 0).remove(0);
    assert_eq!((&again.request, &again.answer), (request, answer));
    assert_ne!(exchanges(&find, 1).remove(0).request, *request);
}

#[test]
fn words_that_look_like_placeholders_are_found_where_any_text_will_do() {
    let key = format!("nodeid{}", "03".repeat(30));
    let hash = format!("channelid{}", "12345".repeat(11));
    let text = r#"{"properties": {"a": {"type": "string"}, "b": {"type": "pubkey"}, "c": {"type": "hash"}}}"#;
    let mended = |answer: &str| mend(text, answer).unwrap();
    let typed = mended(&format!(r#"{{"b":"{key}","c":"{hash}"}}"#));
    let (key, hash) = (format!(r#"{{"a":"{key}"}}"#), format!(r#"{{"a":"{hash}"}}"#));
    let values = [mended(&key), mended(&hash)].map(|text| text[6..text.len() - 2].to_owned());
    assert_eq!(typed, format!(r#"{{"b":"{}","c":"{}"}}"#, values[0], values[1]));
    let address = format!(r#"{{"a":"bcrt1p{}"}}"#, "0".repeat(58));
    for same in [address.as_str(), r#"{"a":"nodeid0303"}"#] {
        assert_eq!(mended(same), same);
    }
}

#[test]
fn what_is_missing_is_made_and_what_is_unknown_goes() {
    let schema = r#"{"required": ["a", "b"], "additionalProperties": false, "properties": {
        "a": {"type": "u8"}, "b": {"type": "object", "required": ["c"], "properties": {"c": {"type": "boolean"}}},
        "d": {"type": "string"}}}"#;
    let mended = mend(schema, r#"{"a":7,"x":1,"d":"kept"}"#).unwrap();
    assert_eq!(mended, r#"{"a":7,"d":"kept","b":{"c":true}}"#);
    assert_eq!(mend(schema, r#"{"a":7,"b":{"c":false}}"#).unwrap(), r#"{"a":7,"b":{"c":false}}"#);
    assert_eq!(mend(schema, r#""no object""#), made(schema));
}

#[test]
fn what_is_out_of_bounds_is_brought_inside() {
    let schema = r#"{"properties": {
        "least": {"type": "u8", "minimum": 5}, "most": {"type": "msat"}, "text": {"type": "string", "minLength": 3},
        "word": {"type": "string", "enum": ["a", "b"]}, "few": {"type": "array", "items": {"type": "u8"}, "maxItems": 1},
        "many": {"type": "array", "items": {"type": "u8"}, "minItems": 2}, "number": {"type": "string"}}}"#;
    for (answer, expected) in [
        (r#"{"least":1}"#, r#"{"least":5}"#),
        (r#"{"most":18446744073709552000}"#, r#"{"most":18446744073709551615}"#),
        (r#"{"most":"12"}"#, r#"{"most":12}"#),
        (r#"{"text":"x"}"#, r#"{"text":"xxx"}"#),
        (r#"{"word":"c"}"#, r#"{"word":"a"}"#),
        (r#"{"few":[1,2,3]}"#, r#"{"few":[1]}"#),
        (r#"{"number":12}"#, r#"{"number":"12"}"#),
        (r#"{"least":5,"least":6}"#, r#"{"least":5}"#),
    ] {
        assert_eq!(mend(schema, answer).as_deref(), Some(expected), "{answer}");
    }
    let Some(Tree::Array(many)) = Tree::parse(&mend(schema, r#"{"many":[9]}"#).unwrap()).unwrap().at("/many").cloned()
    else {
        panic!("no array")
    };
    assert!(many.len() == 2 && many[0] == Tree::Plain("9".to_owned()), "{many:?}");
}

#[test]
fn conditions_and_alternatives_are_kept() {
    let schema = r#"{
        "required": ["type"], "properties": {"type": {"type": "string", "enum": ["one", "two"]}, "any": {}, "other": {}},
        "oneOf": [{"required": ["any"], "properties": {"any": {"type": "u8"}}}, {"required": ["other"]}],
        "if": {"properties": {"type": {"type": "string", "enum": ["one"]}}},
        "then": {"required": ["more"], "properties": {"type": {}, "more": {"type": "string", "enum": ["m"]}}},
        "else": {"additionalProperties": false, "properties": {"type": {}, "any": {}}}}"#;
    assert!(made(schema).unwrap().contains(r#""more":"m""#));
    let other = mend(schema, r#"{"type":"two","other":1,"more":"m"}"#).unwrap();
    assert!(other.starts_with(r#"{"type":"two","any":"#) && !other.contains("more"), "{other}");
}

#[test]
fn rules_between_parameters_are_kept() {
    let command = method(
        r#"{"rpc": "x", "response": {}, "request": {"required": ["a"], "pairedWith": [["a", "b"]],
        "oneOfMany": [["c", "d"]], "dependentUpon": {"e": ["f"]}, "properties": {"a": {"type": "u8"}, "b": {"type": "hash"},
        "c": {"type": "u8"}, "d": {"type": "u8"}, "e": {"type": "u8"}, "f": {"type": "u8"}}}}"#,
    );
    let mend = |json: &str| mended(&command, Side::Request, &Tree::parse(json).unwrap(), 0).unwrap();
    let whole = instance(&command, Side::Request, 0).unwrap();
    assert!(whole.at("/a").is_some() && whole.at("/b").is_some() && whole.at("/c").is_none(), "{whole}");
    let both = mend(r#"{"a":1,"c":2,"d":3,"f":4}"#);
    assert!(both.at("/c").is_some() && both.at("/d").is_none() && both.at("/f").is_none(), "{both}");
    assert_eq!(mend(r#"{"a":1,"c":null}"#).at("/c"), None);
}

/// What a branch says of a field may be narrower than what the object says.
#[test]
fn a_branch_has_its_say_on_a_value() {
    let schema = r#"{"required": ["size"], "properties": {"size": {"type": "u64"}, "large": {"type": "boolean"}},
        "if": {"required": ["large"]}, "then": {"properties": {"size": {"type": "u64", "minimum": 5000}}}}"#;
    assert_eq!(mend(schema, r#"{"size":1,"large":true}"#).unwrap(), r#"{"size":5000,"large":true}"#);
    assert_eq!(mend(schema, r#"{"size":1}"#).unwrap(), r#"{"size":1}"#);
}

/// Alternatives say of what is wrong inside of them only that none fits.
#[test]
fn what_is_wrong_inside_an_alternative_is_mended() {
    let schema = r#"{"properties": {"x": {"oneOf": [
        {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "hash"},
         "n": {"type": "u8"}}}}, {"type": "boolean"}]}}}"#;
    let mended = mend(schema, r#"{"x":[{"n":7}]}"#).unwrap();
    assert!(mended.starts_with(r#"{"x":[{"n":7,"id":""#), "{mended}");
}

#[test]
fn hostile_schemas_end_in_nothing() {
    let array = |items: &str, least: &str| format!(r#"{{"type": "array", "items": {items}, "minItems": {least}}}"#);
    let nested = (0..30).fold(r#"{"type": "u8"}"#.to_owned(), |items, _| array(&items, "9"));
    let required = |schema: &str| format!(r#"{{"required": ["a"], "properties": {{"a": {schema}}}}}"#);
    for impossible in [
        array(r#"{"type": "u8"}"#, "18446744073709551615"),
        nested,
        r#"{"type": "string", "minLength": 18446744073709551615}"#.to_owned(),
        // Few values, and a gigabyte.
        array(r#"{"type": "string", "minLength": 60000}"#, "19000"),
        array(&array(r#"{"type": "hex", "minLength": 60000}"#, "130"), "130"),
        r#"{"type": "u8", "minimum": 256}"#.to_owned(),
        r#"{"type": "hash", "maxLength": 3}"#.to_owned(),
    ] {
        assert_eq!(made(&required(&impossible)), None, "{impossible}");
    }
    let deep = (0..20).fold(r#"{"type": "u8"}"#.to_owned(), |schema, _| required(&schema));
    assert!(made(&deep).is_some());
    let flipping = r#"{"required": ["a"], "properties": {"a": {"type": "string", "enum": ["x", "y"]}},
        "if": {"properties": {"a": {"type": "string", "enum": ["x"]}}},
        "then": {"properties": {"a": {"type": "string", "enum": ["y"]}}},
        "else": {"properties": {"a": {"type": "string", "enum": ["x"]}}}}"#;
    assert_eq!(made(flipping), None);
    assert_eq!(mend(r#"{"properties": {"a": {"type": "u8", "minimum": 256}}}"#, r#"{"a":1}"#).unwrap(), "{}");
}

#[test]
fn without_an_example_an_exchange_is_made() {
    let hash = r#""required": ["payment_hash"], "properties": {"payment_hash": {"type": "hash"}}"#;
    let command = method(&format!(
        r#"{{"rpc": "x", "request": {{{hash}}},
        "response": {{"required": ["pay"], "properties": {{"pay": {{"type": "object", {hash}}}}}}}}}"#
    ));
    let exchange = exchanges(&command, 0).remove(0);
    assert!(exchange.trace.is_none() && exchange.changes.is_empty());
    // The same name is the same value on both sides.
    assert_eq!(Some(&exchange.request), exchange.answer.at("/pay"));
}

/// Where an answer lacks what its schema requires, it repeats what was asked.
#[test]
fn what_is_missing_in_an_answer_is_as_it_was_asked() {
    let (hash, id) = ("c1".repeat(32), format!("02{}", "aa".repeat(32)));
    let command = method(&format!(
        r#"{{"rpc": "x",
        "request": {{"properties": {{"payment_hash": {{"type": "hash"}}, "amount_msat": {{"type": "msat_or_any"}},
            "status": {{"type": "string", "enum": ["unpaid", "paid"]}}, "id": {{"type": "pubkey"}}}}}},
        "response": {{"required": ["payment_hash", "amount_msat", "rows"], "properties": {{
            "payment_hash": {{"type": "hash"}}, "amount_msat": {{"type": "msat"}},
            "rows": {{"type": "array", "items": {{"type": "object", "required": ["status", "id"], "properties": {{
                "status": {{"type": "string", "enum": ["paid", "unpaid"]}}, "id": {{"type": "u64"}}}}}}}}}}}},
        "examples": [{{"request": {{"params": {{"payment_hash": "{hash}", "amount_msat": "any", "status": "unpaid",
            "id": "{id}"}}}}, "response": {{"rows": [{{}}, {{"status": "paid", "id": 7}}]}}}}]}}"#
    ));
    let answer = exchanges(&command, 0).remove(0).answer;
    let at = |pointer: &str| answer.at(pointer).unwrap().to_string();
    assert_eq!((at("/payment_hash"), at("/rows/0/status")), (format!("\"{hash}\""), "\"unpaid\"".to_owned()));
    // What is there stays, and what is of another type is no echo.
    assert_eq!((at("/rows/1/status"), at("/rows/1/id")), ("\"paid\"".to_owned(), "7".to_owned()));
    assert!(at("/amount_msat").parse::<u64>().is_ok() && at("/rows/0/id").parse::<u64>().is_ok(), "{answer}");
}
