//! Texts that are not JSON: what is said, and where.

use super::{on_all_sources, read_all};
use crate::json::{MAX_DEPTH, Problem, Source, SyntaxError};

fn assert_refused(text: &[u8], offset: u64, problem: &Problem) {
    let error = Err(SyntaxError::new(offset, problem.clone()));
    let shown = String::from_utf8_lossy(text);
    on_all_sources!(text, |source| assert_eq!(read_all(source), error, "{shown}"));
}

#[test]
fn what_cannot_stand_there_is_named_with_what_could() {
    for (text, offset, expected) in [
        ("\u{feff}1", 0, "a value"),
        (" x", 1, "a value"),
        ("'a'", 0, "a value"),
        ("]", 0, "a value"),
        ("\u{b}1", 0, "a value"),
        ("\u{a0}1", 0, "a value"),
        ("[,1]", 1, "a value"),
        ("[1,]", 3, "a value"),
        ("[1,,2]", 3, "a value"),
        ("[1 2]", 3, "a comma or a closing bracket"),
        ("[1}", 2, "a comma or a closing bracket"),
        ("[truex]", 5, "a comma or a closing bracket"),
        ("{1:2}", 1, "a key in quotes"),
        ("{,}", 1, "a key in quotes"),
        ("{\"a\":1,}", 7, "a key in quotes"),
        ("{\"a\":1 ,, \"b\":2}", 8, "a key in quotes"),
        ("{\"a\" 1}", 5, "a colon"),
        ("{\"a\",1}", 4, "a colon"),
        ("{\"a\":1 \"b\":2}", 7, "a comma or a closing brace"),
        ("{\"a\":1]", 6, "a comma or a closing brace"),
        ("{\"a\":}", 5, "a value"),
        ("tru e", 3, "true"),
        ("fals\u{0}", 4, "false"),
        ("[nul]", 4, "null"),
        ("nan", 1, "null"),
    ] {
        assert_refused(text.as_bytes(), offset, &Problem::Expected(expected));
    }
}

#[test]
fn input_that_stops_too_early_is_refused_at_its_end() {
    let text = r#"{"a": [1, -2.5e+7, "x\u00e9y\\", true, null, {"b": false}]}"#;
    for length in 0..text.len() {
        assert_refused(&text.as_bytes()[..length], length as u64, &Problem::UnexpectedEnd);
    }
}

#[test]
fn wrong_numbers_are_refused_at_the_wrong_byte() {
    for (text, offset) in [
        ("01", 1),
        ("-01", 2),
        ("[-]", 2),
        ("[1.]", 3),
        ("1.e1", 2),
        ("1e+ ", 3),
        ("1ee1", 2),
        ("1e1.5", 3),
        ("1.2.3", 3),
        ("1-2", 1),
        ("+1", 0),
        (".5", 0),
        ("-a", 1),
        ("--1", 1),
    ] {
        assert_refused(text.as_bytes(), offset, &Problem::Number);
    }
}

#[test]
fn wrong_strings_are_refused_at_the_wrong_byte() {
    for (text, offset, problem) in [
        (&b"\"ab\ncd\""[..], 3, Problem::ControlCharacter),
        (b"\"\x00\"", 1, Problem::ControlCharacter),
        (b"[\"0123456789\x1f\"]", 12, Problem::ControlCharacter),
        (b"{\"a\tb\":1}", 3, Problem::ControlCharacter),
        (b"\"a\\x41\"", 2, Problem::Escape),
        (b"\"\\u12g4\"", 1, Problem::Escape),
        (b"\"\\u+123\"", 1, Problem::Escape),
        (b"\"\\u12\"", 1, Problem::Escape),
        (b"\"\\\n\"", 1, Problem::Escape),
        (b"{\"\\U0041\":1}", 2, Problem::Escape),
        (b"\"ab\\ud800\"", 3, Problem::LoneSurrogate),
        (b"\"\\ud800\\n\"", 1, Problem::LoneSurrogate),
        (b"\"\\udc00\\ud800\"", 1, Problem::LoneSurrogate),
        (b"\"\\ud800\\ud800\"", 1, Problem::LoneSurrogate),
        (b"\"a\xff\"", 2, Problem::Utf8),
        (b"\"\xc3\xa9\xed\xa0\x80\"", 3, Problem::Utf8),
        (b"\"\xc0\xaf\"", 1, Problem::Utf8),
        (b"\"\xe2\x82\"", 1, Problem::Utf8),
        (b"{\"\\n\xe9\":1}", 4, Problem::Utf8),
    ] {
        assert_refused(text, offset, &problem);
    }
}

#[test]
fn what_follows_the_value_is_refused() {
    for (text, offset) in [("1 2", 2), ("{}}", 2), ("\"a\"\u{0}", 3), ("null,", 4), ("[] \u{feff}", 3)] {
        assert_refused(text.as_bytes(), offset, &Problem::Trailing);
    }
}

#[test]
fn nesting_beyond_the_limit_is_refused_at_the_bracket() {
    let deep = MAX_DEPTH as u64;
    assert_refused("[".repeat(100_000).as_bytes(), deep, &Problem::Depth);
    assert_refused("{\"\":".repeat(100_000).as_bytes(), 4 * deep, &Problem::Depth);
    on_all_sources!("[".repeat(MAX_DEPTH + 1), |source| {
        for depth in 0..MAX_DEPTH {
            assert_eq!(source.enter_array(), Ok(()), "{depth}");
            assert_eq!(source.next_element(true), Ok(true));
        }
        assert_eq!(source.enter_array(), Err(SyntaxError::new(deep, Problem::Depth)));
    });
}

#[test]
fn a_value_of_another_kind_is_refused_by_the_reader_of_one_kind() {
    let expected = |what| SyntaxError::new(1, Problem::Expected(what));
    on_all_sources!(" 1", |source| assert_eq!(source.string(), Err(expected("a string"))));
    on_all_sources!(" \"1\"", |source| assert_eq!(source.number(), Err(expected("a number"))));
    on_all_sources!(" null", |source| assert_eq!(source.boolean(), Err(expected("true or false"))));
    on_all_sources!(" true", |source| assert_eq!(source.null(), Err(expected("null"))));
    on_all_sources!(" []", |source| assert_eq!(source.enter_object(), Err(expected("an object"))));
    on_all_sources!(" {}", |source| assert_eq!(source.enter_array(), Err(expected("an array"))));
}

#[test]
fn messages_name_problem_and_place() {
    for (problem, message) in [
        (Problem::UnexpectedEnd, "the input ends too early (at byte 7)"),
        (Problem::Expected("a colon"), "expected a colon (at byte 7)"),
        (Problem::Depth, "nested more than 128 levels deep (at byte 7)"),
    ] {
        let error = SyntaxError::new(7, problem.clone());
        assert_eq!(error.to_string(), message);
        assert_eq!((error.offset(), error.problem()), (7, &problem));
    }
}
