//! Options that are changed while a plugin runs.

use super::super::setconfig::{Setting, judge, params};
use super::super::{PluginOption, Rule};
use super::init::declared;
use crate::wire::{PartKind, Value};

fn dynamic(name: &str, kind: &str, more: &str) -> PluginOption {
    declared(&[&format!(r#""name":"{name}","type":"{kind}","dynamic":true{more}"#)]).remove(0)
}

fn value(json: &str) -> Option<Value<'_>> {
    let kind = match json.as_bytes().first()? {
        b'"' => PartKind::String,
        b'[' => PartKind::Array,
        _ => PartKind::Bare,
    };
    Some(Value { kind, json: json.as_bytes() })
}

#[test]
fn values_are_sent_as_texts() {
    let sent = |option: &PluginOption, val: &str| params(option, value(val)).unwrap();
    assert_eq!(sent(&dynamic("o", "string", ""), "\"new\""), r#"{"config":"o","val":"new"}"#);
    assert_eq!(sent(&dynamic("o", "int", ""), "9"), r#"{"config":"o","val":"9"}"#);
    assert_eq!(sent(&dynamic("o", "bool", ""), "true"), r#"{"config":"o","val":"true"}"#);
    assert_eq!(sent(&dynamic("o", "flag", ""), ""), r#"{"config":"o"}"#);
    let multi = dynamic("o", "string", r#","multi":true"#);
    assert_eq!(sent(&multi, r#"["p",5]"#), r#"{"config":"o","val":["p","5"]}"#);
}

#[test]
fn what_cannot_be_set_never_gets_to_the_plugin() {
    let told = |option: &PluginOption, val: &str| {
        let failure = params(option, value(val)).unwrap_err();
        (failure.code, String::from_utf8(failure.message).unwrap())
    };
    let flag = dynamic("o-dynflag", "flag", "");
    assert_eq!(told(&flag, "true"), (-32602, "o-dynflag does not take a value".to_owned()));
    let multi = dynamic("o-dynm", "string", r#","multi":true"#);
    assert_eq!(told(&multi, "\"p\""), (-32602, "o-dynm is a multi option: val must be an array".to_owned()));
    let fixed = declared(&[r#""name":"o","type":"string""#]).remove(0);
    let reason = "config: Not a dynamic config option: invalid token (see logs for details)";
    assert_eq!(told(&fixed, "\"x\""), (-32602, reason.to_owned()));
}

#[test]
fn a_refusal_goes_to_the_caller() {
    let option = dynamic("o", "string", "");
    let answer = br#"{"id":"i","error":{"code":-32602,"message":"no thanks"}}"#;
    let Ok(Setting::Refused(failure)) = judge(&option, &["bad".to_owned()], answer) else { panic!("it is refused") };
    assert_eq!((failure.code, &*failure.message), (-32602, &b"no thanks"[..]));
    assert_eq!(judge(&option, &["new".to_owned()], br#"{"id":"i","result":null}"#), Ok(Setting::Accepted));
}

#[test]
fn a_malformed_refusal_is_told_so() {
    let option = dynamic("o-dyn", "string", "");
    for answer in [
        r#"{"id":"i","error":{"message":"no code"}}"#,
        r#"{"id":"i","error":{"code":"x","message":"m"}}"#,
        r#"{"id":"i","error":{"code":1}}"#,
        r#"{"id":"i","error":"oops"}"#,
        r#"{"id":"i"}"#,
    ] {
        let Ok(Setting::Malformed(failure, fault)) = judge(&option, &[], answer.as_bytes()) else { panic!("{answer}") };
        assert_eq!((failure.code, &*failure.message), (-1, &b"Malformed setvalue o-dyn plugin return"[..]));
        assert_eq!(
            (fault.rule, &*fault.reason),
            (Rule::SetconfigMalformed, "Invalid setconfig o-dyn response from plugin")
        );
        assert_eq!(fault.offending, answer);
    }
}

#[test]
fn a_bad_integer_that_is_accepted_ends_the_node() {
    let set =
        |kind: &str, value: &str| judge(&dynamic("o", kind, ""), &[value.to_owned()], br#"{"id":"i","result":{}}"#);
    for value in ["zz", "", "0x10", " 7", "1-2", "9223372036854775808"] {
        assert_eq!(set("int", value).unwrap_err().rule, Rule::SetconfigBadInt, "{value}");
    }
    assert_eq!(set("int", "-9"), Ok(Setting::Accepted));
    assert_eq!(set("string", "zz"), Ok(Setting::Accepted));
}
