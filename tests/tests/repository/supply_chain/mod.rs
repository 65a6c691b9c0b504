//! What is compiled beside this repository: under which licences, in how many versions, from where, and how much of it.
//!
//! Each rule is shown to notice what breaks it in what cargo really says, with one thing changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod graph;

use std::collections::{BTreeMap, BTreeSet};

use graph::{Graph, Package, compiled};
use serde_json::{Value, json};
use spdx::{Expression, ParseMode};

/// The workspaces here, by their manifests.
const WORKSPACES: [&str; 12] = [
    "Cargo.toml",
    "benches/Cargo.toml",
    "examples/cleaner_plugin/Cargo.toml",
    "examples/downstream/Cargo.toml",
    "examples/htlc_interceptor/Cargo.toml",
    "examples/invoice_watcher/Cargo.toml",
    "examples/migrating_from_cln_rpc/Cargo.toml",
    "examples/mocked/Cargo.toml",
    "examples/notification_forwarder/Cargo.toml",
    "examples/payment_cleaner/Cargo.toml",
    "fuzz/Cargo.toml",
    "tests/foreign/Cargo.toml",
];

/// A user's crate, whose build script generates bindings.
const DOWNSTREAM: &str = "examples/downstream/Cargo.toml";

/// The licences of which one must do for each crate.
const LICENCES: [&str; 8] = ["Apache-2.0", "CC0-1.0", "MIT", "MIT-0", "MITNFA", "NCSA", "Unicode-3.0", "Zlib"];

/// The only registry.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that are there in several versions, and why. Cargo keeps no two that are compatible.
const TWICE: [(&str, &str); 8] = [
    ("cpufeatures", "0.2: const-hex of the runtime; 0.3: sha2 of the command line"),
    ("foldhash", "comes with hashbrown"),
    ("getrandom", "0.2: lightning; 0.3: ahash of jsonschema; 0.4: tempfile"),
    ("hashbrown", "0.13: lightning; 0.15: rusqlite of the stand-in node; 0.17: jsonschema, in tests"),
    ("hex-conservative", "0.2: bitcoin; 1: cln-rpc"),
    ("r-efi", "comes with getrandom, on no system that is meant"),
    ("similar", "2: insta, in tests; 3: the command line"),
    ("syn", "2: derive macros that have not moved on; 3: all others"),
];

/// How many crates a build script that generates bindings compiles, and a program that uses them.
const COMPILED: [(&str, usize); 2] = [("cln-codegen", 13), ("cln-runtime", 8)];

fn is_allowed(package: &Package) -> bool {
    let Some(licence) = &package.licence else { return package.source.is_none() };
    let allowed = LICENCES.map(|name| spdx::license_id(name).unwrap());
    // "MIT/Apache-2.0" is how it was written once.
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|licence| {
        licence.evaluate(|asked| asked.addition.is_none() && allowed.iter().any(|id| asked.license.id() == Some(*id)))
    })
}

fn with_other_licences(graph: &Graph) -> Vec<String> {
    graph.packages().filter(|package| !is_allowed(package)).map(Package::to_string).collect()
}

fn from_elsewhere(graph: &Graph) -> Vec<String> {
    let is_ours = |package: &&Package| match &package.source {
        Some(source) => source == REGISTRY,
        None => package.is_in_repository(),
    };
    graph.packages().filter(|package| !is_ours(package)).map(Package::to_string).collect()
}

/// The names that several packages have.
fn in_several_versions(graph: &Graph) -> BTreeSet<String> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    graph.packages().for_each(|package| *versions.entry(&package.name).or_default() += 1);
    versions.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    for workspace in WORKSPACES {
        assert_eq!(
            with_other_licences(&Graph::of(workspace)),
            [""; 0],
            "{workspace}: other licences than {LICENCES:?}"
        );
    }
}

#[test]
fn every_crate_comes_from_the_registry_or_from_here() {
    for workspace in WORKSPACES {
        assert_eq!(from_elsewhere(&Graph::of(workspace)), [""; 0], "{workspace}: from elsewhere");
    }
}

#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let found: BTreeSet<String> = WORKSPACES.iter().flat_map(|each| in_several_versions(&Graph::of(each))).collect();
    let known: BTreeSet<String> = TWICE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known, "found, and known: a reason that is not needed any more is to go");
}

/// Those that a user waits for at every clean build.
#[test]
fn a_user_compiles_no_more_crates_than_are_known() {
    for (name, count) in COMPILED {
        let compiled = compiled(DOWNSTREAM, name, &[]);
        assert_eq!(compiled.len(), count, "{name}: {compiled:#?}");
    }
}

/// What cargo says of the example, with something changed in the package of this name.
fn planted(name: &str, key: &str, value: Value) -> Graph {
    let mut metadata = graph::metadata(DOWNSTREAM);
    let packages = metadata["packages"].as_array_mut().unwrap();
    let package = packages.iter_mut().find(|package| package["name"] == name).unwrap();
    package[key] = value;
    Graph::read(metadata)
}

#[test]
fn a_licence_that_is_not_allowed_is_noticed() {
    for licence in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0 WITH LLVM-exception", "none of your business"] {
        assert_eq!(with_other_licences(&planted("itoa", "license", json!(licence))).len(), 1, "{licence}");
    }
    assert_eq!(with_other_licences(&planted("itoa", "license", Value::Null)).len(), 1);
    for licence in ["MIT OR GPL-3.0-only", "MIT/Apache-2.0", "(MIT OR GPL-2.0-only) AND Unicode-3.0"] {
        assert_eq!(with_other_licences(&planted("itoa", "license", json!(licence))), [""; 0], "{licence}");
    }
}

#[test]
fn another_source_is_noticed() {
    for source in ["git+https://example.com/itoa#0123", "registry+https://example.com/index"] {
        assert_eq!(from_elsewhere(&planted("itoa", "source", json!(source))).len(), 1, "{source}");
    }
    assert_eq!(from_elsewhere(&planted("cln-runtime", "manifest_path", json!("/elsewhere/Cargo.toml"))).len(), 1);
}

#[test]
fn another_version_of_a_crate_is_noticed() {
    assert!(in_several_versions(&planted("itoa", "name", json!("zeroize"))).contains("zeroize"));
}

#[test]
fn one_more_crate_is_noticed() {
    let all = compiled(DOWNSTREAM, "downstream", &[]);
    let [generator, runtime] = COMPILED.map(|(name, _)| compiled(DOWNSTREAM, name, &[]));
    assert!(runtime.is_subset(&generator), "{runtime:#?}");
    assert_eq!(all.len(), generator.len() + 1, "the example itself is one more");
    assert_eq!(compiled("Cargo.toml", "cln-runtime", &["--features=narrow"]).len(), 8 + 3, "serde_json and its own");
}
