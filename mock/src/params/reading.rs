//! How a node reads single parameters, and what it says of those that it cannot read: one function for each of its own.
//!
//! A node looks at the text of a value, not at its kind: most numbers may stand between quotes, most texts without. Where
//! a kind matters, the function says so.

use std::str::FromStr;

use cln_bindings::DelpayPaymentsStatus;
use cln_runtime::{
    Hash, Hex, Msat, MsatOrAny, Outpoint, PublicKey, Sat, SatOrAll, ShortChannelId, ShortChannelIdDir, Txid,
};

use super::{signed, unsigned};
use crate::address::{NotOurs, check};
use crate::network::Network;
use crate::store::{Change, Subsystem};
use crate::wire::{Failure, PartKind, Value};

/// `true` or `false`, without quotes.
pub(crate) fn boolean(name: &str, value: Value<'_>) -> Result<bool, Failure> {
    match (value.kind, value.json) {
        (PartKind::Bare, b"true") => Ok(true),
        (PartKind::Bare, b"false") => Ok(false),
        _ => Err(Failure::bad_param(name, "should be 'true' or 'false'")),
    }
}

pub(crate) fn u64(name: &str, value: Value<'_>) -> Result<u64, Failure> {
    number(value).ok_or_else(|| Failure::bad_param(name, "should be an unsigned 64 bit integer"))
}

pub(crate) fn u32(name: &str, value: Value<'_>) -> Result<u32, Failure> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Failure::bad_param(name, "should be an unsigned 32 bit integer"))
}

pub(crate) fn u16(name: &str, value: Value<'_>) -> Result<u16, Failure> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Failure::bad_param(name, "should be an unsigned 16 bit integer"))
}

pub(crate) fn u8(name: &str, value: Value<'_>) -> Result<u8, Failure> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Failure::bad_param(name, "should be an unsigned 8 bit integer"))
}

pub(crate) fn i64(name: &str, value: Value<'_>) -> Result<i64, Failure> {
    let number = value.is_scalar().then(|| signed(value.token())).flatten();
    number.ok_or_else(|| Failure::bad_param(name, "should be an sign 64 bit integer"))
}

/// What a node calls an integer: an `unsigned int`.
pub(crate) fn integer(name: &str, value: Value<'_>) -> Result<u32, Failure> {
    let number = number(value).and_then(|number| number.try_into().ok());
    number.ok_or_else(|| Failure::bad_param(name, "should be an integer"))
}

/// A number with up to six decimals, in millionths.
pub(crate) fn millionths(name: &str, value: Value<'_>) -> Result<u64, Failure> {
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
    number.ok_or_else(|| Failure::bad_param(name, "should be a non-negative floating-point number"))
}

/// Any value, as its text is written: a node takes what is no string, too, and leaves escapes as they are.
pub(crate) fn text(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.token()).into_owned()
}

/// A string, its escapes resolved. A node knows no `\u`.
pub(crate) fn unescaped(name: &str, value: Value<'_>) -> Result<String, Failure> {
    let plain = value.string().filter(|text| !text.windows(2).any(|pair| pair == b"\\u"));
    match plain {
        Some(_) => Ok(value.unescaped()),
        None => Err(Failure::bad_param(name, "should be a string (without \\u)")),
    }
}

/// A label: a string, its escapes resolved, or the digits of a number.
pub(crate) fn label(name: &str, value: Value<'_>) -> Result<String, Failure> {
    let is_number = value.kind == PartKind::Bare && value.json.iter().all(u8::is_ascii_digit);
    if value.kind == PartKind::String || is_number {
        Ok(value.unescaped())
    } else {
        Err(Failure::bad_param(name, "should be a string or number"))
    }
}

pub(crate) fn hash(name: &str, value: Value<'_>) -> Result<Hash, Failure> {
    parsed(name, value, "should be a 32 byte hex value")
}

/// The preimage of a payment.
pub(crate) fn preimage(name: &str, value: Value<'_>) -> Result<Hash, Failure> {
    parsed(name, value, "should be 64 hex digits")
}

pub(crate) fn txid(name: &str, value: Value<'_>) -> Result<Txid, Failure> {
    parsed(name, value, "should be a txid")
}

pub(crate) fn node_id(name: &str, value: Value<'_>) -> Result<PublicKey, Failure> {
    parsed(name, value, "should be a node id")
}

