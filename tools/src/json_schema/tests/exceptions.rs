//! What JSON Schema cannot see: the list in the README of this package, one test for each point.

use super::*;

const SCHEMA: &str = r#"{
  "rpc": "exceptions",
  "request": {},
  "response": {
    "properties": {
      "u64": {"type": "u64"},
      "integer": {"type": "integer"},
      "number": {"type": "number"},
      "level": {"type": "integer", "enum": [1, 2]},
      "text": {"type": "string"},
      "any": {}
    }
  }
}"#;

/// Whether the export and strict validation accept a text, if serde_json can read it.
fn verdicts(instance: &[u8]) -> (Option<bool>, bool) {
    let judges = Judges::new(&document(SCHEMA), Side::Response);
    let by_export = serde_json::from_slice(instance).ok().map(|instance| judges.export.is_valid(&instance));
    (by_export, judges.strict(instance).is_ok())
}

#[test]
fn other_spellings_of_a_number() {
    for (integer, respelled) in [("1", "1.0"), ("10", "1e1"), ("0", "-0"), ("0", "-0.0")] {
        let instance = |number: &str| format!("{{\"u64\": {number}}}").into_bytes();
        assert_eq!(verdicts(&instance(integer)), (Some(true), true));
        assert_eq!(verdicts(&instance(respelled)), (Some(true), false), "{respelled}");
    }
    assert_eq!(verdicts(br#"{"level": 1}"#), (Some(true), true));
    assert_eq!(verdicts(br#"{"level": 1.0}"#), (Some(true), false));
    assert_eq!(verdicts(br#"{"level": 3.0}"#), (Some(false), false));
}

#[test]
fn digits_that_the_reader_of_the_instance_has_lost() {
    assert_eq!(verdicts(br#"{"integer": -9223372036854775808}"#), (Some(true), true));
    assert_eq!(verdicts(br#"{"integer": -9223372036854775809}"#), (Some(true), false));
    assert_eq!(verdicts(br#"{"u64": 18446744073709551616}"#), (Some(false), false));
    assert_eq!(verdicts(br#"{"number": 1e400}"#), (None, true));
}

#[test]
fn keys_that_stand_twice() {
    assert_eq!(verdicts(br#"{"text": "a", "text": "b"}"#), (Some(true), false));
    assert_eq!(verdicts(br#"{"any": {"a": 1, "a": 1}}"#), (Some(true), false));
}

#[test]
fn text_that_is_no_unicode() {
    assert_eq!(verdicts(b"{\"text\": \"\xff\"}"), (None, false));
    assert_eq!(verdicts(br#"{"text": "\ud800"}"#), (None, false));
    // What a reader may make of either.
    assert_eq!(verdicts("{\"text\": \"\u{fffd}\"}".as_bytes()), (Some(true), true));
}

#[test]
fn nesting() {
    let nested = |depth: usize| format!("{{\"any\": {}{}}}", "[".repeat(depth), "]".repeat(depth)).into_bytes();
    assert!(verdicts(&nested(127)).1);
    assert!(!verdicts(&nested(128)).1);
    // serde_json has a limit, too: the deepest that it reads is judged by the schema.
    assert_eq!(verdicts(&nested(126)), (Some(true), true));
    let deep = (0..200).fold(Value::Null, |inside, _| Value::Array(vec![inside]));
    let judges = Judges::new(&document(SCHEMA), Side::Response);
    assert!(judges.export.is_valid(&serde_json::json!({ "any": deep })));
}

/// Of these three, it is the one thing that the types do not know.
#[test]
fn parameters_by_position_are_no_schema_of_a_type() {
    let schema = r#"{"rpc": "positions", "request": {"properties": {"a": {"type": "u8"}}}, "response": {}}"#;
    let judges = Judges::new(&document(schema), Side::Request);
    let [named, positional] = [serde_json::json!({ "a": 1 }), serde_json::json!([1])];
    assert!(judges.verdict(&named) && judges.schemars.is_valid(&named));
    assert!(judges.verdict(&positional) && !judges.schemars.is_valid(&positional));
}
