//! serde's traits for the domain types.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Debug;

use cln_runtime::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll, MsatOrAny,
    Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Secret, ShortChannelId, ShortChannelIdDir,
    Signature, StringMap, Txid,
};
use serde::de::value::{Error as ValueError, F64Deserializer, MapDeserializer, SeqDeserializer, U128Deserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};

/// Reads `json` and writes it again, through text, through owned text and through a value of serde_json.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) {
    let value: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(), value);
    assert_eq!(serde_json::from_value::<T>(serde_json::from_str(json).unwrap()).unwrap(), value);
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
}

fn refused<T: DeserializeOwned + Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[test]
fn every_type_round_trips() {
    let digits = format!("\"{}\"", "02".repeat(32));
    round_trip::<Hash>(&digits);
    round_trip::<Txid>(&digits);
    round_trip::<Secret>(&digits);
    round_trip::<PublicKey>(&format!("\"{}\"", "02".repeat(33)));
    round_trip::<Bip340Signature>(&format!("\"{}\"", "02".repeat(64)));
    round_trip::<Signature>("\"02\"");
    round_trip::<Hex>("\"\"");
    round_trip::<ShortChannelId>("\"1x2x3\"");
    round_trip::<ShortChannelIdDir>("\"1x2x3/1\"");
    round_trip::<Outpoint>(&format!("\"{}:1\"", "02".repeat(32)));
    round_trip::<Msat>("18446744073709551615");
    round_trip::<Sat>("0");
    round_trip::<MsatOrAll>("\"all\"");
    round_trip::<MsatOrAny>("5");
    round_trip::<SatOrAll>("\"all\"");
    round_trip::<Feerate>("253");
    round_trip::<Feerate>("\"253perkw\"");
    round_trip::<Currency>("\"1.50USD\"");
    round_trip::<OutputDesc>(r#"{"a":1,"b":"all"}"#);
    round_trip::<StringMap>(r#"{"a":"1","b":"2"}"#);
    for number in ["0", "-5", "8789338917165744446", "-9223372036854775808", "1.5", "-0.25"] {
        round_trip::<Number>(number);
    }
    round_trip::<JsonObjectOrArray>("[1,[],{}]");
    round_trip::<JsonScalar>("null");
    round_trip::<ProofField>("\"a\"");
}

#[test]
fn json_round_trips_whatever_it_holds() {
    for json in ["null", "true", "-1", "1.5", r#""a\"\\\nä""#, "[]", "{}", r#"{"a":[{"b":null},[false,"c"]],"d":{}}"#]
    {
        round_trip::<Json>(json);
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    round_trip::<Json>(&deep);
}

#[test]
fn refusals_name_the_rule_and_what_is_expected() {
    assert!(refused::<Hash>("\"beef\"").starts_with("expected a string of 64 hex digits [format]"));
    assert!(refused::<Hash>("5").starts_with("expected a string of 64 hex digits [type]"));
    assert!(refused::<Msat>("-1").contains("[range]"));
    assert!(refused::<Msat>("1.0").contains("[integer]"));
    assert!(refused::<Msat>("{}").contains("[type]"));
    assert!(refused::<Msat>("null").contains("[type]"));
    assert!(refused::<JsonObjectOrArray>("1").starts_with("expected an object or array [type]"));
    assert!(refused::<StringMap>(r#"{"a":1}"#).contains("[type]"));
    assert!(refused::<StringMap>(r#"{"a":"1","a":"2"}"#).contains("[duplicate]"));
}

#[test]
fn floats_keep_what_serde_hands_over() {
    // serde knows floats only: digits beyond their precision are lost on this way, not in the walker.
    let float: F64Deserializer<ValueError> = 1.50.into_deserializer();
    assert_eq!(Number::deserialize(float).unwrap().as_str(), "1.5");
    let number: Number = "1795180919.762698110".parse().unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), "1795180919.7626982");
    assert!(serde_json::to_string(&"1e999".parse::<Number>().unwrap()).is_err());
    assert_eq!(serde_json::from_str::<Number>("1.0").unwrap().as_str(), "1.0");
}

/// The map that serde_json makes of a number where its feature `arbitrary_precision` is on.
fn exact<T: DeserializeOwned>(digits: &str) -> Result<T, ValueError> {
    T::deserialize(MapDeserializer::new([("$serde_json::private::Number", digits)].into_iter()))
}

#[test]
fn exact_numbers_in_disguise_are_numbers() {
    assert_eq!(exact::<Number>("1.50").unwrap().as_str(), "1.50");
    assert_eq!(exact::<Json>("1795180919.762698110").unwrap().as_str(), "1795180919.762698110");
    assert_eq!(exact::<ProofField>("1.50").unwrap().as_str(), "1.50");
    assert_eq!(exact::<Msat>("18446744073709551615").unwrap(), Msat::MAX);
    assert!(exact::<Msat>("1.0").unwrap_err().to_string().contains("[integer]"));
    assert!(exact::<Number>("[]").is_err());
    assert!(exact::<Json>("1, 2").is_err());
    // Inside other values, too.
    let inner = MapDeserializer::new([("$serde_json::private::Number", "1.50")].into_iter());
    let outer = MapDeserializer::<_, ValueError>::new([("a", Deserializable(inner))].into_iter());
    assert_eq!(Json::deserialize(outer).unwrap().as_str(), r#"{"a":1.50}"#);
}

/// A deserializer as a value of another one.
struct Deserializable<D>(D);

impl<'de, D: serde::Deserializer<'de, Error = ValueError>> IntoDeserializer<'de> for Deserializable<D> {
    type Deserializer = D;

    fn into_deserializer(self) -> D {
        self.0
    }
}

#[test]
fn wide_integers_are_read() {
    let wide = |number: u128| -> U128Deserializer<ValueError> { number.into_deserializer() };
    assert_eq!(Number::deserialize(wide(1 << 100)).unwrap().as_str(), "1267650600228229401496703205376");
    assert_eq!(Json::deserialize(wide(1 << 100)).unwrap().as_str(), "1267650600228229401496703205376");
    assert_eq!(Msat::deserialize(wide(5)).unwrap(), Msat(5));
    assert!(Msat::deserialize(wide(1 << 64)).unwrap_err().to_string().contains("[range]"));
}

#[test]
fn not_a_number_is_no_json() {
    for value in [f64::NAN, f64::INFINITY] {
        let float = || -> F64Deserializer<ValueError> { value.into_deserializer() };
        assert!(Number::deserialize(float()).is_err());
        assert!(Json::deserialize(float()).is_err());
        let array = SeqDeserializer::<_, ValueError>::new([value].into_iter());
        assert!(Json::deserialize(array).is_err());
    }
}
