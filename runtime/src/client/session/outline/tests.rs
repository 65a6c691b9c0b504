//! Outlines of text that comes in pieces of any size.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use super::*;

/// The parts of a text that comes in pieces of this size.
fn parts(levels: usize, text: &[u8], piece: usize) -> Result<Vec<Part>, Garbage> {
    let mut outline = Outline::new(levels);
    let mut parts = Vec::new();
    for end in (piece..text.len()).step_by(piece).chain([text.len()]) {
        while let Some(part) = outline.next(&text[..end])? {
            parts.push(part);
        }
    }
    Ok(parts)
}

const TEXT: &[u8] = br#" {"a\"}" : -1.5e+3 ,"b":[ {"]":"\\"}, [] ],"\u00e9":true}
"#;

#[test]
fn the_pieces_do_not_matter() {
    let whole = parts(1, TEXT, TEXT.len()).unwrap();
    let expected = [
        Part::Open(b'{'),
        Part::Text(2..8),
        Part::Colon,
        Part::Bare(11..18),
        Part::Comma,
        Part::Text(20..23),
        Part::Colon,
        Part::Deep(24..42),
        Part::Comma,
        Part::Text(43..51),
        Part::Colon,
        Part::Bare(52..56),
        Part::Close(b'}'),
    ];
    assert_eq!(whole, expected);
    for piece in 1..TEXT.len() {
        assert_eq!(parts(1, TEXT, piece).unwrap(), whole, "{piece}");
    }
}

#[test]
fn deeper_levels_are_shown_if_wanted() {
    let text = br#"{"a":[1,{"b":[]}]}"#;
    let found = parts(2, text, text.len()).unwrap();
    assert_eq!(found[3..7], [Part::Open(b'['), Part::Bare(6..7), Part::Comma, Part::Deep(8..16)]);
}

