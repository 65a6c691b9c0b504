//! Every committed snapshot belongs to a test: one that no test looks at any more must not stay.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeSet;
use std::fs;

use cln_tests::folders::{files, package, stem};

/// The tests that take the names of their snapshots from the files of a folder.
const NAMED_BY_FILES: &[(&str, &str)] = &[("bad_input", "ui"), ("emitted", "schemas"), ("pages", "pages")];

#[test]
fn no_snapshot_is_orphaned() {
    for snapshot in files(&package().join("tests/snapshots"), "snap") {
        let (test, name) = stem(&snapshot).split_once("__").unwrap();
        let source = [format!("tests/{test}.rs"), format!("tests/{test}/main.rs")];
        let source: String = source.iter().filter_map(|path| fs::read_to_string(package().join(path)).ok()).collect();
        let is_named = source.contains(&format!("\"{name}\"")) || names(test).contains(name);
        assert!(is_named, "{} is orphaned: delete it, or name it in tests/{test}", snapshot.display());
    }
}

/// A snapshot that is not accepted yet fails the test that made it, until it has been reviewed.
#[test]
fn no_snapshot_waits_for_review() {
    assert_eq!(files(&package().join("tests/snapshots"), "new"), Vec::<std::path::PathBuf>::new());
}

fn names(test: &str) -> BTreeSet<String> {
    let folders = NAMED_BY_FILES.iter().filter(|(named, _)| *named == test);
    let files = folders.flat_map(|(_, folder)| files(&package().join(folder), "json"));
    files.map(|file| stem(&file).to_owned()).collect()
}
