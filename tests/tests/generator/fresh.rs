//! The committed bindings are what the generator makes of the committed schemas, every time.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cln_codegen::Builder;
use cln_tests::folders::{files, package, workspace};
use cln_tools::check::check;

/// The command that makes the committed bindings; their headers name it.
const COMMAND: &str = "cargo codegen generate";

#[test]
fn the_committed_bindings_are_up_to_date() {
    let committed = Builder::new()
        .schemas(workspace().join("schemas"))
        .out_dir(workspace().join("generated/src/bindings"))
        .command(COMMAND);
    let diff = check(&committed).unwrap().diff.unwrap_or_default();
    assert!(diff.is_empty(), "{diff}\nThe committed bindings are stale. To mend them: {COMMAND}");
}

#[test]
fn a_reader_of_the_bindings_meets_all_types_before_the_tables_and_no_tests() {
    let text = fs::read_to_string(workspace().join("generated/src/bindings/delpay.rs")).unwrap();
    let tables = text.lines().position(|line| line == "mod rules {").unwrap();
    assert!(tables < 330, "{tables} lines");
    let is_type = |line: &&str| ["pub enum ", "pub struct "].iter().any(|start| line.starts_with(start));
    assert_eq!(text.lines().skip(tables).find(is_type), None);
    assert!(!text.contains("#[test]"));
}

#[test]
fn the_order_of_files_does_not_matter() {
    let sorted = files(&package().join("schemas"), "json");
    let expected = generated(&sorted);
    let bindings = expected.keys().filter(|path| !path.starts_with("tests/")).count();
    assert_eq!(bindings, sorted.len() + 1, "one file for each schema, and the index");

    let mut reversed = sorted.clone();
    reversed.reverse();
    let (odd, even): (Vec<_>, Vec<_>) = sorted.iter().enumerate().partition(|(index, _)| index % 2 == 1);
    let interleaved = odd.into_iter().chain(even).map(|(_, path)| path.clone()).collect();
    for shuffled in [reversed, interleaved] {
        assert!(generated(&shuffled) == expected, "another order makes other bytes: {shuffled:?}");
    }
}

#[test]
fn the_order_in_which_a_folder_was_filled_does_not_matter() {
    let sorted = files(&package().join("schemas"), "json");
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(sorted.iter(), &one.path().join("schemas"));
    copy(sorted.iter().rev(), &other.path().join("schemas"));
    assert!(generated(&[one.path().join("schemas")]) == generated(&[other.path().join("schemas")]));
    assert!(generated(&[one.path().join("schemas")]) == generated(&sorted), "a folder is its files");
}

fn generated(paths: &[PathBuf]) -> BTreeMap<String, String> {
    let builder = paths.iter().fold(Builder::new(), |builder, path| builder.schemas(path));
    builder.generate_to_memory().unwrap()
}

fn copy<'a>(files: impl Iterator<Item = &'a PathBuf>, folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in files {
        fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
    }
}
