//! Numbers, JSON values and objects with free keys.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cln_runtime::__private::{Reflect, Scalar, Token, TokenError, ValueRef};
use cln_runtime::{
    Json, JsonKind, JsonObjectOrArray, JsonScalar, Number, OutputDesc, ProofField, Rule, Sat, SatOrAll, StringMap,
};
use proptest::prelude::*;

fn json<T: Scalar>(text: &str) -> Result<T, Rule> {
    T::read(Token::Json(text)).map_err(|refused| refused.rule)
}

#[test]
fn numbers_keep_their_text() {
    for text in ["0", "-0", "1.50", "1795180919.762698110", "1e3", "-1.5E-10", "123456789012345678901234567890"] {
        let number: Number = text.parse().unwrap();
        assert_eq!(number.as_str(), text);
        assert!(matches!(number.view(), ValueRef::Number(shown) if shown == text));
        assert_eq!(Number::check(Token::Number(text)), Ok(()));
    }
    assert_ne!("1.50".parse::<Number>(), "1.5".parse::<Number>());
}

#[test]
fn numbers_are_those_of_json() {
    for text in ["", "-", "+1", "01", "1.", ".5", "1e", "0x1", "NaN", "inf", " 1", "1 ", "1,5", "\"1\"", "1 2"] {
        assert!(text.parse::<Number>().is_err(), "{text:?}");
        assert_eq!(Number::check(Token::Number(text)), Err(TokenError::kind("a number")), "{text:?}");
    }
    assert_eq!(Number::check(Token::Text(b"1")), Err(TokenError::kind("a number")));
}

#[test]
fn numbers_convert_where_they_are_exact() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(number("18446744073709551616").as_u64(), None);
    assert_eq!(number("-5").as_u64(), None);
    assert_eq!(number("-5").as_i64(), Some(-5));
    assert_eq!(number("1.0").as_i64(), None);
    assert_eq!(number("1.5").as_f64(), 1.5);
    assert_eq!(number("1e999").as_f64(), f64::INFINITY);
    assert_eq!(Number::from(-7_i64).as_str(), "-7");
    assert_eq!(Number::try_from(0.1).unwrap().as_str(), "0.1");
    assert!(Number::try_from(f64::NAN).is_err());
    assert!(Number::try_from(f64::INFINITY).is_err());
}

