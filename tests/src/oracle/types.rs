//! The dialect's types: which JSON kind each takes, and what it demands of it.

use super::amount::{self, Unit};
use super::json::Json;
use super::{lexical, number};

/// How amounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amounts {
    /// As integers.
    Integers,
    /// As integers, or millisatoshi as `"1000msat"`.
    OldStrings,
    /// As integers, or as strings in any unit.
    AnyUnit,
}

/// The rule that `value` breaks as a value of the type called `name`, if any.
pub(super) fn broken_rule(name: &str, value: &Json, amounts: Amounts) -> Option<&'static str> {
    match name {
        "string" => kind(matches!(value, Json::Text(_))),
        "boolean" => kind(matches!(value, Json::Bool(_))),
        "null" => kind(matches!(value, Json::Null)),
        "array" => kind(matches!(value, Json::Array(_))),
        "object" | "outputdesc" | "string_map" => kind(matches!(value, Json::Object(_))),
        "number" => kind(matches!(value, Json::Number(_))),
        "json_object_or_array" => kind(matches!(value, Json::Object(_) | Json::Array(_))),
        "json_scalar" => kind(matches!(value, Json::Text(_) | Json::Number(_) | Json::Null)),
        "proof_field" => kind(matches!(value, Json::Text(_) | Json::Number(_))),
        "integer" => integer(value, i64::MIN.into(), i64::MAX.into()),
        "u8" => integer(value, 0, u8::MAX.into()),
        "u16" => integer(value, 0, u16::MAX.into()),
        "u32" => integer(value, 0, u32::MAX.into()),
        "u64" => integer(value, 0, u64::MAX.into()),
        "msat" => amount(value, Unit::Msat, None, amounts),
        "msat_or_all" => amount(value, Unit::Msat, Some("all"), amounts),
        "msat_or_any" => amount(value, Unit::Msat, Some("any"), amounts),
        "sat" => amount(value, Unit::Sat, None, amounts),
        "sat_or_all" => amount(value, Unit::Sat, Some("all"), amounts),
        "feerate" => feerate(value),
        _ => text_of(value, lexical_check(name)),
    }
}

/// What the text of a string type has to look like.
#[expect(clippy::panic, reason = "judging by a type that is not understood would be guessing")]
fn lexical_check(name: &str) -> fn(&str) -> bool {
    match name {
        "hex" => lexical::is_hex,
        "hash" | "secret" | "txid" => lexical::is_32_bytes,
        "pubkey" => lexical::is_pubkey,
        "signature" => lexical::is_signature,
        "bip340sig" => lexical::is_bip340sig,
        "short_channel_id" => lexical::is_short_channel_id,
        "short_channel_id_dir" => lexical::is_short_channel_id_dir,
        "outpoint" => lexical::is_outpoint,
        "currency" => lexical::is_currency,
        _ => panic!("the dialect has no type `{name}`"),
    }
}

fn kind(is_right: bool) -> Option<&'static str> {
    (!is_right).then_some("type")
}

fn integer(value: &Json, least: i128, greatest: i128) -> Option<&'static str> {
    match value {
        Json::Number(text) => number::broken_integer_rule(text, least, greatest),
        _ => Some("type"),
    }
}

fn text_of(value: &Json, is_right: fn(&str) -> bool) -> Option<&'static str> {
    match value {
        Json::Text(text) => (!is_right(text)).then_some("format"),
        _ => Some("type"),
    }
}

/// An amount, or the one word that may stand for it.
fn amount(value: &Json, unit: Unit, word: Option<&str>, amounts: Amounts) -> Option<&'static str> {
    let Json::Text(text) = value else {
        return integer(value, 0, u64::MAX.into());
    };
    match amounts {
        _ if word == Some(text) => None,
        Amounts::AnyUnit => amount::broken_amount_rule(text, unit),
        Amounts::OldStrings if unit == Unit::Msat && text.ends_with("msat") => amount::broken_amount_rule(text, unit),
        Amounts::OldStrings if unit == Unit::Msat => Some("format"),
        // Where a word may stand, a string is the right kind; where none may, it is not.
        _ => Some(if word.is_some() { "format" } else { "type" }),
    }
}

/// A fee rate: as a number, it is per 1000 virtual bytes and a `u32` like those with a unit.
fn feerate(value: &Json) -> Option<&'static str> {
    match value {
        Json::Number(_) => integer(value, 0, u32::MAX.into()),
        _ => text_of(value, amount::is_feerate),
    }
}
