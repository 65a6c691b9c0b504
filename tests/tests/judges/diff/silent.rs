//! What means nothing is told as nothing above documentation, and what callers never do breaks none of them.

use std::fs;

use cln_tests::folders::shared;
use cln_tools::diff::{Code, Release, Severity};

use super::{assert_confirmed, compare};

/// A result with a tag, and more.
fn result(more: &str) -> String {
    let response = format!(r#""required": ["t"], {more}"#);
    format!(r#"{{"rpc": "thing", "request": {{}}, "response": {{{response}}}}}"#)
}

const TAG: &str = r#""t": {"type": "string", "enum": ["x", "y"]}"#;
const IF: &str = r#""if": {"properties": {"t": {"enum": ["x"]}}}"#;
const K: &str =
    r#""then": {"additionalProperties": false, "required": ["k"], "properties": {"t": {}, "k": {"type": "u64"}}}"#;
const Z: &str = r#""then": {"additionalProperties": false, "properties": {"t": {}, "z": {"type": "u64"}}}"#;
const IF_Y: &str = r#""if": {"properties": {"t": {"enum": ["y"]}}}"#;

/// Pairs of which both say the same.
fn pairs() -> Vec<(&'static str, String, String)> {
    let base = format!(r#""properties": {{{TAG}}}"#);
    let asked = |test: &str| result(&format!(r#"{base}, "if": {test}, {K}"#));
    let plain = asked(r#"{"properties": {"t": {"enum": ["x"]}}}"#);
    let listed = |own: &str, closed: &str| {
        result(&format!(r#""additionalProperties": {closed}, "properties": {{{TAG}{own}}}, {IF}, {K}"#))
    };
    let of_branch = |own: &str, said: &str| {
        let then = format!(r#""then": {{"properties": {{"t": {{}}, "k": {said}}}}}"#);
        result(&format!(r#""properties": {{{TAG}{own}}}, {IF}, {then}"#))
    };
    let both = |first: [&str; 2], second: [&str; 2]| {
        let entries = [first, second].map(|[test, then]| format!("{{{test}, {then}}}"));
        result(&format!(r#"{base}, "allOf": [{}]"#, entries.join(", ")))
    };
    let wider = r#""if": {"additionalProperties": true, "properties": {"t": {"enum": ["x"]}}}"#;
    vec![
        (
            "an open condition",
            plain.clone(),
            asked(r#"{"additionalProperties": true, "properties": {"t": {"enum": ["x"]}}}"#),
        ),
        ("a type beside values", plain.clone(), asked(r#"{"properties": {"t": {"type": "string", "enum": ["x"]}}}"#)),
        ("what is there anyway", plain.clone(), asked(r#"{"required": ["t"], "properties": {"t": {"enum": ["x"]}}}"#)),
        ("a field of anything", plain, asked(r#"{"properties": {"k": {}, "t": {"enum": ["x"]}}}"#)),
        ("a field that a branch types", listed("", "true"), listed(r#", "k": {}"#, "true")),
        ("a field that a branch types, in a closed object", listed("", "false"), listed(r#", "k": {}"#, "false")),
        (
            "said in the branch or outside",
            of_branch(r#", "k": {"type": "u64"}"#, "{}"),
            of_branch(r#", "k": {}"#, r#"{"type": "u64"}"#),
        ),
        ("conditions in another order", both([IF, K], [IF_Y, Z]), both([IF_Y, Z], [wider, K])),
    ]
}

#[test]
fn what_means_nothing_is_told_as_documentation_at_most() {
    let scratch = tempfile::tempdir().unwrap();
    let [old, new] = ["old.json", "new.json"].map(|name| scratch.path().join(name));
    for (what, before, after) in pairs() {
        for [one, other] in [[&before, &after], [&after, &before]] {
            fs::write(&old, one).unwrap();
            fs::write(&new, other).unwrap();
            let report = compare(&old, &new);
            assert!(report.worst() <= Some(Severity::Docs), "{what}: {}", report.to_text(false));
        }
    }
}

/// The inputs on which earlier versions fell short, with what is right.
#[test]
fn reported_pairs_are_told_right() {
    let told = |folder: &str, old: &str, new: &str| {
        let [old, new] = [old, new].map(|name| shared(&format!("reports/{folder}/{name}.json")));
        let report = compare(&old?, &new?);
        report.findings().for_each(assert_confirmed);
        Some(report)
    };
    for (folder, old, new, worst) in [
        ("if-open", "old", "new", Severity::Docs),
        ("if-open", "old", "new2", Severity::Docs),
        ("hidden-position", "old", "new", Severity::Compatible),
        ("placeholder-type", "old", "new", Severity::Compatible),
    ] {
        let Some(report) = told(folder, old, new) else { return };
        assert_eq!(report.worst(), Some(worst), "{folder}: {}", report.to_text(false));
    }
    for (folder, instance, change) in [
        ("branch-removed", r#"{"t":"b","k":0}"#, "`k` was optional where `t` is `\"b\"` and is gone there"),
        ("no-instance", r#"{"t":"b","z":0}"#, "`z` was optional and is gone"),
    ] {
        let Some(report) = told(folder, "old", "new") else { return };
        let [found] = &report.findings().collect::<Vec<_>>()[..] else { panic!("{}", report.to_text(false)) };
        assert_eq!(
            (found.code, found.severity, found.change.as_str()),
            (Code::FieldRemoved, Severity::Breaking, change)
        );
        let shown = found.instance.as_ref().unwrap();
        assert_eq!((shown.json.as_str(), shown.accepted_by), (instance, Release::Old));
    }
}
