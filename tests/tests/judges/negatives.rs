//! The expected verdicts of generated conformance tests, confirmed by the oracle.
//!
//! The generator derives them from its own model, so a rule lost on the way would vanish from code and tests
//! together. The oracle reads the schema itself. Inside objects with conditions the generator even asks its own tables
//! which edits break one rule only, so that nothing but the oracle guards those rows. Those of a whole release are confirmed in `corpus`.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeSet;
use std::fs;

use cln_codegen::instances::{Edit, Negative, Side};
use cln_runtime::Rule;
use cln_tests::folders::{files, package, workspace};

use crate::lowered::{Lowered, lowered};

fn delpay() -> Lowered {
    lowered(fs::read_to_string(workspace().join("schemas/delpay.json")).unwrap())
}

/// The rules that one side of an example is broken by.
fn rules(negatives: &[Negative], side: Side) -> BTreeSet<Rule> {
    negatives.iter().filter(|row| row.side == side).map(|row| row.rule).collect()
}

#[test]
fn the_oracle_confirms_every_verdict_on_delpay() {
    let delpay = delpay();
    delpay.assert_confirmed();
    let counts: Vec<usize> = delpay.negatives.iter().map(Vec::len).collect();
    assert_eq!(counts, [98, 93, 113]);
}

#[test]
fn the_oracle_confirms_every_verdict_on_the_small_schemas() {
    for file in files(&package().join("schemas"), "json") {
        let lowered = lowered(fs::read_to_string(&file).unwrap());
        assert!(!lowered.method.examples.is_empty(), "{} has no example", file.display());
        lowered.assert_confirmed();
    }
}

#[test]
fn a_required_name_that_is_also_paired_is_not_left_out() {
    let schema = r#"{
        "rpc": "both",
        "request": {
            "required": ["a"],
            "properties": {"a": {"type": "u8"}, "b/c": {"type": "u8"}, "d": {"type": "u8"}},
            "pairedWith": [["a", "b/c"], ["b/c", "d"]]
        },
        "response": {},
        "examples": [{"request": {"params": {"a": 1, "b/c": 2, "d": 3}}, "response": {}}]
    }"#;
    let both = lowered(schema.to_owned());
    both.assert_confirmed();
    let rules = rules(&both.negatives[0], Side::Named);
    assert!(rules.contains(&Rule::Paired) && !rules.contains(&Rule::Required), "{rules:?}");
}

/// Every rule that the schema implies for what an example holds: none can get lost without this failing.
#[test]
fn every_rule_of_delpay_is_broken_in_every_example() {
    use Rule::{Arity, Enum, Format, Integer, Null, Paired, Range, Required, Type, Unknown};
    let delpay = delpay();
    let with_pair = [false, false, true];
    assert_eq!(delpay.method.examples.len(), with_pair.len());
    for ((example, broken), with_pair) in delpay.method.examples.iter().zip(&delpay.negatives).zip(with_pair) {
        let pair = |rules: &[Rule]| if with_pair { rules.to_vec() } else { Vec::new() };
        let named = [Required, Type, Format, Enum, Unknown, Null].into_iter().chain(pair(&[Integer, Range, Paired]));
        assert_eq!(rules(broken, Side::Named), named.collect(), "{}", example.trace);
        let positional = [Required, Arity].into_iter().chain(pair(&[Paired]));
        assert_eq!(rules(broken, Side::Positional), positional.collect(), "{}", example.trace);
        let response = [Required, Type, Format, Integer, Range, Enum, Unknown];
        assert_eq!(rules(broken, Side::Response), response.into(), "{}", example.trace);
    }
}

#[test]
fn the_ways_to_break_an_example_are_as_reviewed() {
    let delpay = delpay();
    let rows = delpay.negatives[2].iter().map(|row| {
        let edit = match &row.edit {
            Edit::Remove(pointer) => format!("without {pointer}"),
            Edit::Set(pointer, json) => format!("{pointer} = {json}"),
        };
        format!("{:?} {edit}: {} at {:?}\n", row.side, row.rule, row.pointer)
    });
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("delpay", rows.collect::<String>());
    });
}
