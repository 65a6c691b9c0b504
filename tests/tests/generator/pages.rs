//! Manual pages: those that users know, byte for byte, and those of schemas that combine what no release does, to be
//! reviewed.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cln_codegen::Diagnostics;
use cln_codegen::schema::parse;
use cln_codegen::source::{Source, discover};
use cln_tests::folders::{files, package, shared, stem, workspace};
use cln_tools::man;
use similar::TextDiff;

/// How many schemas have a page among the shared material.
const PAGES: usize = 159;

/// How much of all differences is shown: the first ones tell what is wrong.
const SHOWN: usize = 20_000;

#[test]
fn every_page_is_the_one_that_users_know() {
    let Some(folder) = shared("manpages") else { return };
    let corpus = shared("corpus").unwrap();
    let mut pages: Vec<(PathBuf, PathBuf)> = discover(&[&corpus], &mut Diagnostics::new())
        .into_iter()
        .map(|file| (folder.join(file.relative.with_extension("md")), file.path))
        .collect();
    pages.push((folder.join("seed-delpay.md"), shared("seed/delpay.json").unwrap()));
    let differences: Vec<String> = pages.iter().filter_map(|(page, schema)| difference(page, schema)).collect();
    println!("{} of {} pages match", pages.len() - differences.len(), pages.len());
    assert_eq!(pages.len(), PAGES);
    let shown: String = differences.concat().chars().take(SHOWN).collect();
    assert!(differences.is_empty(), "{} of {} pages differ\n{shown}", differences.len(), pages.len());
}

/// How the page that is made differs from the one that is expected.
fn difference(page: &Path, schema: &Path) -> Option<String> {
    let (expected, made) = (fs::read_to_string(page).unwrap(), made(schema));
    let header = (page.to_str().unwrap(), "made of its schema");
    let diff = TextDiff::from_lines(&expected, &made).unified_diff().header(header.0, header.1).to_string();
    (expected != made).then_some(diff)
}

fn made(schema: &Path) -> String {
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::read(schema).unwrap()), &mut diagnostics).unwrap();
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    man::page(&document)
}

/// A field is told before it is said to go.
#[test]
fn the_page_of_the_report_on_deprecated_fields_is_the_wanted_one() {
    let Some(report) = shared("reports/man-deprecated") else { return };
    assert_eq!(difference(&report.join("want.md"), &report.join("x.json")), None);
}

#[test]
fn combinations_that_no_release_has_yet_read_well() {
    for schema in files(&package().join("pages"), "json") {
        review(stem(&schema), &made(&schema));
    }
}

#[test]
fn the_page_of_the_committed_schema_is_the_one_that_was_reviewed() {
    review("delpay", &made(&workspace().join("schemas/delpay.json")));
}

fn review(name: &str, page: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, page);
    });
}
