//! How a node reads single parameters, and what it says of those that it cannot read: one function for each of its own.
//!
//! A node looks at the text of a value, not at its kind: most numbers may stand between quotes, most texts without. Where
//! a kind matters, the function says so. Each fails if the value is not what the function is for.
#![allow(clippy::missing_errors_doc, reason = "said once, above")]

use std::str::FromStr;

use cln_runtime::{
    Hash, Hex, Msat, MsatOrAny, Outpoint, PublicKey, Sat, SatOrAll, ShortChannelId, ShortChannelIdDir, Txid,
};

use super::{Refusal, signed, unsigned};
use crate::wire::{PartKind, Value};

/// `true` or `false`, without quotes.
pub fn boolean(name: &str, value: Value<'_>) -> Result<bool, Refusal> {
    match (value.kind, value.json) {
        (PartKind::Bare, b"true") => Ok(true),
        (PartKind::Bare, b"false") => Ok(false),
        _ => Err(Refusal::parameter(name, "should be 'true' or 'false'")),
    }
}

/// An unsigned integer of 64 bits.
pub fn u64(name: &str, value: Value<'_>) -> Result<u64, Refusal> {
    number(value).ok_or_else(|| Refusal::parameter(name, "should be an unsigned 64 bit integer"))
}

/// An unsigned integer of 32 bits.
pub fn u32(name: &str, value: Value<'_>) -> Result<u32, Refusal> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Refusal::parameter(name, "should be an unsigned 32 bit integer"))
}

/// An unsigned integer of 16 bits.
pub fn u16(name: &str, value: Value<'_>) -> Result<u16, Refusal> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Refusal::parameter(name, "should be an unsigned 16 bit integer"))
}

/// An unsigned integer of 8 bits.
pub fn u8(name: &str, value: Value<'_>) -> Result<u8, Refusal> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Refusal::parameter(name, "should be an unsigned 8 bit integer"))
}

/// A signed integer of 64 bits.
pub fn i64(name: &str, value: Value<'_>) -> Result<i64, Refusal> {
    let number = value.is_scalar().then(|| signed(value.token())).flatten();
    number.ok_or_else(|| Refusal::parameter(name, "should be an sign 64 bit integer"))
}

/// What a node calls an integer: an `unsigned int`.
pub fn integer(name: &str, value: Value<'_>) -> Result<u32, Refusal> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Refusal::parameter(name, "should be an integer"))
}

/// A number with up to six decimals, in millionths.
pub fn millionths(name: &str, value: Value<'_>) -> Result<u64, Refusal> {
    let text = value.is_scalar().then(|| std::str::from_utf8(value.token()).ok()).flatten();
    let number = text.and_then(|text| {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals = format!("{decimals:0<6}");
        // What is beyond millionths is dropped.
        let (millionths, rest) = decimals.split_at_checked(6)?;
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, millionths) = (are_digits(rest) && are_digits(whole) && are_digits(millionths))
            .then(|| Some((whole.parse::<u64>().ok()?, millionths.parse::<u64>().ok()?)))??;
        whole.checked_mul(1_000_000)?.checked_add(millionths)
    });
    number.ok_or_else(|| Refusal::parameter(name, "should be a non-negative floating-point number"))
}

/// Any value, as its text is written: a node takes what is no string, too, and leaves escapes as they are.
pub fn text(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.token()).into_owned()
}

/// A string, its escapes resolved. A node knows no `\u`.
pub fn unescaped(name: &str, value: Value<'_>) -> Result<String, Refusal> {
    let plain = value.string().filter(|text| !text.windows(2).any(|pair| pair == b"\\u"));
    match plain {
        Some(_) => Ok(value.unescaped()),
        None => Err(Refusal::parameter(name, "should be a string (without \\u)")),
    }
}

/// A label: a string, its escapes resolved, or the digits of a number.
pub fn label(name: &str, value: Value<'_>) -> Result<String, Refusal> {
    let is_number = value.kind == PartKind::Bare && value.json.iter().all(u8::is_ascii_digit);
    if value.kind == PartKind::String || is_number {
        Ok(value.unescaped())
    } else {
        Err(Refusal::parameter(name, "should be a string or number"))
    }
}

