//! Lists as they arrive, in pieces of any size.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use super::*;

fn all(text: &str, piece: usize, limit: usize) -> Vec<String> {
    let mut list = List::new(b"\"x#0\"".to_vec(), "rows", limit);
    let mut found = Vec::new();
    for piece in text.as_bytes().chunks(piece) {
        list.push(piece);
        loop {
            match list.next() {
                Ok(Found::More) => break,
                Ok(Found::Element(range)) => found.push(String::from_utf8(list.bytes(range).to_vec()).unwrap()),
                Ok(Found::Error(range)) => {
                    found.push(format!("error {}", String::from_utf8(list.bytes(range).to_vec()).unwrap()));
                }
                Ok(other) => {
                    found.push(format!("{other:?}"));
                    return found;
                }
                Err(unusable) => {
                    found.push(format!("{unusable:?}"));
                    return found;
                }
            }
        }
    }
    found
}

#[track_caller]
fn assert_found(text: &str, expected: &[&str]) {
    for piece in [1, 2, 3, 7, 20, text.len()] {
        assert_eq!(all(text, piece, 100), expected, "{piece}");
    }
}

#[test]
fn elements_come_one_by_one() {
    let text = r#" {"jsonrpc":"2.0","id":"x#0","result":{"more":{"rows":[0]},"n":1,"rows":[ {"a":[1,"]"]}, 2 ,"x"] ,"z":[[]]},"w":[{}]}"#;
    assert_found(text, &[r#"{"a":[1,"]"]}"#, "2", "\"x\"", "End"]);
    assert_found(r#"{"id":"x#0","result":{"rows":[]}}"#, &["End"]);
}

#[test]
fn the_error_comes_whole() {
    let text = r#"{"id":"x#0","error":{"code":1,"message":"}","data":{"a":[{}]}}}"#;
    assert_found(text, &[r#"error {"code":1,"message":"}","data":{"a":[{}]}}"#, "End"]);
}

#[test]
fn what_others_are_told_is_passed_over() {
    let text = r#"{"method":"message","params":{"result":{"rows":[1]}}} {"id":"x#1","result":{"rows":[2]}} {"id":0,"error":{}} {"id":"x#0","result":{"rows":[3]}}"#;
    assert_found(text, &["3", "End"]);
    let text = r#"{"method":"message","params":[{"id":1}]}{"id":"x#0","result":{"rows":[1]}}"#;
    assert_found(text, &["1", "End"]);
}

#[test]
fn a_complaint_is_about_the_only_request() {
    assert_found(r#"{"id":null,"error":{"code":-32600}}"#, &[r#"error {"code":-32600}"#, "End"]);
}

#[test]
fn a_result_before_its_id_is_not_trusted() {
    assert_found(r#"{"result":{"rows":[1]},"id":"x#0"}"#, &["OtherShape"]);
}

#[test]
fn another_shape_is_told() {
    for text in [
        r#"{"id":"x#0","result":[1]}"#,
        r#"{"id":"x#0","result":1}"#,
        r#"{"id":"x#0","result":{"rows":{}}}"#,
        r#"{"id":"x#0","result":{}}"#,
        r#"{"id":"x#0"}"#,
    ] {
        assert_found(text, &["OtherShape"]);
    }
}

#[test]
fn garbage_is_told() {
    for text in
        ["x ", "[", "{]", "{\"id\" 1}", "{\"id\":\"x#0\",\"result\":{\"rows\":[1 2]}}", "{\"id\":\"x#0\",\"result\":{]"]
    {
        let found = all(text, text.len(), 100);
        assert!(found.last().unwrap().starts_with("Garbage"), "{text}: {found:?}");
    }
}

#[test]
fn a_member_twice_is_garbage() {
    for (text, elements) in [
        (r#"{"id":"x#0","result":{"rows":[1]},"result":{"rows":[2]}}"#, &["1"][..]),
        (r#"{"id":"x#0","result":{"rows":[1],"rows":[2]}}"#, &["1"]),
        (r#"{"id":"x#0","result":{"rows":[1]},"id":"x#1"}"#, &["1"]),
        (r#"{"id":"x#0","id":"x#0","result":{"rows":[1]}}"#, &[]),
        (r#"{"id":"x#1","id":"x#0","result":{"rows":[1]}}"#, &[]),
    ] {
        let found = all(text, text.len(), 100);
        let (last, before) = found.split_last().unwrap();
        assert!(last.contains("each member of an answer once"), "{text}: {found:?}");
        assert_eq!(before, elements, "{text}");
    }
}

#[test]
fn only_one_element_is_kept() {
    let mut list = List::new(b"\"x#0\"".to_vec(), "rows", 1000);
    list.push(br#"{"id":"x#0","result":{"rows":[0"#);
    let mut count = 0;
    for _ in 0..1000 {
        list.push(&b",\"0123456789\"".repeat(50));
        while let Found::Element(_) = list.next().unwrap() {
            count += 1;
        }
    }
    assert_eq!(count, 50_001);
    assert!(list.buffer.capacity() < 10_000);
    assert_eq!(all(&format!(r#"{{"id":"x#0","result":{{"rows":["{}"]}}}}"#, "x".repeat(200)), 50, 100), ["TooLong"]);
}
