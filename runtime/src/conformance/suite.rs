//! The replay itself.
#![allow(clippy::panic, reason = "a generated test fails by panicking")]

use super::row::{Row, Side};
use crate::json::Tree;
use crate::method::MethodInfo;
use crate::record::Record;
use crate::rules::Rule;
use crate::walk::Violations;

/// A violation that must be reported: its rule and its pointer.
pub type Expected = (Rule, &'static str);

/// A documented exchange.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Where it is documented.
    pub source: &'static str,
    /// The parameters as documented.
    pub params: &'static str,
    /// The same parameters in canonical form: by name, amounts as integers, hex in lower case.
    pub canonical: &'static str,
    /// The result as documented.
    pub result: &'static str,
    /// Whether each of the parameters has a position; those that the schema does not list have none.
    pub positional: bool,
    /// How the parameters break their own schema; empty if they keep to it.
    pub params_violations: &'static [Expected],
    /// How the result breaks its own schema; empty if it keeps to it.
    pub result_violations: &'static [Expected],
}

/// A method under test.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// The method.
    pub method: &'static MethodInfo,
    /// The names of the parameters, in the order of their positions.
    pub positions: &'static [&'static str],
}

impl Suite {
    /// Replays an example: each side validates strictly, decodes, and encodes to the same JSON again; the parameters
    /// by name and by position. A side that is known to break its schema must break it exactly as pinned.
    ///
    /// # Panics
    /// If anything differs, naming the example and what differs.
    pub fn replay(&self, example: &Example) {
        let mut failures = Vec::new();
        self.replay_request(example, &mut failures);
        self.replay_response(example, &mut failures);
        report(example.source, &failures);
    }

    /// Checks that a request made in Rust is the one that an example documents.
    ///
    /// # Panics
    /// If they differ, naming the example and showing both.
    pub fn builds<R: Record>(&self, example: &Example, request: &R) {
        let mut failures = Vec::new();
        check_same("params", example.params, Ok(request.to_json()), example.canonical, &mut failures);
        report(example.source, &failures);
    }

    /// Checks that each broken instance is reported, with exactly the violation that was caused. Each line of `rows`
    /// is one: `["named", "/status", "enum", "complete_"]` puts `"complete_"` at `/status` of the named parameters, which
    /// must break the rule `enum` there; without the last part, what stands there is taken out.
    ///
    /// # Panics
    /// If any is not, naming each.
    pub fn negatives(&self, example: &Example, rows: &str) {
        let lines = rows.lines().filter(|line| !line.trim().is_empty());
        let failures: Vec<String> = lines.filter_map(|line| self.negative(example, line).err()).collect();
        report(example.source, &failures);
    }

    fn replay_request(&self, example: &Example, failures: &mut Vec<String>) {
        let verdict = self.method.validate_request(example.params.as_bytes());
        check_verdict("params", verdict, example.params_violations, failures);
        if !example.params_violations.is_empty() {
            return;
        }
        let mut check = |params: &str| {
            let encoded = self.method.reencode_request(params.as_bytes()).map_err(|error| error.to_string());
            check_same("params", params, encoded, example.canonical, failures);
        };
        check(example.params);
        match self.instance(example, Side::Positional) {
            _ if !example.positional => {}
            Some(positional) => check(&positional.to_string()),
            None => failures.push(format!("params have no positional form:\n  {}", example.canonical)),
        }
    }

    fn replay_response(&self, example: &Example, failures: &mut Vec<String>) {
        let verdict = self.method.validate_response(example.result.as_bytes());
        check_verdict("result", verdict, example.result_violations, failures);
        if example.result_violations.is_empty() {
            let encoded = self.method.reencode_response(example.result.as_bytes()).map_err(|error| error.to_string());
            check_same("result", example.result, encoded, example.result, failures);
        }
    }

    fn negative(&self, example: &Example, line: &str) -> Result<(), String> {
        let row = Row::parse(line).ok_or_else(|| format!("{line}: no row"))?;
        let mut tree = self.instance(example, row.side).ok_or_else(|| format!("{row}: the example is no JSON"))?;
        if !row.apply(&mut tree) {
            return Err(format!("{row}: the edit does not apply"));
        }
        let json = tree.to_string();
        let verdict = match row.side {
            Side::Named | Side::Positional => self.method.validate_request(json.as_bytes()),
            Side::Response => self.method.validate_response(json.as_bytes()),
        };
        let found = listed(verdict);
        if matches!(found.as_slice(), [(rule, at)] if *rule == row.rule && *at == row.at) {
            Ok(())
        } else {
            Err(format!("{row}: found {}", shown(&found)))
        }
    }

    /// The instance that a side of an example means.
    fn instance(&self, example: &Example, side: Side) -> Option<Tree> {
        match side {
            Side::Named => Tree::parse(example.canonical).ok(),
            Side::Response => Tree::parse(example.result).ok(),
            Side::Positional => {
                let Ok(Tree::Object(members)) = Tree::parse(example.canonical) else { return None };
                let mut positional = Tree::Array(Vec::new());
                for (name, value) in members {
                    let position = self.positions.iter().position(|known| *known == name)?;
                    positional.set(&format!("/{position}"), value);
                }
                Some(positional)
            }
        }
    }
}

fn check_verdict(side: &str, verdict: Result<(), Violations>, expected: &[Expected], failures: &mut Vec<String>) {
    let expected: Vec<(Rule, String)> = expected.iter().map(|(rule, pointer)| (*rule, (*pointer).to_owned())).collect();
    let text = verdict.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let found = listed(verdict);
    if found != expected {
        failures.push(format!("{side}: expected {}, found {}\n{text}", shown(&expected), shown(&found)));
    }
}

fn check_same(
    side: &str,
    original: &str,
    encoded: Result<Vec<u8>, String>,
    expected: &str,
    failures: &mut Vec<String>,
) {
    match encoded {
        Err(error) => failures.push(format!("{side} do not decode: {error}\n  {original}")),
        Ok(encoded) => {
            let encoded = String::from_utf8_lossy(&encoded).into_owned();
            let same = match (Tree::parse(&encoded), Tree::parse(expected)) {
                (Ok(encoded), Ok(expected)) => encoded == expected,
                _ => false,
            };
            if !same {
                failures.push(format!("{side} encode differently:\n  {encoded}\nexpected:\n  {expected}"));
            }
        }
    }
}

fn listed(verdict: Result<(), Violations>) -> Vec<(Rule, String)> {
    let violations = verdict.err();
    let all = violations.iter().flat_map(Violations::iter);
    all.map(|violation| (violation.rule(), violation.pointer().to_owned())).collect()
}

fn shown(violations: &[(Rule, String)]) -> String {
    if violations.is_empty() {
        return "no violation".to_owned();
    }
    let listed: Vec<String> = violations.iter().map(|(rule, pointer)| format!("{rule} at {pointer:?}")).collect();
    listed.join(", ")
}

fn report(source: &str, failures: &[String]) {
    assert!(failures.is_empty(), "{source}: {} failed\n{}", failures.len(), failures.join("\n"));
}