/// 32 bytes.
pub fn hash(name: &str, value: Value<'_>) -> Result<Hash, Refusal> {
    parsed(name, value, "should be a 32 byte hex value")
}

/// The preimage of a payment.
pub fn preimage(name: &str, value: Value<'_>) -> Result<Hash, Refusal> {
    parsed(name, value, "should be 64 hex digits")
}

/// The id of a transaction.
pub fn txid(name: &str, value: Value<'_>) -> Result<Txid, Refusal> {
    parsed(name, value, "should be a txid")
}

/// The id of a node.
pub fn node_id(name: &str, value: Value<'_>) -> Result<PublicKey, Refusal> {
    parsed(name, value, "should be a node id")
}

/// A public key.
pub fn public_key(name: &str, value: Value<'_>) -> Result<PublicKey, Refusal> {
    parsed(name, value, "should be a compressed pubkey")
}

/// The id of a channel.
pub fn channel_id(name: &str, value: Value<'_>) -> Result<Hash, Refusal> {
    parsed(name, value, "should be a channel id")
}

/// The place of a channel in the chain.
pub fn short_channel_id(name: &str, value: Value<'_>) -> Result<ShortChannelId, Refusal> {
    parsed(name, value, "should be a short_channel_id of form NxNxN")
}

/// The place of a channel in the chain, and a direction.
pub fn short_channel_id_dir(name: &str, value: Value<'_>) -> Result<ShortChannelIdDir, Refusal> {
    parsed(name, value, "should be a short_channel_id_dir of form NxNxN/dir")
}

/// Bytes. What is no hex is nothing to a node, which forgets to refuse it.
pub fn hex(value: Value<'_>) -> Option<Hex> {
    parse(value)
}

/// An output of a transaction.
pub fn outpoint(name: &str, value: Value<'_>) -> Result<Outpoint, Refusal> {
    parsed(name, value, "should be a txid:outnum")
}

/// An amount in millisatoshi.
pub fn msat(name: &str, value: Value<'_>) -> Result<Msat, Refusal> {
    parsed(name, value, "should be a millisatoshi amount")
}

/// An amount in satoshi.
pub fn sat(name: &str, value: Value<'_>) -> Result<Sat, Refusal> {
    parsed(name, value, "should be a satoshi amount")
}

/// An amount, or the string `all`, of which the error says nothing.
pub fn sat_or_all(name: &str, value: Value<'_>) -> Result<SatOrAll, Refusal> {
    match value.string() {
        Some(b"all") => Ok(SatOrAll::All),
        _ => sat(name, value).map(SatOrAll::Amount),
    }
}

/// The amount of an invoice: not nothing, or the string `any`.
pub fn msat_or_any(name: &str, value: Value<'_>) -> Result<MsatOrAny, Refusal> {
    let amount = match value.string() {
        Some(b"any") => Some(MsatOrAny::Any),
        _ => parse(value).filter(|amount| *amount > Msat(0)).map(MsatOrAny::Amount),
    };
    amount.ok_or_else(|| Refusal::parameter(name, "should be positive msat or 'any'"))
}

/// The elements of an array. The error says `what` it should be.
pub fn array<'t>(
    name: &str,
    value: Value<'t>,
    what: &str,
) -> Result<impl Iterator<Item = Value<'t>> + use<'t>, Refusal> {
    match value.kind {
        PartKind::Array => Ok(value.members().map(|(_, element)| element)),
        _ => Err(Refusal::parameter(name, what)),
    }
}

fn number(value: Value<'_>) -> Option<u64> {
    value.is_scalar().then(|| unsigned(value.token())).flatten()
}

/// A value by its text, whatever its kind.
fn parsed<T: FromStr>(name: &str, value: Value<'_>, what: &str) -> Result<T, Refusal> {
    parse(value).ok_or_else(|| Refusal::parameter(name, what))
}

fn parse<T: FromStr>(value: Value<'_>) -> Option<T> {
    std::str::from_utf8(value.token()).ok()?.parse().ok()
}
