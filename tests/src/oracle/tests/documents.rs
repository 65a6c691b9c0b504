//! Texts that are wrong whatever the schema says: `json`, `depth`, `duplicate`.

use super::assert_response;

const ANY: &str = "{}";

#[test]
fn json() {
    assert_response(ANY, " {\"a\":\t[1.5e-7, \"\\ud83d\\ude00\", null]\r\n} ", &[]);
    let broken = [
        "",
        "{",
        "{} {}",
        "{a: 1}",
        "{'a': 1}",
        r#"{"a": 1,}"#,
        r#"{"a": [1 2]}"#,
        r#"{"a": 01}"#,
        r#"{"a": 1.}"#,
        r#"{"a": .5}"#,
        r#"{"a": +1}"#,
        r#"{"a": NaN}"#,
        r#"{"a": 0x1}"#,
        r#"{"a": 1} // b"#,
        r#"{"a": "\x41"}"#,
        r#"{"a": "\ud83d"}"#,
        "{\"a\": \"\t\"}",
        "{\"a\":\u{a0}1}",
        "\u{feff}{}",
    ];
    for text in broken {
        assert_response(ANY, text, &[" json"]);
    }
}

#[test]
fn depth() {
    let nested = |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels - 1), "]".repeat(levels - 1));
    assert_response(ANY, &nested(128), &[]);
    assert_response(ANY, &nested(129), &[" depth"]);
    assert_response(ANY, &nested(100_000), &[" depth"]);
    assert_response(ANY, &format!(r#"{{"a": "{}"}}"#, "[".repeat(200)), &[]);
    assert_response(ANY, &format!(r#"{{"a": "\"{}"}}"#, "[".repeat(200)), &[]);
}

#[test]
fn duplicate() {
    assert_response(ANY, r#"{"a": {"x": 1}, "b": {"x": 1}}"#, &[]);
    assert_response(ANY, r#"{"a": 1, "\u0061": 1}"#, &["/a duplicate"]);
    assert_response(ANY, r#"{"a": [{"b/": 1, "b/": 2, "b/": 3}]}"#, &["/a/0/b~1 duplicate"]);
}

#[test]
fn repeated_members_are_all_judged() {
    let schema = r#"{"properties": {"a": {"type": "u8"}}}"#;
    assert_response(schema, r#"{"a": 1, "a": 2}"#, &["/a duplicate"]);
    assert_response(schema, r#"{"a": 1, "a": "x"}"#, &["/a duplicate", "/a type"]);
    assert_response(schema, r#"{"a": "x", "a": 1}"#, &["/a duplicate", "/a type"]);
    assert_response(ANY, r#"{"a": 1, "a": {"b": 1, "b": 1}}"#, &["/a duplicate", "/a/b duplicate"]);
}