#[test]
fn json_is_checked_and_compact() {
    let value: Json = " { \"a b\" : [ 1.50 , \"x\\n y\" , null ] } ".parse().unwrap();
    assert_eq!(value.as_str(), r#"{"a b":[1.50,"x\n y",null]}"#);
    assert!(matches!(value.view(), ValueRef::Json(text) if text == value.as_str()));
    for wrong in ["", "{", "[1,]", "01", "nul", "1 2", "{\"a\"}", "\"\u{1}\""] {
        assert!(wrong.parse::<Json>().is_err(), "{wrong:?}");
        assert_eq!(Json::check(Token::Json(wrong)).unwrap_err().rule, Rule::Json, "{wrong:?}");
    }
}

#[test]
fn json_has_six_kinds() {
    for (text, kind) in [
        ("null", JsonKind::Null),
        ("true", JsonKind::Bool),
        ("false", JsonKind::Bool),
        ("-1", JsonKind::Number),
        ("\"\"", JsonKind::String),
        (" []", JsonKind::Array),
        (" {}", JsonKind::Object),
    ] {
        assert_eq!(text.parse::<Json>().unwrap().kind(), kind, "{text}");
    }
}

#[test]
fn every_token_is_json() {
    for (token, text) in [
        (Token::Null, "null"),
        (Token::Bool(true), "true"),
        (Token::Number("1.50"), "1.50"),
        (Token::Text(b"a\"\\\n"), r#""a\"\\\n""#),
        (Token::Json("[ ]"), "[]"),
    ] {
        assert_eq!(Json::read(token).unwrap().as_str(), text);
        assert_eq!(Json::check(token), Ok(()));
    }
    assert_eq!(Json::from(5_u64).as_str(), "5");
    assert_eq!(Json::from(-5_i64).as_str(), "-5");
    assert_eq!(Json::from(false).as_str(), "false");
    assert_eq!(Json::from(Number::from(7_u64)).into_string(), "7");
}

#[test]
fn limited_json_takes_its_kinds_only() {
    let values = ["{}", "[]", "\"a\"", "1.5", "null", "true"];
    let taken = |check: fn(Token<'_>) -> Result<(), TokenError>| values.map(|value| check(Token::Json(value)).is_ok());
    assert_eq!(taken(JsonObjectOrArray::check), [true, true, false, false, false, false]);
    assert_eq!(taken(JsonScalar::check), [false, false, true, true, true, false]);
    assert_eq!(taken(ProofField::check), [false, false, true, true, false, false]);
    for value in values {
        let token = Token::Json(value);
        assert_eq!(JsonScalar::check(token), JsonScalar::read(token).map(drop));
        assert_eq!(ProofField::try_from(value.parse::<Json>().unwrap()).is_ok(), ProofField::check(token).is_ok());
    }
    assert_eq!(ProofField::check(Token::Null), Err(TokenError::kind("a number or string")));
    assert_eq!(JsonScalar::read(Token::Text(b"a")).unwrap().as_str(), "\"a\"");
    assert_eq!(JsonScalar::check(Token::Json(" null")), Ok(()));
    assert_eq!(format!("{:?}", JsonScalar::read(Token::Null).unwrap()), "JsonScalar(null)");
    assert_eq!(Json::from("[1]".parse::<JsonObjectOrArray>().unwrap()).kind(), JsonKind::Array);
    assert_eq!(json::<JsonScalar>("{"), Err(Rule::Json));
}

#[test]
fn string_maps_keep_order_and_refuse_the_rest() {
    let map: StringMap = json(r#"{"b": "1", "a": "2", "": ""}"#).unwrap();
    let entries: Vec<_> = map.iter().map(|(key, value)| (key, value.as_str())).collect();
    assert_eq!(entries, [("b", "1"), ("a", "2"), ("", "")]);
    assert_eq!((map.len(), map.is_empty(), map.get("c")), (3, false, None));
    assert!(matches!(map.view(), ValueRef::Json(r#"{"b":"1","a":"2","":""}"#)));
    assert_eq!(json::<StringMap>("{ }").unwrap(), StringMap::new());
    for (wrong, rule) in [
        (r#"{"a": 1}"#, Rule::Type),
        (r#"{"a": null}"#, Rule::Type),
        (r#"{"a": {}}"#, Rule::Type),
        ("[]", Rule::Type),
        ("null", Rule::Type),
        (r#"{"a": "1", "a": "1"}"#, Rule::Duplicate),
        (r#"{"a": "1", "\u0061": "1"}"#, Rule::Duplicate),
        (r#"{"a": "1""#, Rule::Json),
        (r#"{} {}"#, Rule::Json),
    ] {
        assert_eq!(json::<StringMap>(wrong), Err(rule), "{wrong}");
    }
    assert_eq!(StringMap::check(Token::Text(b"{}")), Err(TokenError::kind(StringMap::EXPECTED)));
}

#[test]
fn inserting_keeps_the_text_in_step() {
    let mut map = StringMap::new();
    assert_eq!(map.to_string(), "{}");
    assert_eq!(map.insert("a\"b", "1\n".to_owned()), None);
    assert_eq!(map.insert("c", "2".to_owned()), None);
    assert_eq!(map.as_json(), r#"{"a\"b":"1\n","c":"2"}"#);
    assert_eq!(map.insert("a\"b", "3".to_owned()), Some("1\n".to_owned()));
    assert_eq!(map.as_json(), r#"{"a\"b":"3","c":"2"}"#);
    assert_eq!(map.as_json().parse::<StringMap>().unwrap(), map);
    assert_eq!(format!("{map:?}"), r#"{"a\"b": "3", "c": "2"}"#);
}

#[test]
fn outputs_are_amounts_in_satoshi() {
    let outputs: OutputDesc =
        json(r#"{"bc1a": 1000, "bc1b": "1000sat", "bc1c": "all", "bc1d": "1000000msat"}"#).unwrap();
    let amount = SatOrAll::Amount(Sat(1000));
    let amounts: Vec<_> = outputs.iter().map(|(_, amount)| *amount).collect();
    assert_eq!(amounts, [amount, amount, SatOrAll::All, amount]);
    // What was read is written as it was.
    assert_eq!(outputs.as_json(), r#"{"bc1a":1000,"bc1b":"1000sat","bc1c":"all","bc1d":"1000000msat"}"#);
    let built = OutputDesc::from_iter([("bc1a", SatOrAll::All), ("bc1b", amount)]);
    assert_eq!(built.as_json(), r#"{"bc1a":"all","bc1b":1000}"#);
    assert_eq!(json::<OutputDesc>(r#"{"bc1a": -1}"#), Err(Rule::Range));
    assert_eq!(json::<OutputDesc>(r#"{"bc1a": 1.5}"#), Err(Rule::Integer));
    assert_eq!(json::<OutputDesc>(r#"{"bc1a": "any"}"#), Err(Rule::Format));
    assert_eq!(json::<OutputDesc>(r#"{"bc1a": true}"#), Err(Rule::Type));
}

proptest! {
    #[test]
    fn numbers_round_trip(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,5})?") {
        let number: Number = text.parse().unwrap();
        prop_assert_eq!(number.to_string(), text);
    }

    #[test]
    fn floats_round_trip(value in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
        prop_assert_eq!(Number::try_from(value).unwrap().as_f64(), value);
    }

    #[test]
    fn strings_become_json(text: String) {
        let json = Json::from(text.as_str());
        prop_assert_eq!(json.as_str().parse(), Ok(json.clone()));
        prop_assert_eq!(serde_json::from_str::<String>(json.as_str()).unwrap(), text);
    }

    #[test]
    fn maps_round_trip(entries in proptest::collection::vec((".*", ".*"), 0..6)) {
        let map: StringMap = entries.into_iter().collect();
        prop_assert_eq!(map.to_string().parse(), Ok(map));
    }
}
