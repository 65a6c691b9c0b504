//! Judges the instances of a file, a line each: set, table, method as JSON, side and instance, with tabs
//! between.
//!
//! For each it prints a line of JSON: what the validator of bytes finds, and what the validator of the decoded value
//! does, or where decoding fails.

use std::error::Error;
use std::io::{BufWriter, Write, stdout};
use std::{env, fs};

use cln_runtime::json::Tree;
use cln_runtime::{MethodInfo, Violations};

fn main() -> Result<(), Box<dyn Error>> {
    let questions = fs::read(env::args().nth(1).ok_or("a file, please")?)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in questions.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        writeln!(out, "{}", answer(line).ok_or_else(|| String::from_utf8_lossy(line).into_owned())?)?;
    }
    Ok(out.flush()?)
}

fn answer(line: &[u8]) -> Option<Tree> {
    let mut parts = line.splitn(5, |byte| *byte == b'\t');
    let mut word = || std::str::from_utf8(parts.next()?).ok();
    let (set, table, name) = (word()?, word()?, Tree::parse(word()?).ok()?);
    let Tree::Text(name) = name else { return None };
    let method = judge::method(set, table, &name)?;
    let is_request = word()? == "request";
    let instance = parts.next()?;
    let decoded = if is_request { method.reencode_request(instance) } else { method.reencode_response(instance) };
    let typed = match decoded {
        Ok(json) => findings(verdict(method, is_request, &json)),
        Err(error) => Tree::Text(error.pointer().to_owned()),
    };
    Some(Tree::Array(vec![findings(verdict(method, is_request, instance)), typed]))
}

fn verdict(method: &MethodInfo, is_request: bool, json: &[u8]) -> Result<(), Violations> {
    if is_request { method.validate_request(json) } else { method.validate_response(json) }
}

fn findings(verdict: Result<(), Violations>) -> Tree {
    let found = verdict.err();
    let pairs = found.iter().flat_map(Violations::iter).map(|violation| {
        Tree::Array(vec![Tree::Text(violation.pointer().to_owned()), Tree::Text(violation.rule().to_string())])
    });
    Tree::Array(pairs.collect())
}
