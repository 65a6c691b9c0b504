//! Amounts, feerates, outpoints and channel ids written as texts: one table, and everyone who judges such a text says
//! what it says.
//!
//! The table is what a node's own parameter parsing does with the texts, in every release since v24.08. A text that
//! nodes read differently is refused: `1.btc`, a number in a feerate or an outpoint with a leading zero.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::model::{Method, Options, lower, with_rules};
use cln_codegen::schema::{Side, parse};
use cln_codegen::text::Source;
use cln_runtime::__private::{Scalar, Token};
use cln_runtime::{
    Feerate, Msat, MsatOrAll, MsatOrAny, Outpoint, Sat, SatOrAll, ShortChannelId, ShortChannelIdDir, Validation,
    Violations,
};
use cln_tests::oracle;
use cln_tools::json_schema::of_method;
use serde_json::{Value, json};

/// What a text of a type is on the wire, or the rule that it breaks.
type Row = (&'static str, Result<&'static str, &'static str>);

const FORMAT: Result<&str, &str> = Err("format");
const RANGE: Result<&str, &str> = Err("range");

/// What is the same in every type of amount.
const NO_AMOUNTS: &[&str] = &[
    "",
    " ",
    "-1",
    "-1sat",
    "+1sat",
    "1 sat",
    " 1sat",
    "1sat ",
    "1SAT",
    "1Sat",
    "1BTC",
    "1MSAT",
    "1e3",
    "1e3sat",
    "1.0",
    "1.5",
    "1.5msat",
    "1.000sat",
    "1.5sat",
    "10.001sat",
    "1.btc",
    ".1btc",
    ".btc",
    "btc",
    "sat",
    "msat",
    "1..0btc",
    "1.0.0btc",
    "1,5btc",
    "1_000sat",
    "0x10",
    "0x10sat",
    "1sats",
    "1satoshi",
    "1msats",
    "1btcs",
    "1bit",
    "1\0",
    "0.000000000001btc",
    "\u{661}sat",
    "\u{ff11}",
    "1\u{a0}sat",
    "All",
    "ALL",
    " all",
    "NaN",
    "Infinity",
    "null",
];

const MSAT: &[Row] = &[
    ("0", Ok("0")),
    ("1000", Ok("1000")),
    ("007", Ok("7")),
    ("0msat", Ok("0")),
    ("000msat", Ok("0")),
    ("1msat", Ok("1")),
    ("10000msat", Ok("10000")),
    ("10sat", Ok("10000")),
    ("1btc", Ok("100000000000")),
    ("1.5btc", Ok("150000000000")),
    ("0.0003btc", Ok("30000000")),
    ("0.00030000000btc", Ok("30000000")),
    ("00.1btc", Ok("10000000000")),
    ("0.00000000001btc", Ok("1")),
    ("21000000btc", Ok("2100000000000000000")),
    ("20999999.9769btc", Ok("2099999997690000000")),
    ("18446744073709551615", Ok("18446744073709551615")),
    ("18446744073709551616", RANGE),
    ("18446744073709551616msat", RANGE),
    ("18446744073709551sat", Ok("18446744073709551000")),
    ("18446744073709552sat", RANGE),
    ("184467440btc", Ok("18446744000000000000")),
    ("184467441btc", RANGE),
    ("184467440.73709551615btc", Ok("18446744073709551615")),
    ("184467440.73709551616btc", RANGE),
    ("184467440.7btc", Ok("18446744070000000000")),
    ("184467440.8btc", RANGE),
    ("99999999999999999999999999999999999999999sat", RANGE),
    ("99999999999999999999999999999999999999999.9btc", RANGE),
];

const SAT: &[Row] = &[
    ("0", Ok("0")),
    ("1000", Ok("1000")),
    ("007sat", Ok("7")),
    ("0msat", Ok("0")),
    ("00msat", FORMAT),
    ("000msat", FORMAT),
    ("0000msat", Ok("0")),
    ("1msat", FORMAT),
    ("1001msat", FORMAT),
    ("10000msat", Ok("10")),
    ("10sat", Ok("10")),
    ("1btc", Ok("100000000")),
    ("1.5btc", Ok("150000000")),
    ("0.0003btc", Ok("30000")),
    ("0.00030000btc", Ok("30000")),
    ("0.000300000btc", FORMAT),
    ("0.00030000000btc", FORMAT),
    ("0.00000000001btc", FORMAT),
    ("0.00000001btc", Ok("1")),
    ("21000000btc", Ok("2100000000000000")),
    ("20999999.9769btc", Ok("2099999997690000")),
    ("18446744073709551615sat", Ok("18446744073709551615")),
    ("18446744073709551616sat", RANGE),
    ("18446744073709551615000msat", Ok("18446744073709551615")),
    ("18446744073709551616000msat", RANGE),
    ("184467440737btc", Ok("18446744073700000000")),
    ("184467440738btc", RANGE),
    ("184467440737.09551615btc", Ok("18446744073709551615")),
    ("184467440737.09551616btc", RANGE),
    ("184467440737.1btc", RANGE),
    ("99999999999999999999999999999999999999999msat", FORMAT),
    ("99999999999999999999999999999999999999000msat", RANGE),
];

const FEERATE: &[Row] = &[
    ("0", Ok("0")),
    ("4000", Ok("4000")),
    ("4294967295", Ok("4294967295")),
    ("4294967296", FORMAT),
    ("4000perkb", Ok("\"4000perkb\"")),
    ("253perkw", Ok("\"253perkw\"")),
    ("0perkw", Ok("\"0perkw\"")),
    ("6blocks", Ok("\"6blocks\"")),
    ("urgent", Ok("\"urgent\"")),
    ("min_acceptable", Ok("\"min_acceptable\"")),
    ("4294967295perkw", Ok("\"4294967295perkw\"")),
    ("4294967296perkw", FORMAT),
    ("00", FORMAT),
    ("04000", FORMAT),
    ("0x4000", FORMAT),
    ("010blocks", FORMAT),
    ("0253perkw", FORMAT),
    ("00perkb", FORMAT),
    ("", FORMAT),
    ("-1", FORMAT),
    ("+1", FORMAT),
    ("1.0", FORMAT),
    ("1e3", FORMAT),
    ("perkw", FORMAT),
    ("1 perkw", FORMAT),
    ("1.5perkw", FORMAT),
    ("253PERKW", FORMAT),
    ("253perkwperkw", FORMAT),
    ("Urgent", FORMAT),
    ("\u{661}blocks", FORMAT),
];

const OUTPOINT: &[Row] = &[
    (
        "ABababababababababababababababababababababababababababababababab:0",
        Ok("\"abababababababababababababababababababababababababababababababab:0\""),
    ),
    (
        "abababababababababababababababababababababababababababababababab:4294967295",
        Ok("\"abababababababababababababababababababababababababababababababab:4294967295\""),
    ),
    ("abababababababababababababababababababababababababababababababab:4294967296", FORMAT),
    ("abababababababababababababababababababababababababababababababab:010", FORMAT),
    ("abababababababababababababababababababababababababababababababab:00", FORMAT),
    ("abababababababababababababababababababababababababababababababab:0x1", FORMAT),
    ("abababababababababababababababababababababababababababababababab:-1", FORMAT),
    ("abababababababababababababababababababababababababababababababab:", FORMAT),
    ("abababababababababababababababababababababababababababababababab", FORMAT),
    ("abababababababababababababababababababababababababababababababab:0:0", FORMAT),
    ("ab:0", FORMAT),
    ("", FORMAT),
];

/// Every node reads these numbers as decimal, so zeros before them change nothing.
const SHORT_CHANNEL_ID: &[Row] = &[
    ("103x1x0", Ok("\"103x1x0\"")),
    ("0103x010x01", Ok("\"103x10x1\"")),
    ("16777215x16777215x65535", Ok("\"16777215x16777215x65535\"")),
    ("16777216x0x0", FORMAT),
    ("0x16777216x0", FORMAT),
    ("0x0x65536", FORMAT),
    ("103x1", FORMAT),
    ("103x1x0x0", FORMAT),
    ("103X1X0", FORMAT),
    ("103:1:0", FORMAT),
    ("+103x1x0", FORMAT),
    ("103x-1x0", FORMAT),
    ("103x 1x0", FORMAT),
    ("103x1x0/1", FORMAT),
    ("", FORMAT),
];

const SHORT_CHANNEL_ID_DIR: &[Row] = &[
    ("103x1x0/0", Ok("\"103x1x0/0\"")),
    ("0103x010x01/1", Ok("\"103x10x1/1\"")),
    ("103x1x0/01", FORMAT),
    ("103x1x0/2", FORMAT),
    ("103x1x0/", FORMAT),
    ("103x1x0", FORMAT),
];

/// All who judge texts of one type.
struct Judges {
    name: &'static str,
    schema: String,
    method: Method,
    exported: jsonschema::Validator,
    /// What the type makes of a text: its JSON, and its `Display`; or the rule.
    read: fn(&str) -> Result<(String, String), String>,
}

fn read<T>(text: &str) -> Result<(String, String), String>
where
    T: Scalar + std::str::FromStr + std::fmt::Display + serde::Serialize + Clone,
{
    let by_token = T::read(Token::Text(text.as_bytes())).map_err(|refused| refused.rule.to_string());
    assert_eq!(text.parse::<T>().is_ok(), by_token.is_ok(), "{text}: FromStr reads what a JSON string is read as");
    by_token.map(|value| (serde_json::to_string(&value).unwrap(), value.to_string()))
}

impl Judges {
    fn of<T>(name: &'static str) -> Self
    where
        T: Scalar + std::str::FromStr + std::fmt::Display + serde::Serialize + Clone,
    {
        let schema = json!({
            "rpc": "texts", "title": "Texts",
            "request": {"required": ["text"], "properties": {"text": {"type": name}}},
            "response": {"required": [], "properties": {}}
        })
        .to_string();
        let mut diagnostics = Diagnostics::new();
        let document = parse(Arc::new(Source::new("texts.json", schema.clone())), &mut diagnostics).unwrap();
        let method = lower(&document, "texts.json", &Options::default(), &mut diagnostics).unwrap();
        let exported: Value = serde_json::from_str(&of_method(&method, Side::Request)).unwrap();
        let exported = jsonschema::draft202012::new(&exported).unwrap();
        Self { name, schema, method, exported, read: read::<T> }
    }

    fn hold(&self, text: &str, expected: Result<&str, &str>) {
        let (name, read) = (self.name, (self.read)(text));
        let value = read.as_ref().map(|(json, _)| json.as_str()).map_err(String::as_str);
        assert_eq!(value, expected, "type {name} of {text:?}");
        if let Ok((_, shown)) = &read {
            assert_eq!((self.read)(shown), read, "{name}: what Display writes of {text:?} is the same value");
            assert_eq!(self.rules(shown), Ok(()), "{name}: what Display writes of {text:?} is valid");
        }
        assert_eq!(self.rules(text), expected.map(drop).map_err(str::to_owned), "{name} {text:?}");
    }

    /// What the others say of a text.
    fn rules(&self, text: &str) -> Result<(), String> {
        let instance = json!({ "text": text });
        let bytes = instance.to_string();
        let found = oracle::judge(&self.schema, oracle::Side::Request, &bytes);
        let verdict = found.first().map_or(Ok(()), |finding| Err(finding.rule.to_owned()));
        let [whole, streamed] = with_rules(&self.method, Side::Request, |shape| {
            [
                Validation::new().validate_json(bytes.as_bytes(), shape),
                Validation::new().validate_reader(bytes.as_bytes(), shape),
            ]
        })
        .unwrap();
        for (judge, found) in [("from bytes", whole), ("from a stream", streamed)] {
            assert_eq!(first_rule(found), verdict, "{} {text:?}: {judge}, and the oracle", self.name);
        }
        assert_eq!(self.exported.is_valid(&instance), verdict.is_ok(), "{} {text:?}: the JSON Schema", self.name);
        verdict
    }
}

fn first_rule(found: Result<(), Violations>) -> Result<(), String> {
    found.map_err(|violations| violations.iter().map(|violation| violation.rule().to_string()).collect())
}

#[test]
fn amounts_are_read_as_a_node_reads_them() {
    let types = [
        (Judges::of::<Msat>("msat"), MSAT, None),
        (Judges::of::<MsatOrAll>("msat_or_all"), MSAT, Some("all")),
        (Judges::of::<MsatOrAny>("msat_or_any"), MSAT, Some("any")),
        (Judges::of::<Sat>("sat"), SAT, None),
        (Judges::of::<SatOrAll>("sat_or_all"), SAT, Some("all")),
    ];
    for (judges, rows, word) in types {
        for &(text, expected) in rows {
            judges.hold(text, expected);
        }
        for text in NO_AMOUNTS {
            judges.hold(text, FORMAT);
        }
        for other in ["all", "any"] {
            let itself = format!("{other:?}");
            judges.hold(other, if word == Some(other) { Ok(&itself) } else { FORMAT });
        }
    }
}

#[test]
fn other_texts_are_read_as_a_node_reads_them() {
    let types = [
        (Judges::of::<Feerate>("feerate"), FEERATE),
        (Judges::of::<Outpoint>("outpoint"), OUTPOINT),
        (Judges::of::<ShortChannelId>("short_channel_id"), SHORT_CHANNEL_ID),
        (Judges::of::<ShortChannelIdDir>("short_channel_id_dir"), SHORT_CHANNEL_ID_DIR),
    ];
    for (judges, rows) in types {
        for &(text, expected) in rows {
            judges.hold(text, expected);
        }
    }
}

/// Whole numbers, no point: some releases read `btc` with decimals alone, some with 8 or 11 of them.
#[test]
fn amounts_are_shown_as_every_node_reads_them() {
    for (text, msat, sat) in [("0.0003btc", "30000000msat", "30000sat"), ("1btc", "100000000000msat", "100000000sat")] {
        assert_eq!(text.parse::<Msat>().unwrap().to_string(), msat);
        assert_eq!(text.parse::<MsatOrAny>().unwrap().to_string(), msat);
        assert_eq!(text.parse::<Sat>().unwrap().to_string(), sat);
        assert_eq!(text.parse::<SatOrAll>().unwrap().to_string(), sat);
    }
    assert_eq!("4000".parse::<Feerate>().unwrap().to_string(), "4000");
}
