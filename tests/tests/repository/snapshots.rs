//! Every committed snapshot belongs to a test: one that no test looks at any more must not stay.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cln_tests::folders::{files, package, stem, workspace};

/// The tests that take the names of their snapshots from the files of a folder.
const NAMED_BY_FILES: &[(&str, &str)] = &[("bad_input", "ui"), ("emitted", "schemas"), ("pages", "pages")];

#[test]
fn no_snapshot_is_orphaned() {
    let snapshots = all("snap");
    assert!(snapshots.len() > 100, "{} snapshots are found", snapshots.len());
    for snapshot in snapshots {
        let is_named = owner(&snapshot).is_some_and(|(test, name)| {
            let source = [test.with_extension("rs"), test.join("mod.rs")];
            let source: String = source.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
            source.contains(&format!("\"{name}\"")) || names(stem(&test)).contains(name)
        });
        assert!(is_named, "{} is orphaned: delete it, or name it in its test", snapshot.display());
    }
}

/// A snapshot that is not accepted yet fails the test that made it, until it has been reviewed.
#[test]
fn no_snapshot_waits_for_review() {
    assert_eq!(all("new"), Vec::<PathBuf>::new());
}

/// The files with an extension beside the tests that have snapshots.
fn all(extension: &str) -> Vec<PathBuf> {
    [package().join("tests"), workspace().join("tools/tests")]
        .iter()
        .flat_map(|folder| below(folder, extension))
        .collect()
}

/// The test that a snapshot says it is of, as the path of its module without an extension, and the name in it: those of
/// `TARGET/snapshots/TARGET__TEST__NAME.snap`.
fn owner(snapshot: &Path) -> Option<(PathBuf, &str)> {
    let target = snapshot.parent()?.parent()?;
    let (test, name) = stem(snapshot).strip_prefix(stem(target))?.strip_prefix("__")?.split_once("__")?;
    Some((target.join(test), name))
}

/// The files with an extension in a folder and in those below it.
pub(crate) fn below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = entries.filter(|path| path.is_dir());
    files(folder, extension).into_iter().chain(folders.flat_map(|folder| below(&folder, extension))).collect()
}

fn names(test: &str) -> BTreeSet<String> {
    let folders = NAMED_BY_FILES.iter().filter(|(named, _)| *named == test);
    let files = folders.flat_map(|(_, folder)| files(&package().join(folder), "json"));
    files.map(|file| stem(&file).to_owned()).collect()
}
