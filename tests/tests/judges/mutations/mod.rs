//! A generator that has lost a rule fails its own tests: shown for each kind of rule, by losing it on purpose.
//!
//! A mutant is the code made of a tampered schema beside the tests made of the true one. All of them are modules of
//! one crate, which is built and run once; the code made of the small schemas is compiled and tested with them.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod mutant;
mod mutants;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use cln_codegen::Builder;
use cln_runtime::Rule;
use cln_tests::folders::package;
use cln_tests::scratch::{Outcome, Scratch};
use cln_tests::verdicts;

use mutant::Schema;
use mutants::MUTANTS;

/// The rules that hold for any JSON, so that no generator can lose them.
const OF_ALL_JSON: &[Rule] = &[Rule::Json, Rule::Depth, Rule::Limit, Rule::Io, Rule::Duplicate];

/// What cargo says of the crates.
struct Run {
    /// How many examples the small schemas have.
    examples: usize,
    /// How many of them are made in Rust, too.
    made: usize,
    check: Outcome,
    docs: Outcome,
    tests: Outcome,
    doctests: Outcome,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let scratch =
        Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutations"), &["mutants", "mutants_public"]);
    let emitted = Builder::new().schemas(package().join("schemas")).out_dir(scratch.path("emitted"));
    let examples = emitted.generate().unwrap().examples;
    let made = emitted.generate_to_memory().unwrap().values().map(|text| text.matches("_in_rust()").count()).sum();

    let mut lib = PRIVATE.to_owned();
    let controls = Schema::ALL.map(|schema| (schema.control(), schema.code()));
    let mutants = MUTANTS.iter().map(|mutant| (mutant.name.to_owned(), mutant.code()));
    for (name, text) in controls.into_iter().chain(mutants) {
        scratch.write(&format!("mutants/src/{name}.rs"), &text);
        lib.push_str(&format!("#[cfg(test)]\n#[allow(dead_code)]\nmod {name};\n"));
    }
    scratch.library("mutants", "2024", &lib);
    scratch.library("mutants_public", "2021", PUBLIC);
    Run {
        examples,
        made,
        check: scratch.cargo("check", &["--workspace"]),
        docs: scratch.cargo("rustdoc", &["-p", "mutants_public", "--", "-Dwarnings"]),
        tests: scratch.cargo("test", &["-p", "mutants", "--lib"]),
        doctests: scratch.cargo("test", &["-p", "mutants_public", "--doc"]),
    }
});

const PRIVATE: &str = r#"//! The bindings of the small schemas in a private module, and the mutants.
#![deny(warnings, missing_docs)]

#[path = "../../emitted/mod.rs"]
mod emitted;

"#;

const PUBLIC: &str = r#"//! The bindings of the small schemas in a public module.
#![deny(warnings, missing_docs, unreachable_pub)]

#[path = "../../emitted/mod.rs"]
pub mod emitted;
"#;

#[test]
fn every_kind_of_rule_has_a_mutant() {
    let lost: BTreeSet<&Rule> = MUTANTS.iter().flat_map(|mutant| mutant.rules).collect();
    let all: BTreeSet<&Rule> = Rule::ALL.iter().filter(|rule| !OF_ALL_JSON.contains(rule)).collect();
    assert_eq!(lost, all);
}

#[test]
fn code_that_has_lost_nothing_passes() {
    let verdicts = verdicts::read(&RUN.tests);
    for schema in Schema::ALL {
        for test in ["example_1", "example_1_broken"] {
            let verdict = verdicts.get(&format!("{}::conformance::{test}", schema.control()));
            assert_eq!(verdict, Some(&None), "{}", RUN.tests.stderr);
        }
    }
}

#[test]
fn code_that_has_lost_a_rule_fails_where_the_rule_is_broken() {
    let verdicts = verdicts::read(&RUN.tests);
    for mutant in MUTANTS {
        let verdict = verdicts.get(&format!("{}::conformance::example_1_broken", mutant.name));
        let Some(Some(failure)) = verdict else { panic!("{} survives: {verdict:?}", mutant.name) };
        for rule in mutant.rules {
            let row = format!(": expected {rule} at ");
            assert!(failure.contains(&row), "{} fails for another reason than {rule}:\n{failure}", mutant.name);
        }
    }
}

#[test]
fn the_small_schemas_compile_without_warnings_in_both_editions() {
    RUN.check.assert_success();
}

#[test]
fn the_small_schemas_are_documented_without_warnings_and_run_no_doctest() {
    RUN.docs.assert_success();
    RUN.doctests.assert_success();
    let said = &RUN.doctests.stdout;
    let ignored = format!("test result: ok. 0 passed; 0 failed; {} ignored;", RUN.made);
    assert!(said.contains(&ignored), "{ignored} is not in\n{said}");
}

#[test]
fn the_small_schemas_pass_their_own_tests() {
    let mut own = verdicts::read(&RUN.tests);
    own.retain(|name, _| name.starts_with("emitted::"));
    let failures: Vec<String> = own.values().flatten().cloned().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(own.len(), 2 * RUN.examples + RUN.made, "each example is replayed and broken");
}
