//! `json-schema`: what it prints, and its exit status.

use crate::workshop::{WAIT, Workshop, command};

const REQUEST: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:cln:rpc:wait:request",
  "title": "wait parameters",
  "type": ["object", "array"],
  "properties": {
    "index": { "type": "integer", "minimum": 0, "maximum": 18446744073709551615 },
    "mode": { "type": "string", "enum": ["all", "one"] }
  },
  "required": ["index"],
  "additionalProperties": false,
  "prefixItems": [{ "$ref": "#/properties/index" }, { "anyOf": [{ "$ref": "#/properties/mode" }, { "type": "null" }] }],
  "items": false,
  "minItems": 1,
  "examples": [{ "index": 1 }]
}
"##;

#[test]
fn the_schema_of_a_side_goes_to_standard_output() {
    let workshop = Workshop::with(&[("wait.json", WAIT)]);
    workshop.run(&["json-schema", "wait.json", "--side", "request"]).done(REQUEST);
    let response = workshop.run(&["json-schema", "wait.json", "--side", "response"]);
    assert_eq!((response.status, response.stderr.as_str()), (Some(0), ""));
    assert!(response.stdout.contains("\"$id\": \"urn:cln:rpc:wait:response\""), "{}", response.stdout);
    assert!(response.stdout.contains("\"required\": [\"next\", \"age\"]"), "{}", response.stdout);
}

#[test]
fn a_dash_reads_standard_input() {
    Workshop::with(&[]).run_on(WAIT, &["json-schema", "-", "--side", "request"]).done(REQUEST);
}

#[test]
fn a_mistake_in_the_schema_is_bad_input() {
    let wrong = WAIT.replace("\"u64\"},", "\"u46\"},");
    let workshop = Workshop::with(&[("wait.json", &wrong)]);
    workshop.run(&["json-schema", "wait.json", "--side", "request"]).refused(&["error[S0302]", "u46", "wait.json"]);
    workshop.run(&["json-schema", "nowhere.json", "--side", "request"]).refused(&["error[S0004]", "nowhere.json"]);
}

#[test]
fn what_is_only_odd_goes_to_standard_error() {
    let odd = WAIT.replacen('{', "{\"depecated\": true,", 1);
    let outcome = Workshop::with(&[("wait.json", &odd)]).run(&["json-schema", "wait.json", "--side", "request"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), REQUEST));
    assert!(outcome.stderr.contains("warning[S0206]"), "{}", outcome.stderr);
}

#[test]
fn only_one_schema_is_taken() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("schemas/ping.json", &command("ping"))]);
    let outcome = workshop.run(&["json-schema", "schemas", "--side", "request"]);
    outcome.refused(&["error: `schemas` contains 2 schemas instead of one: name one file"]);
}

#[test]
fn the_schema_is_read_as_by_generate() {
    let workshop = Workshop::with(&[("wait.json", WAIT)]);
    let today = workshop.run(&["json-schema", "wait.json", "--side", "response"]);
    assert!(today.stdout.contains("\"required\": [\"next\", \"age\"]"), "{}", today.stdout);
    let older = workshop.run(&["json-schema", "wait.json", "--side", "response", "--since", "v23.08"]);
    assert!(older.stdout.contains("\"required\": [\"next\"]"), "{}", older.stdout);
}

#[test]
fn the_side_must_be_said() {
    let workshop = Workshop::with(&[("wait.json", WAIT)]);
    workshop.run(&["json-schema", "wait.json"]).refused(&["--side"]);
    workshop.run(&["json-schema", "wait.json", "--side", "both"]).refused(&["request, response"]);
}
