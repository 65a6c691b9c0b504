//! Where the corrections apply: exactly where the text is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Mutex, PoisonError};

use cln_codegen::Builder;
use cln_tests::folders::{package, shared};

use crate::documentation_bugs::corrections::{Correction, corrections};
use crate::documentation_bugs::releases::{Release, releases, samples};
use crate::documentation_bugs::table::{Answer, rows};

/// Rows whose wrong text is in a release, too, in which it is right: the text alone does not tell the two apart.
const SAME_TEXT: &[([&str; 2], &str, &str)] = &[
    (["enableoffer", "-32602 and 1006"], "v24.11", "older nodes do not return 1007: the variant is never seen"),
    (["reckless", "no \"update\""], "v24.11", "the script of older nodes refuses it, with an error that says so"),
    (["plugin", "array of keyword=value strings"], "HEAD", "the note names the nodes that it is about"),
];

/// The corrections that apply to a release. They are found once for all tests.
pub(crate) fn applied(release: &Release) -> Vec<Correction> {
    static FOUND: Mutex<BTreeMap<&str, Vec<Correction>>> = Mutex::new(BTreeMap::new());
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    found.entry(release.tag).or_insert_with(|| find_applied(release)).clone()
}

fn find_applied(release: &Release) -> Vec<Correction> {
    let out = tempfile::tempdir().unwrap();
    let summary = Builder::new().schemas(&release.folder).tests(false).out_dir(out.path()).generate().unwrap();
    let known = corrections();
    let found = summary.corrections.iter().map(|made| {
        let those: Vec<&Correction> = known.iter().filter(|known| known.is(made)).collect();
        let [first, others @ ..] = &those[..] else { panic!("{made:?} is not in the file") };
        assert!(others.iter().all(|other| other.name() == first.name()), "{made:?} may be any of {those:?}");
        (*first).clone()
    });
    found.collect()
}

/// From which to which tag a row holds, from the shared table.
fn ranges() -> Vec<(String, String)> {
    let text = fs::read_to_string(shared("documentation-bugs.tsv").unwrap()).unwrap();
    let range = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[3].to_owned(), cells[4].to_owned())
    };
    text.lines().skip(1).map(range).collect()
}

/// A place of a tag in the order of releases; `-` and `HEAD` come after all others.
fn rank(tag: &str) -> Vec<u32> {
    match tag {
        "-" | "HEAD" => vec![u32::MAX],
        tag => tag.trim_start_matches('v').split('.').map(|part| part.parse().unwrap()).collect(),
    }
}

#[test]
fn corrections_apply_exactly_where_the_text_is_wrong() {
    for release in releases() {
        let applied = applied(&release);
        let mut answered = BTreeSet::new();
        for (row, (from, to)) in rows().iter().zip(ranges()).filter(|(row, _)| row.answer != Answer::Left) {
            let range = rank(&from)..=rank(&to);
            let is_wrong = release.file(row.method).is_some() && range.contains(&rank(release.tag));
            let is_same_text =
                SAME_TEXT.iter().any(|(key, tag, _)| *key == [row.method, row.schema_says] && *tag == release.tag);
            for name in row.named() {
                let is_made = applied.iter().any(|made| made.method == row.method && made.name() == name);
                assert_eq!(is_made, is_wrong || is_same_text, "{}: {row:?}: `{name}`", release.tag);
                answered.insert((row.method, name));
            }
        }
        println!("{}: {} corrections apply", release.tag, applied.len());
        assert!(!applied.is_empty());
    }
}

/// The samples have mistakes of every kind; `mended` has the same files without them.
#[test]
fn mended_files_are_left_alone() {
    assert!(applied(&samples()).len() >= 25);
    let mended = Release::new("mended", package().join("tests/judges/documentation_bugs/samples/mended"));
    assert_eq!(applied(&mended), []);
}

/// What was corrected, and why, is in the documentation of what is generated.
#[test]
fn the_documentation_has_the_reasons() {
    for release in std::iter::once(samples()).chain(releases()) {
        let files = Builder::new().schemas(&release.folder).generate_to_memory().unwrap();
        for made in applied(&release) {
            let module = made.method_now().replace('-', "_");
            // The modules of notifications and hooks end in what they are.
            let is_its = |(name, _): &(&String, &String)| name.trim_end_matches(".rs").starts_with(&module);
            let texts = files.iter().filter(is_its).map(|(_, text)| words(text));
            assert!(texts.into_iter().any(|text| text.contains(&words(&made.reason))), "{}: {made:?}", release.tag);
        }
    }
}

/// Without what depends on the width of a line, and on the place of a comment.
fn words(text: &str) -> String {
    text.replace("///", " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
