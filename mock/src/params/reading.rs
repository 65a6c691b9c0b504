//! How a node reads single parameters, and what it says of those that it cannot read: one function for each of its own.

use cln_bindings::DelpayPaymentsStatus;
use cln_protocol::params::Refusal;
use cln_runtime::PublicKey;

pub(crate) use cln_protocol::params::reading::*;

use crate::address::{NotOurs, check};
use crate::network::Network;
use crate::store::{Change, Subsystem};
use crate::wire::{PartKind, Value};

/// A node id, and perhaps an address behind an `@`, of which nothing is said.
pub(crate) fn node_id_at_host(name: &str, value: Value<'_>) -> Result<String, Refusal> {
    let text = text(value);
    let id = text.split_once('@').map_or(text.as_str(), |(id, _)| id);
    match id.parse::<PublicKey>() {
        Ok(_) => Ok(text),
        Err(_) => Err(Refusal::parameter(name, "should be a node id")),
    }
}

/// A PSBT, in base64. Only its beginning and its length are looked at, since many that are documented are made up.
pub(crate) fn psbt(name: &str, value: Value<'_>) -> Result<String, Refusal> {
    /// The magic bytes, and the digit that they begin with whatever follows.
    const BEGIN: &str = "cHNidP8";
    /// The magic bytes, a transaction without inputs and outputs, and the end of the first map.
    const SHORTEST: usize = 28;
    let text = text(value);
    if text.starts_with(BEGIN) && text.len() >= SHORTEST {
        return Ok(text);
    }
    Err(Refusal::parameter(name, "Expected a PSBT"))
}

/// What `autoclean` cleans.
pub(crate) fn cleaned(name: &str, value: Value<'_>) -> Result<&'static str, Refusal> {
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
pub(crate) fn status(name: &str, value: Value<'_>) -> Result<DelpayPaymentsStatus, Refusal> {
    match value.token() {
        b"complete" => Ok(DelpayPaymentsStatus::Complete),
        b"failed" => Ok(DelpayPaymentsStatus::Failed),
        b"pending" => Ok(DelpayPaymentsStatus::Pending),
        _ => Err(Refusal::parameter(name, "should be an invoice status")),
    }
}

/// By which of its indexes a list is ordered, or waited for.
pub(crate) fn index(name: &str, value: Value<'_>) -> Result<Change, Refusal> {
    let change = value.string().and_then(|text| Change::named(std::str::from_utf8(text).ok()?));
    change.ok_or_else(|| Refusal::parameter(name, "unknown index"))
}

/// Of what rows are counted.
pub(crate) fn subsystem(name: &str, value: Value<'_>) -> Result<Subsystem, Refusal> {
    let subsystem = value.string().and_then(|text| Subsystem::named(std::str::from_utf8(text).ok()?));
    subsystem.ok_or_else(|| Refusal::parameter(name, "unknown subsystem"))
}

/// One of some words, a string. The error says `what` it should be.
pub(crate) fn word<'w>(name: &str, value: Value<'_>, words: &[&'w str], what: &str) -> Result<&'w str, Refusal> {
    let word = value.string().and_then(|text| words.iter().find(|word| word.as_bytes() == text));
    word.copied().ok_or_else(|| Refusal::parameter(name, what))
}

/// From which level on the log is shown, in either case.
pub(crate) fn level(name: &str, value: Value<'_>) -> Result<(), Refusal> {
    let levels = ["io", "trace", "debug", "info", "unusual", "broken", "warn", "error"];
    let is_one = |text: &[u8]| levels.iter().any(|level| level.as_bytes().eq_ignore_ascii_case(text));
    match value.string() {
        Some(text) if is_one(text) => Ok(()),
        _ => Err(Refusal::parameter(name, "should be 'io', 'debug', 'info', or 'unusual'")),
    }
}

/// An address of the node's chain, as it is written. A node has no code for what is none.
pub(crate) fn address(name: &str, value: Value<'_>, network: Network) -> Result<String, Refusal> {
    const OTHER: i64 = -1;
    let text = text(value);
    let why = match check(&text, network) {
        Ok(()) => return Ok(text),
        Err(NotOurs::NoAddress) => format!("Could not parse destination address, {name} should be a valid address"),
        Err(NotOurs::OtherChain) => format!("Destination address is not on network {network}"),
    };
    Err(Refusal::Request { code: OTHER, message: why.into_bytes() })
}

/// The kind of an address.
pub(crate) fn address_type(name: &str, value: Value<'_>) -> Result<&'static str, Refusal> {
    let kind =
        value.string().and_then(|text| ["p2tr", "bech32", "all"].into_iter().find(|kind| kind.as_bytes() == text));
    kind.ok_or_else(|| {
        let start = format!("'{name}' should be 'p2tr', 'bech32', or 'all', not '");
        Refusal::invalid([start.as_bytes(), value.token(), b"'"].concat())
    })
}

/// A key of the datastore: a word, or an array of them.
pub(crate) fn key(name: &str, value: Value<'_>) -> Result<Vec<String>, Refusal> {
    match value.kind {
        PartKind::Array if value.members().next().is_none() => Err(Refusal::parameter(name, "should not be empty")),
        PartKind::Array => {
            let word = |element: Value<'_>| match element.is_scalar() {
                true => Ok(text(element)),
                false => Err(Refusal::parameter(name, "should be string")),
            };
            value.members().map(|(_, element)| word(element)).collect()
        }
        PartKind::Object => Err(Refusal::parameter(name, "should be string or array")),
        PartKind::String | PartKind::Bare => Ok(vec![text(value)]),
    }
}
