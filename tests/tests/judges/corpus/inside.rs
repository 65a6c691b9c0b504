//! Inside the crate of the bindings: decodes, encodes and judges what the test has written down.

use std::fs;

use cln_runtime::Violations;
use cln_runtime::json::Tree;

/// Reads lines such as `["rpc", "delpay", "request", {"payment_hash": "..."}]`, and writes for each what the bindings
/// encode again, or a text that says why they do not decode, and the rules and pointers of all violations.
#[test]
fn lines_are_answered() {
    let path = |name| format!("{}/replay/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = fs::read_to_string(path("questions")).unwrap();
    let answers: Vec<String> = lines.lines().map(|line| answer(line).unwrap()).collect();
    fs::write(path("answers"), answers.join("\n")).unwrap();
}

fn answer(line: &str) -> Option<String> {
    let Ok(Tree::Array(parts)) = Tree::parse(line) else { return None };
    let [Tree::Text(table), Tree::Text(name), Tree::Text(side), instance] = parts.as_slice() else { return None };
    let method = crate::method(table, name)?;
    let json = instance.to_string();
    let (encoded, verdict) = match side.as_str() {
        "request" => (method.reencode_request(json.as_bytes()), method.validate_request(json.as_bytes())),
        _ => (method.reencode_response(json.as_bytes()), method.validate_response(json.as_bytes())),
    };
    let encoded = match encoded {
        Ok(json) => Tree::parse(std::str::from_utf8(&json).ok()?).ok()?,
        Err(error) => Tree::Text(error.to_string()),
    };
    Some(Tree::Array(vec![encoded, violations(verdict)]).to_string())
}

fn violations(verdict: Result<(), Violations>) -> Tree {
    let found = verdict.err();
    let pairs = found.iter().flat_map(Violations::iter).map(|violation| {
        Tree::Array(vec![Tree::Text(violation.rule().to_string()), Tree::Text(violation.pointer().to_owned())])
    });
    Tree::Array(pairs.collect())
}
