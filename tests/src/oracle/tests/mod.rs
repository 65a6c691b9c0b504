//! Small schemas, one concept a file: every rule with an instance that keeps it and one that breaks it.

mod conditions;
mod directions;
mod documents;
mod objects;
mod parameters;
mod strings;
mod types;
mod values;

use super::{Options, Side, judge_with};

/// What is found, as `POINTER RULE` lines.
fn found(file: &str, side: Side, instance: &str, options: &Options) -> Vec<String> {
    let findings = judge_with(file, side, instance, options);
    findings.into_iter().map(|finding| format!("{} {}", finding.pointer, finding.rule)).collect()
}

#[track_caller]
fn assert_request(schema: &str, instance: &str, expected: &[&str]) {
    let file = format!(r#"{{"rpc": "test", "request": {schema}}}"#);
    assert_eq!(found(&file, Side::Request, instance, &Options::default()), expected, "{instance}");
}

#[track_caller]
fn assert_response(schema: &str, instance: &str, expected: &[&str]) {
    let file = format!(r#"{{"rpc": "test", "response": {schema}}}"#);
    assert_eq!(found(&file, Side::Response, instance, &Options::default()), expected, "{instance}");
}

/// What a request's parameter `a` with this schema breaks; empty if nothing.
#[track_caller]
fn rules_of(schema_of_a: &str, a: &str) -> String {
    let file = format!(r#"{{"rpc": "test", "request": {{"properties": {{"a": {schema_of_a}}}}}}}"#);
    let instance = format!(r#"{{"a": {a}}}"#);
    let findings = judge_with(&file, Side::Request, &instance, &Options::default());
    assert!(findings.iter().all(|finding| finding.pointer == "/a"), "{findings:?}");
    findings.iter().map(|finding| finding.rule).collect::<Vec<_>>().join(" ")
}

/// A type, the values it takes, and the values it does not take for one rule.
#[track_caller]
fn assert_type<S: AsRef<str>>(name: &str, taken: &[S], rule: &str, refused: &[S]) {
    let schema = format!(r#"{{"type": "{name}"}}"#);
    for value in taken.iter().map(AsRef::as_ref) {
        assert_eq!(rules_of(&schema, value), "", "{name} {value}");
    }
    for value in refused.iter().map(AsRef::as_ref) {
        assert_eq!(rules_of(&schema, value), rule, "{name} {value}");
    }
}
