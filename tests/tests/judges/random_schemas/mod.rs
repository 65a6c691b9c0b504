//! Whatever a schema of the dialect says, the generator makes code of it that compiles and passes its own tests, whose
//! verdicts the oracle confirms. That no schema whatever makes it panic is a property in `fuzz`.
//!
//! `CLN_FUZZ_CASES` tries so many schemas, instead of as many as a few seconds allow.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

pub(crate) mod pairs;

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use cln_codegen::Builder;
use cln_tests::random_schema::schema_file;
use cln_tests::scratch::Scratch;
use cln_tests::verdicts;

use crate::lowered::lowered;

/// How long is tried, always the same schemas first.
const TIME: Duration = Duration::from_secs(3);

/// Of how many schemas the oracle judges one: it takes longer than all the rest.
const CONFIRMED: u64 = 4;

/// How many are compiled.
const COMPILED: u64 = 12;

#[test]
fn a_random_schema_has_verdicts_that_hold() {
    let cases: Option<u64> = env::var("CLN_FUZZ_CASES").ok().map(|cases| cases.parse().unwrap());
    let (started, mut rows, mut tried) = (Instant::now(), 0, 0);
    while cases.map_or_else(|| started.elapsed() < TIME, |cases| tried < cases) {
        let schema = schema_file(tried);
        println!("schema {tried}:\n{schema}");
        let lowered = lowered(schema);
        for example in &lowered.method.examples {
            assert_eq!(example.params_violations, [], "the parameters of schema {tried}");
            assert_eq!(example.result_violations, [], "the result of schema {tried}");
        }
        if tried % CONFIRMED == 0 {
            lowered.assert_confirmed();
            rows += lowered.rows().count();
        }
        tried += 1;
    }
    println!("{tried} schemas, {rows} ways to break their examples in {:?}", started.elapsed());
    assert!(rows > 0, "no example can be broken");
}

#[test]
fn random_schemas_compile_without_warnings_and_pass_their_own_tests() {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("random_schemas"), &["random"]);
    let mut lib = "//! Bindings of random schemas.\n#![deny(warnings, missing_docs)]\n\n".to_owned();
    for seed in 0..COMPILED {
        let schema = format!("schemas/random_{seed}.json");
        scratch.write(&schema, &schema_file(seed));
        let out = scratch.path(&format!("random/src/random_{seed}"));
        Builder::new().schemas(scratch.path(&schema)).out_dir(out).generate().unwrap();
        lib.push_str(&format!("mod random_{seed};\n"));
    }
    scratch.library("random", "2024", &lib);
    let outcome = scratch.cargo("test", &["--lib"]);
    outcome.assert_success();
    let replayed = verdicts::read(&outcome).into_keys().filter(|name| name.ends_with("::example_1")).count();
    assert_eq!(replayed, usize::try_from(COMPILED).unwrap());
}
