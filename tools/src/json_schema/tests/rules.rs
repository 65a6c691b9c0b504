//! Each kind of rule by itself, so that one that is lost is named.

use serde_json::json;

use super::*;

const PARAMS: &str = r#"{
  "rpc": "rules",
  "request": {
    "required": ["b"],
    "properties": {
      "a": {},
      "b": {"type": "u8"},
      "c": {"type": "u8"},
      "d": {"type": "u8"},
      "e": {"type": "u8"},
      "f": {"type": "u8"},
      "g/h~1%": {"type": "u8"}
    },
    "pairedWith": [["c", "d"]],
    "oneOfMany": [["e", "f"]],
    "dependentUpon": {"b": ["c"], "a": ["g/h~1%"]}
  },
  "response": {}
}"#;

fn assert_verdicts(schema: &str, side: Side, verdicts: &[(Value, bool)]) {
    let judges = Judges::new(&document(schema), side);
    for (instance, expected) in verdicts {
        assert_eq!(judges.verdict(instance), *expected, "{instance}");
    }
}

#[test]
fn parameters_by_name() {
    assert_verdicts(
        PARAMS,
        Side::Request,
        &[
            (json!({ "b": 1 }), true),
            (json!({}), false),
            (json!({ "b": 256 }), false),
            (json!({ "b": 1, "z": 1 }), false),
            (json!({ "b": 1, "a": [null] }), true),
            (json!({ "b": 1, "a": null }), false),
            (json!({ "b": 1, "e": null }), false),
            (json!("b"), false),
            (json!(null), false),
        ],
    );
}

#[test]
fn parameters_by_position() {
    assert_verdicts(
        PARAMS,
        Side::Request,
        &[
            (json!([null, 1]), true),
            (json!([7, 1]), true),
            (json!([7, 256]), false),
            (json!([]), false),
            (json!([7]), false),
            (json!([7, null]), false),
            (json!([null, 1, null, null, null, null, null]), true),
            (json!([null, 1, null, null, null, null, null, null]), false),
            (json!([7, 1, null, null, null, null, 1, 1]), false),
        ],
    );
    let none = r#"{"rpc": "none", "request": {}, "response": {}}"#;
    assert_verdicts(
        none,
        Side::Request,
        &[(json!([]), true), (json!({}), true), (json!([null]), false), (json!({ "a": 1 }), false)],
    );
}

#[test]
fn groups_by_name_and_by_position() {
    assert_verdicts(
        PARAMS,
        Side::Request,
        &[
            (json!({ "b": 1, "c": 1, "d": 1 }), true),
            (json!({ "b": 1, "c": 1 }), false),
            (json!({ "b": 1, "d": 1 }), false),
            (json!([null, 1, 1, 1]), true),
            (json!([null, 1, 1]), false),
            (json!([null, 1, 1, null]), false),
            (json!([null, 1, null, 1]), false),
            (json!({ "b": 1, "e": 1 }), true),
            (json!({ "b": 1, "e": 1, "f": 1 }), false),
            (json!([null, 1, null, null, 1]), true),
            (json!([null, 1, null, null, 1, null]), true),
            (json!([null, 1, null, null, null, 1]), true),
            (json!([null, 1, null, null, 1, 1]), false),
            (json!({ "b": 1, "a": 1, "g/h~1%": 1 }), true),
            (json!({ "b": 1, "g/h~1%": 1 }), false),
            (json!([1, 1, null, null, null, null, 1]), true),
            (json!([1, 1, null, null, null, null, 256]), false),
            (json!([null, 1, null, null, null, null, 1]), false),
        ],
    );
}

/// No schema at hand has conditions on the parameters of a command that reach as far as these.
const CONDITIONS: &str = r#"{
  "rpc": "conditions",
  "request": {
    "required": ["type"],
    "properties": {
      "type": {"type": "string", "enum": ["one", "two", "three"]},
      "a": {},
      "b": {"type": "u16"},
      "c": {"type": "u8"}
    },
    "if": {"properties": {"type": {"enum": ["one"]}}},
    "then": {"required": ["a"], "additionalProperties": false, "properties": {"type": {}, "a": {"type": "u8"}, "b": {}}},
    "else": {
      "if": {"properties": {"type": {"enum": ["two"]}}, "required": ["c"]},
      "then": {"properties": {"b": {"type": "u8"}}},
      "else": {"properties": {"type": {"type": "string", "maxLength": 4}}}
    },
    "anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}],
    "allOf": [{"properties": {"b": {"type": "u16", "maximum": 1000}}}]
  },
  "response": {}
}"#;

