//! Random and broken documents: the slice source against serde_json, the stream source against the slice source.
//!
//! The documents are the same in every run. `CLN_FUZZ_CASES` sets how many there are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::json_tree::agreement;

const DEFAULT_CASES: u32 = 1_000;

/// Calls `check` with the same documents in every run.
fn for_each_document(check: impl Fn(&[u8], usize)) {
    let cases = std::env::var("CLN_FUZZ_CASES").map_or(DEFAULT_CASES, |text| text.parse().expect("a number of cases"));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = (prop_oneof![document(), mutated(), nested(), noise()], 1..40_usize);
    runner
        .run(&strategy, |(bytes, piece)| {
            check(&bytes, piece);
            Ok(())
        })
        .unwrap();
}

fn white() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(String::new()), 1 => "[ \n\t\r]{1,4}", 1 => "\n {0,20}"]
}

fn surrounded(inner: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    (white(), inner, white()).prop_map(|(before, inner, after)| before + &inner + &after).boxed()
}

fn string() -> impl Strategy<Value = String> {
    let escapes = r#"\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|\\u00[0-7][0-9a-f]|\\ud[89ab][0-9a-f]{2}\\uD[c-f][0-9A-F]{2}"#;
    prop_oneof![
        3 => "\"[a-z_]{1,18}\"",
        1 => "\"[0-9a-f]{60,70}\"",
        1 => "\"[ !#-\\[\\]-~é€😀\u{7f}]{0,40}\"",
        1 => string_regex(&format!("\"([ !#-\\[\\]-~é€]{{0,9}}({escapes})){{0,5}}[a-zé]{{0,9}}\"")).unwrap(),
    ]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => string(),
        2 => "-?(0|[1-9][0-9]{0,12})",
        1 => "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?",
        1 => select(vec!["null", "true", "false", "-0", "18446744073709551615", "18446744073709551616", "1e400",
            "-9223372036854775808", "-9223372036854775809"]).prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    scalar().prop_recursive(5, 60, 6, |inner| {
        let element = surrounded(inner);
        let member = (surrounded(string()), element.clone()).prop_map(|(key, value)| key + ":" + &value);
        prop_oneof![
            (white(), vec(element, 0..6)).prop_map(|(white, list)| format!("[{white}{}]", list.join(","))),
            (white(), vec(member, 0..6)).prop_map(|(white, list)| format!("{{{white}{}}}", list.join(","))),
        ]
    })
}

/// Mostly JSON: the `\u` escapes are at random, so some are half a surrogate pair.
fn document() -> impl Strategy<Value = Vec<u8>> {
    surrounded(text()).prop_map(String::into_bytes)
}

/// Documents with a few bytes replaced, inserted, removed, repeated or cut off.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![3 => select(b"\"\\{}[]:,0-.eE+ \n\tu\x00\x1f/tfn19".to_vec()), 1 => any::<u8>()];
    let change = (0..5_u8, any::<Index>(), byte, 1..9_usize);
    (document(), vec(change, 1..4)).prop_map(|(mut bytes, changes)| {
        for (kind, index, byte, length) in changes {
            let at = index.index(bytes.len() + 1);
            let end = bytes.len().min(at + length);
            match kind {
                0 => bytes[at..].iter_mut().take(1).for_each(|old| *old = byte),
                1 => bytes.insert(at, byte),
                2 => drop(bytes.drain(at..end)),
                3 => bytes.extend_from_within(at..end),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

/// Documents about as deep as is allowed.
fn nested() -> impl Strategy<Value = Vec<u8>> {
    (select(vec![("[", "]"), ("{\"a\": ", "}")]), 124..132_usize, text())
        .prop_map(|((open, close), depth, text)| (open.repeat(depth) + &text + &close.repeat(depth)).into_bytes())
}

/// Short strings of bytes that JSON is made of.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    vec(select(b"\"\"\\{}[]::,,01-.eEu \nat\xc3\xa9\xff".to_vec()), 0..12)
}

#[test]
fn verdicts_and_values_are_those_of_serde_json() {
    let (accepted, refused) = (Cell::new(0), Cell::new(0));
    for_each_document(|bytes, _| {
        let counter = if agreement::agrees_with_serde_json(bytes) { &accepted } else { &refused };
        counter.set(counter.get() + 1);
    });
    assert!(accepted.get().min(refused.get()) * 10 > accepted.get().max(refused.get()), "{accepted:?} {refused:?}");
}

#[test]
fn streams_give_the_tokens_and_errors_of_slices() {
    for_each_document(agreement::streams_give_the_tokens_of_slices);
}

#[test]
fn skipped_and_raw_values_are_checked_like_read_ones() {
    for_each_document(agreement::skipped_and_raw_values_are_checked);
}

#[test]
fn compacting_changes_no_value() {
    for_each_document(|bytes, _| agreement::compacting_changes_no_value(bytes));
}
