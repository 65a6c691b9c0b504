//! The export accepts what strict validation accepts, and so does what `schemars` makes of the same tables.
//!
//! Instances are the documented examples of all schemas at hand, and mutants of them, always the same ones.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod annotations;
mod exceptions;
mod mutants;
mod rules;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use bumpalo::Bump;
use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::internals::rules;
use cln_codegen::model::{Method, Options, Target, lower};
use cln_codegen::schema::{Document, Side, parse};
use cln_codegen::source::Source;
use cln_runtime::__private::{schemars, shape_schema};
use cln_runtime::walk::validate;
use cln_runtime::{Rule, Violation, Violations};
use jsonschema::Validator;
use serde_json::Value;

use super::of_method;

use mutants::Mutator;

/// How many mutants of each side of a schema are made, unless `CLN_FUZZ_CASES` says otherwise.
const MUTANTS: usize = 100;

/// One side of a method, and all that judges it.
struct Judges {
    name: String,
    /// The examples that the export has.
    exported: Vec<Value>,
    method: Method,
    side: Side,
    export: Validator,
    schemars: Validator,
}

impl Judges {
    fn new(document: &Document, side: Side) -> Self {
        let method = lower(document, "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
        let export: Value = serde_json::from_str(&of_method(&method, side)).unwrap();
        let exported = export.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
        jsonschema::draft202012::meta::validate(&export).unwrap_or_else(|error| panic!("{}: {error}", method.name));
        let arena = Bump::new();
        let shape = rules(&arena, &method, side).unwrap();
        let made = shape_schema(&shape, &mut schemars::SchemaGenerator::default()).to_value();
        jsonschema::draft202012::meta::validate(&made).unwrap_or_else(|error| panic!("{}: {error}", method.name));
        let [export, schemars] = [export, made].map(|schema| jsonschema::draft202012::new(&schema).unwrap());
        Self { name: format!("{} {}", method.name, side.key()), exported, method, side, export, schemars }
    }

    /// What strict validation finds in an instance.
    fn strict(&self, instance: &[u8]) -> Result<(), Violations> {
        let arena = Bump::new();
        validate(instance, &rules(&arena, &self.method, self.side).unwrap())
    }

    /// Whether strict validation accepts an instance, after everybody has agreed on that.
    fn verdict(&self, instance: &Value) -> bool {
        let strict = self.strict(instance.to_string().as_bytes());
        if strict.as_ref().is_err_and(|violations| violations.iter().all(|one| is_spelled_otherwise(one, instance))) {
            return false;
        }
        let by_export = self.export.validate(instance);
        assert_eq!(by_export.is_ok(), strict.is_ok(), "{}: {instance}\n{by_export:?}\n{strict:?}", self.name);
        // What schemars makes knows no parameters by position.
        let is_params = self.method.target == Target::Rpc && self.side == Side::Request;
        if !(is_params && instance.is_array()) {
            let by_schemars = self.schemars.validate(instance);
            assert_eq!(by_schemars.is_ok(), strict.is_ok(), "{}: {instance}\n{by_schemars:?}\n{strict:?}", self.name);
        }
        strict.is_ok()
    }
}

/// Whether a number is one of those that are listed but for its spelling: an exception.
fn is_spelled_otherwise(violation: &Violation, instance: &Value) -> bool {
    let found = instance.pointer(violation.pointer()).and_then(Value::as_f64);
    let expected = violation.message().strip_prefix("expected ").and_then(|rest| rest.split(", found").next());
    let mut listed = expected.into_iter().flat_map(|values| values.split(" or "));
    violation.rule() == Rule::Enum && found.is_some() && listed.any(|value| value.parse().ok() == found)
}

fn document(text: &str) -> Document {
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::new("schema.json", text)), &mut diagnostics);
    document.filter(|_| !diagnostics.has_errors()).unwrap_or_else(|| panic!("{diagnostics}"))
}

/// The schemas of this repository, and those of the shared material if there is any.
fn schemas() -> Vec<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders = vec![workspace.join("schemas"), workspace.join("tests/schemas")];
    match env::var_os("CLN_SHARED") {
        Some(shared) => {
            let corpus = Path::new(&shared).join("corpus");
            folders.extend(["notification", "hook"].map(|kind| corpus.join(kind)));
            folders.push(corpus);
        }
        None => println!("skipped: CLN_SHARED is not set, so there is no corpus to read"),
    }
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

#[test]
fn the_export_and_schemars_accept_what_strict_validation_accepts() {
    let mutants = env::var("CLN_FUZZ_CASES").map_or(MUTANTS, |cases| cases.parse().unwrap());
    let (mut good, mut bad) = (0, 0);
    for path in schemas() {
        let document = document(&fs::read_to_string(&path).unwrap());
        for side in Side::ALL {
            let judges = Judges::new(&document, side);
            let mut mutator = Mutator::new(&judges.method, &document, side);
            for instance in &judges.exported {
                assert!(judges.export.is_valid(instance), "{}: {instance}", judges.name);
            }
            for instance in mutator.examples() {
                *if judges.verdict(&instance) { &mut good } else { &mut bad } += 1;
            }
            for _ in 0..mutants {
                *if judges.verdict(&mutator.mutant()) { &mut good } else { &mut bad } += 1;
            }
        }
    }
    println!("{good} instances accepted, {bad} refused");
    assert!(good > bad / 20 && bad > good / 20, "{good} accepted, {bad} refused: that proves little");
}
