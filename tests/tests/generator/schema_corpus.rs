//! Real schema files are read without an error, and the JSON test suite is judged right.
//!
//! Both lie in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read has to fail the test")]

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use cln_codegen::diagnostic::{Code, Diagnostics, Severity};
use cln_codegen::schema::{Document, parse};
use cln_codegen::source::{SchemaFile, Source, discover, parse_json};

/// The files below a folder of `CLN_SHARED`; `None`, with a note, if the variable is not set.
fn files(folder: &str) -> Option<Vec<SchemaFile>> {
    let Some(shared) = env::var_os("CLN_SHARED") else {
        println!("skipped: {folder}, because CLN_SHARED is not set");
        return None;
    };
    let mut diagnostics = Diagnostics::new();
    let files = discover(&[PathBuf::from(shared).join(folder)], &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    Some(files)
}

fn corpus(diagnostics: &mut Diagnostics) -> Option<Vec<Document>> {
    let read = |file: SchemaFile| parse(Arc::new(Source::read(&file.path).unwrap()), diagnostics);
    Some(files("corpus")?.into_iter().filter_map(read).collect())
}

#[test]
fn the_corpus_is_read_without_an_error() {
    let mut diagnostics = Diagnostics::new();
    let Some(documents) = corpus(&mut diagnostics) else { return };
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    assert_eq!(documents.len(), 158);
    let examples: usize = documents.iter().map(|document| document.examples.len()).sum();
    assert_eq!(examples, 226);
    let warnings: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(warnings, [Code::UndescribedProperty]);
    assert_eq!(diagnostics.count(Severity::Warning), 1);
}

/// The tree and its text say the same, digit for digit.
#[test]
fn the_corpus_survives_being_written_and_read() {
    let Some(documents) = corpus(&mut Diagnostics::new()) else { return };
    for document in documents {
        let text = document.root.to_json();
        for again in [text.clone(), document.root.to_json_pretty()] {
            let source = Arc::new(Source::new(document.source.path.as_str(), again));
            let node = parse_json(&source, &mut Diagnostics::new()).unwrap();
            assert_eq!(node.to_json(), text, "{}", document.source.path);
        }
    }
}

/// In the suite `y_` has to be accepted, `n_` refused, and of `i_` either is right.
#[test]
fn the_json_test_suite_is_judged_right() {
    let Some(files) = files("json-test-suite/test_parsing") else { return };
    for file in &files {
        let name = file.relative.to_string_lossy();
        let mut diagnostics = Diagnostics::new();
        let source = Source::read(&file.path).map_err(|error| diagnostics.push(*error));
        let is_json = source.is_ok_and(|source| parse_json(&Arc::new(source), &mut diagnostics).is_some());
        let repeats_a_key = diagnostics.iter().all(|found| found.code == Code::DuplicateKey);
        assert!(is_json == diagnostics.is_empty() || repeats_a_key, "{name}: {diagnostics}");
        match name.get(..2) {
            Some("y_") => assert!(is_json, "{name}: {diagnostics}"),
            Some("n_") => assert!(!is_json, "{name} is accepted"),
            _ => {}
        }
    }
    assert!(files.len() > 300, "only {} files", files.len());
}