#[track_caller]
fn assert_garbage(text: &[u8], found: u8) {
    for piece in [1, 2, 3, text.len()] {
        assert_eq!(parts(1, text, piece).unwrap_err().found, found, "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn what_begins_no_message_is_found_at_once() {
    for text in ["HTTP/1.1 400", "}", "\0", "'a'"] {
        assert_garbage(text.as_bytes(), text.as_bytes()[0]);
    }
}

#[test]
fn a_message_that_is_never_closed_does_not_swallow_the_next() {
    for text in [
        "{\"a\":\"cut\n\n{\"b\":1}",
        "{\"a\":{\"b\":\"cut\n\n{\"b\":1}",
        "{\"a\":{\"b\":1\n\n{\"b\":1}",
        "{\"a\":{\"b\":{}\n \t\n\n{\"b\":1}",
        "{\"a\":1\n\n{\"b\":1}",
        "{\n\n{\"b\":1}",
    ] {
        assert_garbage(text.as_bytes(), b'{');
    }
}

/// Nobody may ever ask again, so that nothing comes after the next one.
#[test]
fn a_message_that_is_cut_before_a_value_does_not_swallow_the_next() {
    let next = "\n\n{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}\n\n";
    for cut in ["{\"a\":", "{\"a\":1,", "{\"a\":[", "{\"a\":{\"b\":", "{\"a\":{\"b\":[{},", "{\"a\":{\"b\":[["] {
        let text = format!("{cut}{next}");
        assert_garbage(text.as_bytes(), b'{');
        for gone in cut.len() - 1..cut.len() + 12 {
            let mut outline = Outline::new(1);
            while outline.next(&text.as_bytes()[..gone]).unwrap().is_some() {}
            outline.forget(&text.as_bytes()[..gone]);
            while let Ok(part) = outline.next(&text.as_bytes()[gone..]) {
                assert!(part.is_some(), "{text:?} {gone}");
            }
        }
    }
    let value = "{\"a\":[\n\n{\"json\":\"\n{\\\"jsonrpc\"},{\"jsonrpc\":1},\n{\"jsonrpc\":1},\n\n{\"jsonrpcs\":1}]}";
    assert!(parts(1, format!("{value} ").as_bytes(), 1).is_ok());
}

#[test]
fn brackets_close_their_own_kind() {
    for (text, found) in [("{\"a\":[}]", b'}'), ("{\"a\":{\"b\":[[{]", b']'), ("{\"a\":[[],{}}", b'}')] {
        assert_garbage(text.as_bytes(), found);
    }
    let deep = format!("{{\"a\":{}{}{}}}", "[".repeat(300), "{}", "]".repeat(300));
    assert_eq!(parts(1, deep.as_bytes(), 7).unwrap()[3], Part::Deep(5..607));
}

#[test]
fn values_end_where_their_brackets_say() {
    for value in [
        "{\"a\":\"tab\tbreak\nblank\n\nNUL\0.\n\n{ x\"}",
        "[nope,,NaN,'x',01,]",
        "{\"a\":[\n\n{\"b\":1},\n\n{\"b\":2}]\n\n,\"c\":\n\n{\"d\":1}\n\n}",
        "{\"bad\":\"\\x \\ud800 \\\"\"}",
    ] {
        let text = format!("{{\"a\":{value},");
        for piece in 1..=text.len() {
            let found = parts(1, text.as_bytes(), piece).unwrap();
            assert_eq!(found[3], Part::Deep(5..5 + value.len()), "{value}, {piece}");
        }
    }
}

#[test]
fn bytes_that_begin_nothing_are_shown_inside_a_message() {
    let found = parts(1, b"{\0'\xff", 1).unwrap();
    assert_eq!(found, [Part::Open(b'{'), Part::Odd(0), Part::Odd(b'\''), Part::Odd(0xff)]);
}

#[test]
fn invalid_utf8_passes_inside_strings() {
    assert_eq!(parts(1, b"\"\xff\xfe\x80\xc3 and more\" ", 1).unwrap(), [Part::Text(0..15)]);
}

#[test]
fn a_string_ends_at_any_offset() {
    for length in 0..40 {
        for special in [b'"', b'\\'] {
            let mut text = vec![b'\x7f'; length];
            text.push(special);
            text.extend([0xff; 9]);
            assert_eq!(text_run_end(&text, 0), length);
        }
        for other in [b' ', b'\n', 0, 0xff] {
            assert_eq!(text_run_end(&vec![other; length], 0), length);
        }
    }
}

#[test]
fn forgetting_keeps_the_place() {
    let mut outline = Outline::new(1);
    assert_eq!(outline.next(b"{\"a\":").unwrap(), Some(Part::Open(b'{')));
    assert_eq!(outline.next(b"{\"a\":").unwrap(), Some(Part::Text(1..4)));
    outline.forget(b"{\"a\"");
    assert_eq!(outline.next(b":[1").unwrap(), Some(Part::Colon));
    assert_eq!(outline.next(b":[1").unwrap(), None);
    outline.forget(b":[1");
    assert_eq!(outline.next(b"]}").unwrap(), Some(Part::Deep(0..1)));
}

#[test]
fn what_was_forgotten_counts_before_a_blank_line() {
    for (gone, rest, is_next) in [
        (&["{\"a\":{\"b\":1"][..], "\n\n{", true),
        (&["{\"a\":{\"b\":1\n", "\n"], "{", true),
        (&["{\"a\":{\"b\":[1,"], "\n\n{", false),
        (&["{\"a\":{\"b\":[1,\n", "\n"], "{", false),
        (&["{\"a\":{\"b\":1\n"], "{", false),
        (&["{\"a\":{\"b\":\"x\n", "\n"], "{\"", true),
        (&["{\"a\":{\"b\":\"x\n\n{"], "\"", true),
        (&["{\"a\":{\"b\":\"x\n{"], "\"", false),
        (&["{\"a\":\"x\n\n", "{"], "\"", true),
    ] {
        let mut outline = Outline::new(1);
        for gone in gone {
            while outline.next(gone.as_bytes()).unwrap().is_some() {}
            outline.forget(gone.as_bytes());
        }
        assert_eq!(outline.next(rest.as_bytes()).is_err(), is_next, "{gone:?} {rest:?}");
    }
}