pub(crate) fn public_key(name: &str, value: Value<'_>) -> Result<PublicKey, Failure> {
    parsed(name, value, "should be a compressed pubkey")
}

pub(crate) fn channel_id(name: &str, value: Value<'_>) -> Result<Hash, Failure> {
    parsed(name, value, "should be a channel id")
}

pub(crate) fn short_channel_id(name: &str, value: Value<'_>) -> Result<ShortChannelId, Failure> {
    parsed(name, value, "should be a short_channel_id of form NxNxN")
}

pub(crate) fn short_channel_id_dir(name: &str, value: Value<'_>) -> Result<ShortChannelIdDir, Failure> {
    parsed(name, value, "should be a short_channel_id_dir of form NxNxN/dir")
}

/// Bytes. What is no hex is nothing to a node, which forgets to refuse it.
pub(crate) fn hex(value: Value<'_>) -> Option<Hex> {
    parse(value)
}

pub(crate) fn outpoint(name: &str, value: Value<'_>) -> Result<Outpoint, Failure> {
    parsed(name, value, "should be a txid:outnum")
}

/// A node id, and perhaps an address behind an `@`, of which nothing is said.
pub(crate) fn node_id_at_host(name: &str, value: Value<'_>) -> Result<String, Failure> {
    let text = text(value);
    let id = text.split_once('@').map_or(text.as_str(), |(id, _)| id);
    match id.parse::<PublicKey>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Failure::bad_param(name, "should be a node id")),
    }
}

/// A PSBT, in base64. Only its beginning and its length are looked at, since many that are documented are made up.
pub(crate) fn psbt(name: &str, value: Value<'_>) -> Result<String, Failure> {
    /// The magic bytes, and the digit that they begin with whatever follows.
    const BEGIN: &str = "cHNidP8";
    /// The magic bytes, a transaction without inputs and outputs, and the end of the first map.
    const SHORTEST: usize = 28;
    let text = text(value);
    if text.starts_with(BEGIN) && text.len() >= SHORTEST {
        return Ok(text);
    }
    Err(Failure::bad_param(name, "Expected a PSBT"))
}

pub(crate) fn msat(name: &str, value: Value<'_>) -> Result<Msat, Failure> {
    parsed(name, value, "should be a millisatoshi amount")
}

pub(crate) fn sat(name: &str, value: Value<'_>) -> Result<Sat, Failure> {
    parsed(name, value, "should be a satoshi amount")
}

/// An amount, or the string `all`, of which the error says nothing.
pub(crate) fn sat_or_all(name: &str, value: Value<'_>) -> Result<SatOrAll, Failure> {
    match value.string() {
        Some(b"all") => Ok(SatOrAll::All),
        _ => sat(name, value).map(SatOrAll::Amount),
    }
}

/// The amount of an invoice: not nothing, or the string `any`.
pub(crate) fn msat_or_any(name: &str, value: Value<'_>) -> Result<MsatOrAny, Failure> {
    let amount = match value.string() {
        Some(b"any") => Some(MsatOrAny::Any),
        _ => parse(value).filter(|amount| *amount > Msat(0)).map(MsatOrAny::Amount),
    };
    amount.ok_or_else(|| Failure::bad_param(name, "should be positive msat or 'any'"))
}

