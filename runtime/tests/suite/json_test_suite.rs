//! Both sources against the JSON parsing test suite: <https://github.com/nst/JSONTestSuite>.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::json_tree::read_text;
use crate::sample::{FLAT, RULED};
use cln_runtime::json::{SliceSource, Source, StreamSource};
use cln_runtime::{Rule, Validation, Violations};

/// What the standard leaves open (files `i_*`), and what was decided.
///
/// Numbers are text to a source, so no size or precision is too much for it: types and rules judge them later.
/// Text that is not Unicode has no right reading, and money may hang on it: refused. Nesting is bounded.
/// The README tells users the same.
const DECIDED: [(&str, bool, &str); 35] = [
    ("i_number_double_huge_neg_exp.json", true, "numbers are text"),
    ("i_number_huge_exp.json", true, "numbers are text"),
    ("i_number_neg_int_huge_exp.json", true, "numbers are text"),
    ("i_number_pos_double_huge_exp.json", true, "numbers are text"),
    ("i_number_real_neg_overflow.json", true, "numbers are text"),
    ("i_number_real_pos_overflow.json", true, "numbers are text"),
    ("i_number_real_underflow.json", true, "numbers are text"),
    ("i_number_too_big_neg_int.json", true, "numbers are text"),
    ("i_number_too_big_pos_int.json", true, "numbers are text"),
    ("i_number_very_big_negative_int.json", true, "numbers are text"),
    ("i_object_key_lone_2nd_surrogate.json", false, "half a surrogate pair is no character"),
    ("i_string_1st_surrogate_but_2nd_missing.json", false, "half a surrogate pair is no character"),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", false, "half a surrogate pair is no character"),
    ("i_string_incomplete_surrogate_and_escape_valid.json", false, "half a surrogate pair is no character"),
    ("i_string_incomplete_surrogate_pair.json", false, "half a surrogate pair is no character"),
    ("i_string_incomplete_surrogates_escape_valid.json", false, "half a surrogate pair is no character"),
    ("i_string_invalid_lonely_surrogate.json", false, "half a surrogate pair is no character"),
    ("i_string_invalid_surrogate.json", false, "half a surrogate pair is no character"),
    ("i_string_inverted_surrogates_U+1D11E.json", false, "half a surrogate pair is no character"),
    ("i_string_lone_second_surrogate.json", false, "half a surrogate pair is no character"),
    ("i_string_UTF-8_invalid_sequence.json", false, "not UTF-8"),
    ("i_string_UTF8_surrogate_U+D800.json", false, "not UTF-8"),
    ("i_string_invalid_utf-8.json", false, "not UTF-8"),
    ("i_string_iso_latin_1.json", false, "not UTF-8"),
    ("i_string_lone_utf8_continuation_byte.json", false, "not UTF-8"),
    ("i_string_not_in_unicode_range.json", false, "not UTF-8"),
    ("i_string_overlong_sequence_2_bytes.json", false, "not UTF-8"),
    ("i_string_overlong_sequence_6_bytes.json", false, "not UTF-8"),
    ("i_string_overlong_sequence_6_bytes_null.json", false, "not UTF-8"),
    ("i_string_truncated-utf-8.json", false, "not UTF-8"),
    ("i_string_UTF-16LE_with_BOM.json", false, "UTF-16 is not read"),
    ("i_string_utf16BE_no_BOM.json", false, "UTF-16 is not read"),
    ("i_string_utf16LE_no_BOM.json", false, "UTF-16 is not read"),
    ("i_structure_500_nested_arrays.json", false, "deeper than MAX_DEPTH"),
    ("i_structure_UTF-8_BOM_empty_object.json", false, "a byte order mark is not white space"),
];

/// Every file of the suite by name; `None` where the shared directory is not there.
fn suite() -> Option<Vec<(String, Vec<u8>)>> {
    let Some(shared) = std::env::var_os("CLN_SHARED") else {
        println!("skipped: CLN_SHARED is not set, so there is no json-test-suite to read");
        return None;
    };
    let folder = PathBuf::from(shared).join("json-test-suite/test_parsing");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("CLN_SHARED holds json-test-suite/test_parsing")
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    Some(files)
}

/// Gives one byte at a time.
struct Single<'a>(&'a [u8]);

impl Read for Single<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        (&mut self.0).take(1).read(out)
    }
}

fn is_accepted_by_rule(name: &str) -> bool {
    match name.split_once('_') {
        Some(("y", _)) => true,
        Some(("n", _)) => false,
        _ => DECIDED.iter().find(|(decided, ..)| *decided == name).expect(name).1,
    }
}

/// Whether the text is JSON, by every way there is to read it; they must agree.
fn is_accepted(name: &str, bytes: &[u8]) -> bool {
    fn skip(mut source: impl Source) -> bool {
        source.skip().and_then(|()| source.finish()).is_ok()
    }
    fn raw(mut source: impl Source) -> bool {
        source.raw().is_ok() && source.finish().is_ok()
    }
    let walked = read_text(&mut SliceSource::new(bytes)).is_ok();
    for other in [
        skip(SliceSource::new(bytes)),
        raw(SliceSource::new(bytes)),
        read_text(&mut StreamSource::new(bytes)).is_ok(),
        skip(StreamSource::new(bytes)),
        raw(StreamSource::new(bytes)),
        read_text(&mut StreamSource::new(Single(bytes))).is_ok(),
        raw(StreamSource::new(Single(bytes))),
    ] {
        assert_eq!(other, walked, "{name}: two ways to read the same text disagree");
    }
    walked
}

#[test]
fn every_file_gets_its_verdict() {
    let Some(files) = suite() else { return };
    let wrong: Vec<_> =
        files.iter().filter(|(name, bytes)| is_accepted(name, bytes) != is_accepted_by_rule(name)).collect();
    assert!(wrong.is_empty(), "wrong verdict: {:?}", wrong.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

/// Whatever else is wrong with the instance, the bytes are JSON if the walker reaches their end.
#[test]
fn validation_gives_every_file_its_verdict() {
    let is_json = |verdict: Result<(), Violations>| {
        let last = verdict.err().and_then(|found| found.into_iter().last());
        last.is_none_or(|last| !matches!(last.rule(), Rule::Json | Rule::Depth))
    };
    let Some(files) = suite() else { return };
    for (name, bytes) in files {
        for shape in [&FLAT, &RULED] {
            let verdicts = [
                is_json(Validation::new().validate_json(&bytes, shape)),
                is_json(Validation::new().validate_reader(bytes.as_slice(), shape)),
                is_json(Validation::new().validate_reader(Single(&bytes), shape)),
            ];
            assert_eq!(verdicts, [is_accepted_by_rule(&name); 3], "{name}");
        }
    }
}

#[test]
fn the_readme_tells_every_decision() {
    let mut decisions: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for (_, accepted, why) in DECIDED {
        *decisions.entry((why, accepted)).or_default() += 1;
    }
    let readme = include_str!("../../README.md");
    for ((why, accepted), files) in decisions {
        let verdict = if accepted { "accepted" } else { "refused" };
        let row = format!("| {verdict}: {why} | {files} |");
        assert!(readme.contains(&row), "the README lacks: {row}");
    }
}

#[test]
fn every_decision_is_about_a_file() {
    let Some(files) = suite() else { return };
    let of = |kind: &str| files.iter().filter(|(name, _)| name.starts_with(kind)).count();
    assert_eq!((of("y_"), of("n_"), of("i_")), (95, 188, DECIDED.len()));
}
