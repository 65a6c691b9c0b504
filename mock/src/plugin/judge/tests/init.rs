//! Options as users give them, and as `init` shows them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::init::{Configuration, Given, bad_literals, check, options, params};
use super::super::{Manifest, PluginOption, Registry, Rule, disabled, with_features};

/// The options of a manifest, without their names' first part.
pub(super) fn declared(entries: &[&str]) -> Vec<PluginOption> {
    let entries: Vec<String> = entries.iter().map(|entry| format!(r#"{{{entry},"description":""}}"#)).collect();
    let answer = format!(r#"{{"result":{{"options":[{}],"rpcmethods":[]}}}}"#, entries.join(","));
    let registry = Registry { methods: &BTreeMap::new(), options: &BTreeSet::new(), is_starting: true };
    Manifest::read(answer.as_bytes(), &registry).unwrap().options
}

fn given(pairs: &[(&str, Option<&str>)]) -> Vec<Given> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned))).collect()
}

#[test]
fn init_shows_what_is_given_or_has_a_default() {
    let declared = declared(&[
        r#""name":"str","type":"string","default":"dflt""#,
        r#""name":"nodef","type":"string""#,
        r#""name":"null","type":"string","default":null"#,
        r#""name":"int","type":"int","default":"16""#,
        r#""name":"bool","type":"bool","default":"false""#,
        r#""name":"flag","type":"flag","default":false"#,
        r#""name":"multi","type":"string","multi":true"#,
        r#""name":"many","type":"string","multi":true,"default":"one""#,
        r#""name":"ints","type":"int","multi":true"#,
        r#""name":"pw","type":"string-conceal","default":"pw","deprecated":true"#,
    ]);
    let none = r#"{"str":"dflt","int":16,"bool":false,"many":["one"],"pw":"pw"}"#;
    assert_eq!(options(&declared, &[]), none);
    let given = given(&[
        ("str", Some("x")),
        ("str", Some("")),
        ("nodef", Some("a\"b")),
        ("int", Some("5")),
        ("bool", Some("YES")),
        ("flag", None),
        ("multi", Some("a")),
        ("multi", Some("b,c")),
        ("ints", Some("1")),
        ("ints", Some("2")),
    ]);
    let all = r#"{"str":"","nodef":"a\"b","int":5,"bool":true,"flag":true,"multi":["a","b,c"],"many":["one"],"ints":[1,2],"pw":"pw"}"#;
    assert_eq!(options(&declared, &given), all);
    assert_eq!((check(&declared, &given), bad_literals(&declared, &given)), (Ok(()), vec![]));
}

#[test]
fn defaults_are_escaped_twice() {
    let declared = declared(&[
        r#""name":"y1","type":"string","multi":true,"default":["a","b"]"#,
        r#""name":"y2","type":"string","default":"q\"u\\o\u00e9""#,
        r#""name":"y3","type":"string","default":12"#,
    ]);
    assert_eq!(options(&declared, &[]), r#"{"y1":["[\"a\",\"b\"]"],"y2":"q\\\"u\\\\o\\u00e9","y3":"12"}"#);
}

#[test]
fn an_integer_is_copied_as_it_was_typed() {
    let declared = declared(&[r#""name":"o","type":"int","default":"-0x1f""#, r#""name":"p","type":"int""#]);
    assert_eq!(options(&declared, &[]), r#"{"o":-0x1f}"#);
    assert_eq!(options(&declared, &given(&[("o", Some("007")), ("p", Some(" 7"))])), r#"{"o":007,"p": 7}"#);
}

#[test]
fn some_integers_end_the_node() {
    let declared = declared(&[r#""name":"g-int","type":"int""#, r#""name":"text","type":"string""#]);
    let faults = |value: &str| bad_literals(&declared, &given(&[("g-int", Some(value)), ("text", Some("0x1F"))]));
    for value in ["0x1F", " 7", "+7"] {
        let [fault] = &*faults(value) else { panic!("{value} is one fault") };
        assert_eq!((fault.rule, &*fault.reason), (Rule::BadLiteral, &*format!("Bad literal for --g-int: {value}")));
    }
    assert_eq!(["5", "-5", "007"].map(faults), [vec![], vec![], vec![]]);
}

#[test]
fn a_node_does_not_start_with_values_of_another_type() {
    let declared = declared(&[
        r#""name":"g-int","type":"int""#,
        r#""name":"g-bool","type":"bool""#,
        r#""name":"g-flag","type":"flag""#,
        r#""name":"g-str","type":"string""#,
    ]);
    let said = |name: &str, value: Option<&str>| check(&declared, &given(&[(name, value)])).err().unwrap_or_default();
    assert_eq!(said("g-int", Some("abc")), "--g-int=abc: 'abc' is not a number");
    assert_eq!(said("g-int", Some("1k")), "--g-int=1k: '1k' is not a number");
    assert_eq!(said("g-bool", Some("1")), "--g-bool=1: Invalid argument '1'");
    assert_eq!(said("g-flag", Some("true")), "--g-flag=true: doesn't allow an argument");
    assert_eq!(said("g-str", None), "--g-str: requires an argument");
    assert_eq!(said("gone", Some("x")), "--gone: unrecognized option");
    assert_eq!(said("g-str", Some("")), "");
    assert_eq!(said("g-int", Some("-9223372036854775808")), "");
}

#[test]
fn init_says_where_the_node_is() {
    let configuration = Configuration {
        lightning_dir: "/home/alice/.lightning/a/regtest",
        rpc_file: "lightning-rpc",
        startup: true,
        network: "regtest",
        features: &with_features([]),
    };
    let expected = r#"{"options":{"o":007},"configuration":{"lightning-dir":"/home/alice/.lightning/a/regtest","rpc-file":"lightning-rpc","startup":true,"network":"regtest","feature_set":{"init":"800898880a8a59a1","node":"808898880a8a59a1","channel":"","invoice":"02000002024100","bolt12_offer":"","bolt12_invreq":"","bolt12_invoice":"020000","channel_type":"08800000800000"}}}"#;
    assert_eq!(params(r#"{"o":007}"#, &configuration), expected);
}

#[test]
fn only_disable_in_the_result_disables() {
    for (result, reason) in [(r#"{"disable":"at init"}"#, "at init"), (r#"{"disable":null}"#, "null")] {
        let answer = format!(r#"{{"jsonrpc":"2.0","id":"i","result":{result}}}"#);
        assert_eq!(disabled(answer.as_bytes()).as_deref(), Some(reason));
    }
    for ready in [
        r#"{"id":"i","result":{}}"#,
        r#"{"id":"i","error":{"code":1,"message":"m"}}"#,
        r#"{"id":"i","disable":"x"}"#,
        r#"{"id":"i","result":"disable"}"#,
    ] {
        assert_eq!(disabled(ready.as_bytes()), None, "{ready}");
    }
}