/// What `autoclean` cleans.
pub(crate) fn cleaned(name: &str, value: Value<'_>) -> Result<&'static str, Failure> {
    const SUBSYSTEMS: [&str; 7] = [
        "succeededforwards",
        "failedforwards",
        "succeededpays",
        "failedpays",
        "paidinvoices",
        "expiredinvoices",
        "networkevents",
    ];
    word(name, value, &SUBSYSTEMS, "should be a valid subsystem name")
}

/// The status of a payment.
pub(crate) fn status(name: &str, value: Value<'_>) -> Result<DelpayPaymentsStatus, Failure> {
    match value.token() {
        b"complete" => Ok(DelpayPaymentsStatus::Complete),
        b"failed" => Ok(DelpayPaymentsStatus::Failed),
        b"pending" => Ok(DelpayPaymentsStatus::Pending),
        _ => Err(Failure::bad_param(name, "should be an invoice status")),
    }
}

/// By which of its indexes a list is ordered, or waited for.
pub(crate) fn index(name: &str, value: Value<'_>) -> Result<Change, Failure> {
    let change = value.string().and_then(|text| Change::named(std::str::from_utf8(text).ok()?));
    change.ok_or_else(|| Failure::bad_param(name, "unknown index"))
}

/// Of what rows are counted.
pub(crate) fn subsystem(name: &str, value: Value<'_>) -> Result<Subsystem, Failure> {
    let subsystem = value.string().and_then(|text| Subsystem::named(std::str::from_utf8(text).ok()?));
    subsystem.ok_or_else(|| Failure::bad_param(name, "unknown subsystem"))
}

/// One of some words, a string. The error says `what` it should be.
pub(crate) fn word<'w>(name: &str, value: Value<'_>, words: &[&'w str], what: &str) -> Result<&'w str, Failure> {
    let word = value.string().and_then(|text| words.iter().find(|word| word.as_bytes() == text));
    word.copied().ok_or_else(|| Failure::bad_param(name, what))
}

/// From which level on the log is shown, in either case.
pub(crate) fn level(name: &str, value: Value<'_>) -> Result<(), Failure> {
    let levels = ["io", "trace", "debug", "info", "unusual", "broken", "warn", "error"];
    let is_one = |text: &[u8]| levels.iter().any(|level| level.as_bytes().eq_ignore_ascii_case(text));
    match value.string() {
        Some(text) if is_one(text) => Ok(()),
        _ => Err(Failure::bad_param(name, "should be 'io', 'debug', 'info', or 'unusual'")),
    }
}

/// An address of the node's chain, as it is written. A node has no code for what is none.
pub(crate) fn address(name: &str, value: Value<'_>, network: Network) -> Result<String, Failure> {
    const OTHER: i64 = -1;
    let text = text(value);
    let why = match check(&text, network) {
        Ok(()) => return Ok(text),
        Err(NotOurs::NoAddress) => format!("Could not parse destination address, {name} should be a valid address"),
        Err(NotOurs::OtherChain) => format!("Destination address is not on network {network}"),
    };
    Err(Failure::new(OTHER, why))
}

/// The kind of an address.
pub(crate) fn address_type(name: &str, value: Value<'_>) -> Result<&'static str, Failure> {
    let kind =
        value.string().and_then(|text| ["p2tr", "bech32", "all"].into_iter().find(|kind| kind.as_bytes() == text));
    kind.ok_or_else(|| {
        let start = format!("'{name}' should be 'p2tr', 'bech32', or 'all', not '");
        Failure::invalid_params([start.as_bytes(), value.token(), b"'"].concat())
    })
}

/// The elements of an array. The error says `what` it should be.
pub(crate) fn array<'t>(
    name: &str,
    value: Value<'t>,
    what: &str,
) -> Result<impl Iterator<Item = Value<'t>> + use<'t>, Failure> {
    match value.kind {
        PartKind::Array => Ok(value.members().map(|(_, element)| element)),
        _ => Err(Failure::bad_param(name, what)),
    }
}

/// A key of the datastore: a word, or an array of them.
pub(crate) fn key(name: &str, value: Value<'_>) -> Result<Vec<String>, Failure> {
    match value.kind {
        PartKind::Array if value.members().next().is_none() => Err(Failure::bad_param(name, "should not be empty")),
        PartKind::Array => {
            let word = |element: Value<'_>| match element.is_scalar() {
                true => Ok(text(element)),
                false => Err(Failure::bad_param(name, "should be string")),
            };
            value.members().map(|(_, element)| word(element)).collect()
        }
        PartKind::Object => Err(Failure::bad_param(name, "should be string or array")),
        PartKind::String | PartKind::Bare => Ok(vec![text(value)]),
    }
}

fn number(value: Value<'_>) -> Option<u64> {
    value.is_scalar().then(|| unsigned(value.token())).flatten()
}

/// A value by its text, whatever its kind.
fn parsed<T: FromStr>(name: &str, value: Value<'_>, what: &str) -> Result<T, Failure> {
    parse(value).ok_or_else(|| Failure::bad_param(name, what))
}

fn parse<T: FromStr>(value: Value<'_>) -> Option<T> {
    std::str::from_utf8(value.token()).ok()?.parse().ok()
}