#[test]
fn conditions_by_name_and_by_position() {
    let positions = ["type", "a", "b", "c"];
    let verdicts = [
        (json!({ "type": "one", "a": 1 }), true),
        (json!({ "type": "one", "a": 1, "b": 300 }), true),
        (json!({ "type": "one", "a": "1" }), false),
        (json!({ "type": "one", "b": 1 }), false),
        (json!({ "type": "one", "a": 1, "c": 1 }), false),
        (json!({ "type": "two", "b": 300 }), true),
        (json!({ "type": "two" }), false),
        (json!({ "type": "two", "b": 255, "c": 1 }), true),
        (json!({ "type": "two", "b": 256, "c": 1 }), false),
        (json!({ "type": "three", "b": 1 }), false),
        (json!({ "type": "two", "b": 1001 }), false),
        (json!({ "a": 1 }), false),
    ];
    for (named, expected) in verdicts {
        let array: Vec<Value> = positions.map(|name| named.get(name).cloned().unwrap_or(Value::Null)).into();
        let short: Vec<Value> =
            array.iter().take(array.iter().rposition(|value| !value.is_null()).unwrap() + 1).cloned().collect();
        assert_verdicts(
            CONDITIONS,
            Side::Request,
            &[(named, expected), (Value::Array(array), expected), (Value::Array(short), expected)],
        );
    }
}

/// Parameters of which only a branch speaks, in an object that is closed, and in one that is not.
#[test]
fn parameters_that_only_branches_describe() {
    let closed = r#"{
      "rpc": "branches",
      "request": {
        "properties": {"a": {"type": "u8"}},
        "if": {"required": ["a"]},
        "then": {"properties": {"b": {"type": "u8"}}}
      },
      "response": {}
    }"#;
    let open = closed.replace(r#""request": {"#, r#""request": {"additionalProperties": true, "#);
    for (schema, is_open) in [(closed, false), (open.as_str(), true)] {
        assert_verdicts(
            schema,
            Side::Request,
            &[
                (json!({ "a": 1 }), true),
                (json!({ "a": 1, "b": 1 }), is_open),
                (json!([1, 1]), is_open),
                (json!([1, null]), true),
                (json!({ "a": 1, "b": 256 }), false),
                (json!([1, 256]), false),
                (json!({ "b": 256 }), is_open),
                (json!([null, 256]), is_open),
                (json!({ "b": null }), false),
                (json!({ "z": null }), is_open),
                (json!([1, null, null]), false),
            ],
        );
    }
}

#[test]
fn bounds_and_values() {
    let schema = r#"{
      "rpc": "bounds",
      "request": {},
      "response": {
        "properties": {
          "percent": {"type": "u8", "minimum": -5, "maximum": 100},
          "amount": {"type": "sat", "minimum": 5, "maxLength": 4},
          "text": {"type": "string", "minLength": 2, "maxLength": 3},
          "list": {"type": "array", "items": {"type": "hash"}, "minItems": 1, "maxItems": 2},
          "flag": {"type": "boolean", "enum": [true]},
          "any": {"minLength": 2, "maximum": 5}
        }
      }
    }"#;
    let hash = "ab".repeat(32);
    assert_verdicts(
        schema,
        Side::Response,
        &[
            (json!({ "percent": 0 }), true),
            (json!({ "percent": -1 }), false),
            (json!({ "percent": 100 }), true),
            (json!({ "percent": 101 }), false),
            (json!({ "amount": 5 }), true),
            (json!({ "amount": 4 }), false),
            (json!({ "amount": "4sat" }), true),
            (json!({ "amount": "40sat" }), false),
            (json!({ "text": "äö" }), true),
            (json!({ "text": "ä" }), false),
            (json!({ "text": "𝄞𝄞𝄞" }), true),
            (json!({ "text": "𝄞𝄞𝄞𝄞" }), false),
            (json!({ "list": [hash, hash] }), true),
            (json!({ "list": [] }), false),
            (json!({ "list": [hash, hash, hash] }), false),
            (json!({ "list": ["ab"] }), false),
            (json!({ "flag": true }), true),
            (json!({ "flag": false }), false),
            (json!({ "any": "ab" }), true),
            (json!({ "any": "a" }), false),
            (json!({ "any": 6 }), false),
            (json!({ "any": null }), true),
        ],
    );
}

/// A type that is forgotten would take anything.
#[test]
fn every_type_refuses_something() {
    for ty in cln_codegen::schema::Type::all() {
        let schema = format!(
            r#"{{"rpc": "types", "request": {{"properties": {{"a": {{"type": "{0}"}}}}}}, "response": {{"properties": {{"a": {{"type": "{0}"}}}}}}}}"#,
            ty.name()
        );
        for side in Side::ALL {
            let judges = Judges::new(&document(&schema), side);
            let values = [json!({}), json!([]), json!("?"), json!(true), json!(-1.5), json!(1), json!({ "a": true })];
            let taken = values.iter().filter(|value| judges.verdict(&json!({ "a": value }))).count();
            assert!(taken < values.len(), "{} {}", ty.name(), side.key());
        }
    }
}
