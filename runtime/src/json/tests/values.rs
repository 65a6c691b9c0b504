//! Texts that are JSON: every token with its value.

use super::on_all_sources;
use crate::json::{MAX_DEPTH, Next, Source};

#[test]
fn peek_tells_the_kind_and_consumes_only_white_space() {
    for (text, kind) in [
        ("{", Next::Object),
        (" [", Next::Array),
        ("\t\"", Next::String),
        ("\r\n-1", Next::Number),
        ("0", Next::Number),
        ("9", Next::Number),
        ("true", Next::Bool),
        ("false", Next::Bool),
        ("\n\n        \t \r null", Next::Null),
    ] {
        on_all_sources!(text, |source| {
            assert_eq!(source.peek(), Ok(kind), "{text}");
            assert_eq!(source.peek(), Ok(kind), "{text}");
            assert_eq!(source.offset(), (text.len() - text.trim_start().len()) as u64, "{text}");
        });
    }
}

#[test]
fn objects_give_their_keys_in_order() {
    for text in [
        r#"{"a":1,"\u0062":2,"":3,"é":4,"a":5}"#,
        " {\n  \"a\" : 1 ,\n  \"\\u0062\" : 2 ,\n  \"\" : 3,\n \"é\" : 4,\n         \"a\"\t:\t5\r\n} ",
    ] {
        on_all_sources!(text, |source| {
            source.enter_object().unwrap();
            for (index, key) in ["a", "b", "", "é", "a"].into_iter().enumerate() {
                assert_eq!(source.next_key(index == 0), Ok(Some(key.as_bytes())));
                assert_eq!(source.number(), Ok((index + 1).to_string().as_str()));
            }
            assert_eq!(source.next_key(false), Ok(None));
            assert_eq!(source.finish(), Ok(()));
            assert_eq!(source.offset(), text.len() as u64);
        });
    }
}

#[test]
fn arrays_tell_whether_an_element_follows() {
    on_all_sources!(" [ 1 ,2,\n3] ", |source| {
        source.enter_array().unwrap();
        for (index, number) in ["1", "2", "3"].into_iter().enumerate() {
            assert_eq!(source.next_element(index == 0), Ok(true));
            assert_eq!(source.number(), Ok(number));
        }
        assert_eq!(source.next_element(false), Ok(false));
        assert_eq!(source.finish(), Ok(()));
    });
}

#[test]
fn empty_containers_end_at_once() {
    on_all_sources!("[{},{ },[],[ ]]", |source| {
        source.enter_array().unwrap();
        for first in [true, false] {
            assert_eq!(source.next_element(first), Ok(true));
            source.enter_object().unwrap();
            assert_eq!(source.next_key(true), Ok(None));
        }
        for _ in 0..2 {
            assert_eq!(source.next_element(false), Ok(true));
            source.enter_array().unwrap();
            assert_eq!(source.next_element(true), Ok(false));
        }
        assert_eq!(source.next_element(false), Ok(false));
        assert_eq!(source.finish(), Ok(()));
    });
}

