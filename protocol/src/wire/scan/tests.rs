//! Texts as clients write them, right and wrong.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use super::*;

/// All outermost values, read one byte more at a time.
fn roots(text: &str) -> Result<Vec<&str>, Malformed> {
    let mut scanner = Scanner::new();
    let mut found = Vec::new();
    for end in 0..=text.len() {
        while let Some(event) = scanner.next(&text.as_bytes()[..end])? {
            if let Event::Root(part) = event {
                found.push(&text[part.range]);
            }
        }
    }
    Ok(found)
}

#[test]
fn what_a_node_takes_is_taken() {
    for text in [
        r#"{"a":1,}"#,
        r#"{"a":nope}"#,
        r#"[1 2,,3,]"#,
        r#"{"a":01}"#,
        "{\"a\":\"\u{1}\n\"}",
        r#""\u00e9\"x""#,
        r#"{"a":{"b":[[]]},"c":"}"}"#,
    ] {
        assert_eq!(roots(text), Ok(vec![text]));
    }
    assert_eq!(roots("{} \n[]{}"), Ok(vec!["{}", "[]", "{}"]));
}

#[test]
fn what_it_refuses_is_refused() {
    for text in [
        "}",
        "{]",
        "[}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":False}",
        "{1:2}",
        "{\"a\":1 \"b\":2}",
        "hello}",
        "5 }",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\u{feff}{}",
        "{\"a\":\"b\":2}",
    ] {
        assert_eq!(roots(text), Err(Malformed), "{text}");
    }
    let invalid = b"\"\xff\"";
    assert_eq!(Scanner::new().next(invalid), Err(Malformed));
    let deep = "[".repeat(MAX_DEPTH + 1);
    assert_eq!(Scanner::new().next(deep.as_bytes()), Err(Malformed));
}

/// As a node, which needs the whole of it to see.
#[test]
fn a_missing_comma_is_found_at_the_end() {
    for text in [r#"{"a":{}{"b":1}}"#, r#"{"a":1 "b"}"#, r#"{"a":[{"b":[][1]}]}"#] {
        assert_eq!(roots(&text[..text.len() - 1]), Ok(vec![]), "{text}");
        assert_eq!(roots(text), Err(Malformed), "{text}");
    }
}

#[test]
fn a_zero_byte_ends_it_without_a_word() {
    for text in [&b"\0{}"[..], b"{\"a\0\":1}", b"{\"a\":1\0}"] {
        let mut scanner = Scanner::new();
        assert_eq!(scanner.next(text), Ok(None));
        assert!(scanner.is_stuck(text));
    }
}

#[test]
fn members_are_told_with_their_keys() {
    let text = br#" {"a": {"x": 1}, "b" : [2] , "c":"d"}"#;
    let mut scanner = Scanner::new();
    let mut found = Vec::new();
    while let Some(Event::Member { key, value }) = scanner.next(text).unwrap() {
        found.push((&text[key.unwrap()], &text[value.range]));
    }
    assert_eq!(found, [(&b"a"[..], &b"{\"x\": 1}"[..]), (b"b", b"[2]"), (b"c", b"\"d\"")]);
}
