//! Instances that are made or mended keep to their schemas: the oracle confirms it, and so does strict validation of
//! corrected releases.

use std::fs;

use cln_codegen::instances::{Side, exchanges};
use cln_codegen::model::with_rules;
use cln_codegen::{Builder, Unknown};
use cln_runtime::walk::validate;
use cln_tests::folders::{files, package, shared, workspace};
use cln_tests::random_schema::schema_file;
use cln_tests::sizes::size;

use crate::corpus::release;
use crate::lowered::{Lowered, lowered};

/// How many random schemas are tried, and in a long run.
const TRIED: [u32; 2] = [40, 400];

/// How many exchanges the oracle has confirmed, with two seeds.
fn confirmed(lowered: &Lowered) -> usize {
    let mut count = 0;
    for seed in 0..2 {
        let exchanges = exchanges(&lowered.method, seed);
        assert_eq!(exchanges.len(), lowered.method.examples.len().max(1), "{}", lowered.method.name);
        for exchange in exchanges {
            for (side, instance) in [(Side::Named, &exchange.request), (Side::Response, &exchange.answer)] {
                let findings = lowered.findings(side, &instance.to_string());
                assert_eq!(findings, [], "{}, {side:?}: {instance}", lowered.method.name);
            }
            count += 1;
        }
    }
    count
}

#[test]
fn the_oracle_confirms_exchanges_of_the_small_schemas() {
    let small = files(&package().join("schemas"), "json");
    let delpay = workspace().join("schemas/delpay.json");
    let count: usize =
        small.iter().chain([&delpay]).map(|file| confirmed(&lowered(fs::read_to_string(file).unwrap()))).sum();
    assert!(count > 2 * small.len(), "{count}");
}

/// Documented examples of random schemas are right; without them everything has to be made.
#[test]
fn the_oracle_confirms_exchanges_of_random_schemas() {
    let [short, long] = TRIED;
    let (cases, mut made) = (size("CLN_FUZZ_CASES", short, long), 0);
    for seed in 0..u64::from(cases) {
        let mut lowered = lowered(schema_file(seed));
        for exchange in exchanges(&lowered.method, 0) {
            assert_eq!(exchange.changes, [], "schema {seed}");
        }
        lowered.method.examples.clear();
        for exchange in exchanges(&lowered.method, 0) {
            for (side, instance) in [(Side::Named, &exchange.request), (Side::Response, &exchange.answer)] {
                assert_eq!(lowered.findings(side, &instance.to_string()), [], "schema {seed}: {instance}");
            }
            made += 1;
        }
    }
    println!("{made} of {cases} random schemas have instances that were found");
    assert!(made > cases * 9 / 10, "{made} of {cases}");
}

#[test]
fn the_oracle_confirms_every_exchange_of_whole_releases() {
    for name in ["releases/v26.06.6", "corpus"] {
        let Some(folder) = shared(name) else { return };
        let count: usize = release::read(&folder).iter().map(|file| confirmed(&file.lowered)).sum();
        println!("{count} exchanges of {name}");
        assert!(count > 400, "{name}: {count}");
    }
}

#[test]
fn every_exchange_of_every_corrected_release_is_valid() {
    for name in ["releases/v24.11", "releases/v26.06.6", "corpus"] {
        let Some(folder) = shared(name) else { return };
        let (api, _) = Builder::new().schemas(folder).unknown(Unknown::AnyJson).model().unwrap();
        let (mut count, mut mended) = (0, 0);
        for method in &api.methods {
            let exchanges = exchanges(method, 0);
            assert_eq!(exchanges.len(), method.examples.len().max(1), "{name}: {}", method.name);
            for exchange in exchanges {
                let sides = [
                    (cln_codegen::schema::Side::Request, &exchange.request),
                    (cln_codegen::schema::Side::Response, &exchange.answer),
                ];
                for (side, instance) in sides {
                    let checked = with_rules(method, side, |rules| validate(instance.to_string().as_bytes(), rules));
                    checked.unwrap().unwrap_or_else(|wrong| panic!("{name}, {}, {side:?}: {wrong}", method.name));
                }
                count += 1;
                mended += usize::from(!exchange.changes.is_empty());
            }
        }
        println!("{name}: {count} exchanges, {mended} of them mended");
        assert!(count > 250, "{name}: {count}");
    }
}