#[test]
fn strings_are_given_with_escapes_resolved() {
    let long = "x".repeat(300);
    for (text, value) in [
        (r#""""#, ""),
        (r#""plain""#, "plain"),
        (r#" "12345678""#, "12345678"),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""a\u0041\u00e9\u20AC z""#, "aA\u{e9}\u{20ac} z"),
        (r#""\ud83d\ude00\uDBFF\uDFFF""#, "\u{1f600}\u{10ffff}"),
        (r#""\u0000\ud7ff\ue000\uffff""#, "\0\u{d7ff}\u{e000}\u{ffff}"),
        ("\"\u{7f}é€😀 end\"", "\u{7f}é€😀 end"),
        ("\"é\\n€\"", "é\n€"),
        (&format!("\"{long}\""), &long),
        (&format!("\"{long}\\t{long}é\""), &format!("{long}\t{long}é")),
    ] {
        on_all_sources!(text, |source| {
            assert_eq!(source.string(), Ok(value.as_bytes()), "{text}");
            assert_eq!(source.finish(), Ok(()));
        });
    }
}

#[test]
fn numbers_keep_every_character() {
    let long = "9".repeat(500);
    for text in [
        "0",
        "-0",
        "7",
        "-12",
        "18446744073709551616",
        "0.0",
        "-0.10",
        "1e400",
        "1E+2",
        "1e-0",
        "0e00",
        "12.5e07",
        &long,
    ] {
        on_all_sources!(text, |source| {
            assert_eq!(source.number(), Ok(text));
            assert_eq!(source.finish(), Ok(()));
        });
        on_all_sources!(format!("[{text} ,{text}]"), |source| {
            source.enter_array().unwrap();
            for first in [true, false] {
                assert_eq!(source.next_element(first), Ok(true));
                assert_eq!(source.number(), Ok(text));
            }
            assert_eq!(source.next_element(false), Ok(false));
        });
    }
}

#[test]
fn words_are_consumed() {
    on_all_sources!("[true, false ,null]", |source| {
        source.enter_array().unwrap();
        source.next_element(true).unwrap();
        assert_eq!(source.boolean(), Ok(true));
        source.next_element(false).unwrap();
        assert_eq!(source.boolean(), Ok(false));
        source.next_element(false).unwrap();
        assert_eq!(source.null(), Ok(()));
        assert_eq!(source.next_element(false), Ok(false));
    });
}

#[test]
fn fixed_strings_are_shown_before_they_are_taken() {
    on_all_sources!(r#" "c0ffee","abc" "#, |source| {
        assert_eq!(source.peek_fixed(5), Ok(None));
        assert_eq!(source.peek_fixed(7), Ok(None));
        assert_eq!(source.peek_fixed(usize::MAX), Ok(None));
        assert_eq!(source.offset(), 1);
        assert_eq!(source.peek_fixed(6), Ok(Some(&b"c0ffee"[..])));
        source.accept_fixed(6);
        assert_eq!(source.offset(), 9);
    });
}

#[test]
fn fixed_strings_are_only_that_when_they_are_strings() {
    for text in ["12", "[\"a\"]", "null", "\"a", "\""] {
        on_all_sources!(text, |source| assert_eq!(source.peek_fixed(2), Ok(None), "{text}"));
    }
    // Shown unchecked: it is the caller's part to notice that these are no hex digits.
    on_all_sources!(r#""a","b""#, |source| {
        assert!(matches!(source.peek_fixed(5), Ok(Some(b"a\",\"b") | None)));
        assert_eq!(source.string(), Ok(&b"a"[..]));
    });
}

#[test]
fn raw_gives_the_exact_text() {
    for text in ["1.50", "\"\\u0041é\"", "[ 1 , {\"a\" :\tnull} ]", "{}", "true", "null"] {
        on_all_sources!(format!(" [\n{text} , 2]"), |source| {
            source.enter_array().unwrap();
            source.next_element(true).unwrap();
            assert_eq!(source.raw(), Ok(text));
            assert_eq!(source.next_element(false), Ok(true));
            assert_eq!(source.raw(), Ok("2"));
            assert_eq!(source.next_element(false), Ok(false));
            assert_eq!(source.finish(), Ok(()));
        });
    }
}

#[test]
fn skip_passes_over_one_whole_value() {
    on_all_sources!(r#"{"a":{"b":[1,{"c":"\n"},[]],"d":{}},"e":2}"#, |source| {
        source.enter_object().unwrap();
        assert_eq!(source.next_key(true), Ok(Some(&b"a"[..])));
        assert_eq!(source.skip(), Ok(()));
        assert_eq!(source.next_key(false), Ok(Some(&b"e"[..])));
        assert_eq!(source.skip(), Ok(()));
        assert_eq!(source.next_key(false), Ok(None));
        assert_eq!(source.finish(), Ok(()));
    });
}

#[test]
fn values_may_be_nested_to_the_limit_again_and_again() {
    let deep = "[".repeat(MAX_DEPTH - 1) + "{}" + &"]".repeat(MAX_DEPTH - 1);
    on_all_sources!(deep.repeat(2), |source| {
        assert_eq!(source.skip(), Ok(()));
        assert_eq!(source.skip(), Ok(()));
        assert_eq!(source.finish(), Ok(()));
    });
}
