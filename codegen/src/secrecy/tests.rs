#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use cln_runtime::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index, key_index_len};

use super::*;

const TEXT: Kind<'static> = Kind::Scalar(ScalarKind::String);
static FIELDS: &[Field<'static>] = &[
    Field::optional("id", TEXT),
    Field::optional("word", TEXT).secret(),
    Field::optional("token", Kind::Scalar(ScalarKind::U64)),
];
static FROB: Shape<'static> = Shape {
    fields: FIELDS,
    index: KeyIndex::new(&key_index::<{ key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
    closed: true,
    params: true,
    groups: &[],
    clauses: &[],
};

/// One that knows `frob`, whose answer is like its request.
struct Frob;

impl Commands for Frob {
    fn with_rules(&self, command: &str, _side: Side, use_rules: &mut dyn FnMut(&Shape<'_>)) {
        if command == "frob" {
            use_rules(&FROB);
        }
    }
}

struct Stars;

impl Replace for Stars {
    fn secret(&mut self, _json: &str) -> String {
        "\"*\"".to_owned()
    }

    fn text(&mut self, json: &str) -> Option<String> {
        (json == "\"echo\"").then(|| "\"-\"".to_owned())
    }
}

fn params(method: &str, json: &str) -> Option<String> {
    replaced_params(&Frob, method, json, &mut Stars)
}

#[test]
fn secrets_are_found_by_mark_name_position_and_neighbour() {
    for (method, given, replaced) in [
        ("frob", r#" { "id" : "a", "word":"b" , "token":7 } "#, r#" { "id" : "a", "word":"*" , "token":7 } "#),
        ("frob", r#"["a", "b",7,"c",null]"#, r#"["a", "*",7,"*",null]"#),
        ("frob", r#"{"id":"echo"}"#, r#"{"id":"-"}"#),
        ("frob", r#"{"w\u006frd":["a",{"b":1}]}"#, r#"{"w\u006frd":"*"}"#),
        ("other", r#"{"rune":"a","token":7,"x":{"seed":"b"}}"#, r#"{"rune":"*","token":"*","x":{"seed":"*"}}"#),
        ("other", r#"["a",true]"#, r#"["*",true]"#),
        ("other", r#"{"name":"rpc-password","value":"a"}"#, r#"{"name":"rpc-password","value":"*"}"#),
        ("other", r#"{"options":["a=b","rune=c"]}"#, r#"{"options":["a=b","rune=*"]}"#),
        ("other", r#"{"x":"{\"seed\":\"a\"}","y":"[1]"}"#, r#"{"x":"{\"seed\":\"*\"}","y":"[1]"}"#),
        ("other", r#"{"x":"{\"seed\":"}"#, r#"{"x":"*"}"#),
        ("other", r#"{"method":"frob","params":["a","b"]}"#, r#"{"method":"frob","params":["a","*"]}"#),
        ("other", r#"{"method":"frob","params":"b"}"#, r#"{"method":"frob","params":"*"}"#),
        ("check", r#"{"command_to_check":"frob","word":"a"}"#, r#"{"command_to_check":"frob","word":"*"}"#),
        ("datastore", r#"{"key":"a","string":"b","hex":"00"}"#, r#"{"key":"a","string":"*","hex":"*"}"#),
        (
            "keysend",
            r#"{"extratlvs":{"5482373484":"00","133773310":"01"}}"#,
            r#"{"extratlvs":{"5482373484":"*","133773310":"01"}}"#,
        ),
        (
            "keysend",
            r#"{"x":{"0x146C6616C":"00"," 050661460554":"01","-18446744068227178132":"02"}}"#,
            r#"{"x":{"0x146C6616C":"*"," 050661460554":"*","-18446744068227178132":"*"}}"#,
        ),
        ("setconfig", r#"{"config":"a","val":"b"}"#, r#"{"config":"a","val":"*"}"#),
        (
            "plugin",
            r#"{"subcommand":"start","plugin":"a","y1":"b","options":["c"]}"#,
            r#"{"subcommand":"start","plugin":"a","y1":"*","options":"*"}"#,
        ),
    ] {
        assert_eq!(params(method, given).as_deref(), Some(replaced), "{method} {given}");
    }
}

#[test]
fn an_invoice_is_for_others_wherever_it_stands() {
    let invoice = format!("lnbcrt1{}", "q".repeat(100));
    for (word, is_hidden) in [(invoice.as_str(), false), (&invoice.to_uppercase(), false), ("lnbcrt1q", true)] {
        let given = format!(r#"{{"word":"{word}"}}"#);
        let expected = if is_hidden { r#"{"word":"*"}"#.to_owned() } else { given.clone() };
        assert_eq!(params("frob", &given), Some(expected));
    }
}

#[test]
fn whose_parameters_nobody_can_tell_are_not_shown_at_all() {
    for (method, given) in [
        ("frob", "7"),
        ("frob", "\"a\""),
        ("frob", r#"{"id":}"#),
        ("frob", r#"["a"] ["b"]"#),
        ("check", r#"{"command_to_check":"x","command_to_check":"frob","word":"a"}"#),
    ] {
        assert_eq!(params(method, given), None, "{method} {given}");
    }
}

#[test]
fn answers_are_read_by_the_rules_of_their_side() {
    let replaced = replaced_result(&Frob, "frob", r#"{"word":"a","token":1}"#, &mut Stars);
    assert_eq!(replaced.as_deref(), Some(r#"{"word":"*","token":1}"#));
    let replaced = replaced_result(&Frob, "other", r#"{"word":"a","token":1}"#, &mut Stars);
    assert_eq!(replaced.as_deref(), Some(r#"{"word":"a","token":"*"}"#));
    let replaced = replaced_result(&Frob, "listdatastore", r#"{"datastore":[{"key":["k"],"hex":"00"}]}"#, &mut Stars);
    assert_eq!(replaced.as_deref(), Some(r#"{"datastore":[{"key":["k"],"hex":"*"}]}"#));
    assert_eq!(replaced_json(&Frob, "{", &mut Stars), None);
}
