//! A release against another.

use std::fs;
use std::path::Path;

use cln_codegen::{Builder, Error};
use cln_tests::folders::shared;
use cln_tools::diff::{Code, Severity, diff};

use super::{assert_confirmed, compare};

fn command(name: &str, request: &str, words: &str) -> String {
    format!(r#"{{"rpc": "{name}", "description": ["{words}"], "request": {{{request}}}, "response": {{}}}}"#)
}

fn write(folder: &Path, files: &[(&str, String)]) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

const ID: &str = r#""properties": {"id": {"type": "u64"}}"#;

/// The file's name means nothing, the name inside does.
#[test]
fn methods_are_added_removed_and_renamed() {
    let scratch = tempfile::tempdir().unwrap();
    let [old, new] = ["old", "new"].map(|name| scratch.path().join(name));
    write(
        &old,
        &[
            ("same.json", command("same", ID, "The same.")),
            ("gone.json", command("gone", "", "Goes away.")),
            ("dev-ping.json", command("dev-ping", ID, "Pings.")),
        ],
    );
    write(
        &new,
        &[
            ("other_file_name.json", command("same", ID, "The same.")),
            ("fresh.json", command("fresh", "", "Comes.")),
            ("ping.json", command("ping", r#""required": ["id"], "properties": {"id": {"type": "u64"}}"#, "Pings.")),
        ],
    );
    let report = compare(&old, &new);
    assert_eq!(report.counts, [3, 3]);
    let told: Vec<_> = report
        .methods
        .iter()
        .map(|method| {
            let codes: Vec<Code> = method.findings.iter().map(|finding| finding.code).collect();
            (method.name.as_str(), method.old_name.as_deref(), codes)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("fresh", None, vec![Code::MethodAdded]),
            ("gone", None, vec![Code::MethodRemoved]),
            ("ping", Some("dev-ping"), vec![Code::MethodRenamed, Code::BecameRequired]),
        ]
    );
    let renamed = &report.methods[2].findings[0];
    assert!(renamed.guess && renamed.severity == Severity::Breaking);
}

/// All mistakes of both are told at once.
#[test]
fn mistakes_in_both_are_told() {
    let scratch = tempfile::tempdir().unwrap();
    let [old, new] = ["old.json", "new.json"].map(|name| scratch.path().join(name));
    fs::write(&old, "{").unwrap();
    fs::write(&new, command("a", r#""properties": {"id": {"type": "u46"}}"#, "")).unwrap();
    let Err(Error::Schemas(told)) = diff(&Builder::new(), &old, &new) else { panic!("both are read") };
    let codes: Vec<&str> = told.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["S0302", "S0101"]);
}

/// Where a tag is missing, all conditions on it hold at once; then no instance may be found. So often at most:
const UNSHOWN: usize = 3;

/// A whole release, each file of it with one change: each change is found, and each instance that is shown confirmed.
#[test]
fn a_field_that_goes_is_found_in_every_file_of_a_release() {
    let Some(corpus) = shared("corpus") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let (old, new) = (scratch.path().join("old"), scratch.path().join("new"));
    let mut changed = 0;
    for file in cln_tests::folders::files(&corpus, "json") {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let Some(required) = json["response"]["required"].as_array().and_then(|names| names.first()) else { continue };
        let Some(without) = cln_tests::edit::remove(&text, "/response/required/0") else { continue };
        if json["response"]["properties"].get(required.as_str().unwrap()).is_some() {
            write(&old, &[(name, text)]);
            write(&new, &[(name, without)]);
            changed += 1;
        }
    }
    let report = compare(&old, &new);
    assert_eq!(report.methods.len(), changed);
    assert!(changed > 80, "{changed}");
    let mut unshown = Vec::new();
    for method in &report.methods {
        let found = method.findings.iter().find(|finding| finding.code == Code::BecameOptional);
        let found = found.unwrap_or_else(|| panic!("{}: {:?}", method.name, method.findings));
        unshown.extend(found.instance.is_none().then_some(&method.name));
        assert_confirmed(found);
    }
    assert!(unshown.len() <= UNSHOWN, "{unshown:?}");
}

/// Lengths of arrays in arrays multiply.
#[test]
fn arrays_in_arrays_take_no_more_memory_than_others() {
    let scratch = tempfile::tempdir().unwrap();
    let nested = |leaf: &str| {
        let lists = (0..6).fold(format!(r#"{{"type": "{leaf}"}}"#), |items, _| {
            format!(r#"{{"type": "array", "minItems": 300, "items": {items}}}"#)
        });
        format!(r#"{{"rpc": "many", "request": {{}}, "response": {{"properties": {{"all": {lists}}}}}}}"#)
    };
    let [old, new] = [("old.json", "u64"), ("new.json", "string")].map(|(name, leaf)| {
        write(scratch.path(), &[(name, nested(leaf))]);
        scratch.path().join(name)
    });
    let report = compare(&old, &new);
    assert_eq!(report.worst(), Some(Severity::Breaking));
}

/// The commonest change of all: the node writes one field more where a condition holds.
#[test]
fn a_field_more_in_a_branch_of_a_result_breaks_nobody() {
    let scratch = tempfile::tempdir().unwrap();
    let schema = |more: &str| {
        let fields = r#""s": {"type": "string", "enum": ["x", "y"]}"#;
        let condition = r#""if": {"properties": {"s": {"enum": ["x"]}}}"#;
        let branch = format!(r#""then": {{"properties": {{"s": {{}}, "a": {{"type": "u64"}}{more}}}}}"#);
        let response = format!(r#"{{"required": ["s"], "properties": {{{fields}}}, {condition}, {branch}}}"#);
        format!(r#"{{"rpc": "thing", "request": {{}}, "response": {response}}}"#)
    };
    let more = r#", "b": {"type": "u64"}"#;
    let [old, new] = [("old.json", ""), ("new.json", more)].map(|(name, more)| {
        write(scratch.path(), &[(name, schema(more))]);
        scratch.path().join(name)
    });
    let told: Vec<_> = compare(&old, &new).findings().map(|finding| (finding.code, finding.severity)).collect();
    assert_eq!(told, [(Code::FieldAdded, Severity::Compatible)]);
}

/// Enums, conditions and objects as large as can be, with a change everywhere. The steps that they take are counted in
/// `growth`.
#[test]
fn many_changes_at_once_are_shown() {
    let names = |letter: char, count: usize| (0..count).map(|n| format!("\"{letter}{n}\"")).collect::<Vec<_>>();
    let listed = |letter| format!(r#"{{"type": "string", "enum": [{}]}}"#, names(letter, 400).join(", "));
    let an_enum = |letter| format!(r#""properties": {{"e": {}}}"#, listed(letter));
    let conditions = |letter: char| {
        let arm = |n: usize| {
            let field = format!(r#""t": {{}}, "{letter}{n}": {{"type": "u64"}}"#);
            format!(
                r#"{{"if": {{"properties": {{"t": {{"enum": ["t{n}"]}}}}}},
                    "then": {{"required": ["{letter}{n}"], "properties": {{{field}}}}}}}"#
            )
        };
        let arms: Vec<String> = (0..200).map(arm).collect();
        format!(r#""required": ["t"], "properties": {{"t": {}}}, "allOf": [{}]"#, listed('t'), arms.join(", "))
    };
    let fields = |required: bool| {
        let all: Vec<String> = names('f', 250).iter().map(|name| format!(r#"{name}: {{"type": "u64"}}"#)).collect();
        let required = if required { names('f', 250).join(", ") } else { String::new() };
        format!(r#""required": [{required}], "properties": {{{}}}"#, all.join(", "))
    };
    let pairs = [
        ("enum", an_enum('a'), an_enum('b'), 800),
        ("allOf", conditions('a'), conditions('b'), 1),
        ("required", fields(true), fields(false), 250),
    ];
    let scratch = tempfile::tempdir().unwrap();
    for (name, before, after, shown) in pairs {
        let [old, new] = [("old.json", before), ("new.json", after)].map(|(file, response)| {
            let text = format!(r#"{{"rpc": "many", "request": {{}}, "response": {{{response}}}}}"#);
            write(scratch.path(), &[(file, text)]);
            scratch.path().join(file)
        });
        let report = compare(&old, &new);
        let instances = report.findings().filter(|finding| finding.instance.is_some()).count();
        assert!(instances >= shown, "{name}: {instances}");
    }
}

/// A value more in one of several alternatives, which no rule takes for breaking, beside many large fields that stay.
#[test]
fn what_breaks_is_found_beside_much_that_stays() {
    let scratch = tempfile::tempdir().unwrap();
    let large = |n: usize| {
        let values: Vec<String> = (0..60).map(|value| format!(r#""v{n}x{value}""#)).collect();
        let field = format!(r#"{{"type": "string", "enum": [{}]}}"#, values.join(", "));
        let inner: Vec<String> = (0..6).map(|m| format!(r#""i{m}": {field}"#)).collect();
        format!(r#""a{n}": {{"type": "object", "properties": {{{}}}}}"#, inner.join(", "))
    };
    let siblings: Vec<String> = (0..60).map(large).collect();
    let pattern = |ty: &str| {
        let last = format!(r#""z": {{"type": "object", "properties": {{"y": {{"type": "array", "items": {ty}}}}}}}"#);
        let response = format!(r#"{{"properties": {{{}, {last}}}}}"#, siblings.join(", "));
        format!(r#"{{"rpc": "many", "request": {{}}, "response": {response}}}"#)
    };
    let one = r#"{"oneOf": [{"enum": ["a", 1]}, {"type": "boolean"}]}"#;
    let other = r#"{"oneOf": [{"enum": ["a", 1, null]}, {"type": "boolean"}]}"#;
    let [old, new] = [("old.json", one), ("new.json", other)].map(|(name, ty)| {
        write(scratch.path(), &[(name, pattern(ty))]);
        scratch.path().join(name)
    });
    let report = compare(&old, &new);
    let found = report.findings().find(|finding| finding.severity == Severity::Breaking);
    assert_eq!(found.unwrap().instance.as_ref().unwrap().json, r#"{"z":{"y":[null]}}"#);
}
