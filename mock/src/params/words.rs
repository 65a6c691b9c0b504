//! What a node says of parameters that are not as they should be.

use cln_runtime::rules::{Kind, ScalarKind};

/// What a parameter of this kind should be.
pub(super) fn should_be(kind: &Kind<'_>) -> String {
    let what = match kind {
        Kind::Scalar(kind) | Kind::Bounded(kind, _) => scalar(*kind),
        Kind::Array(_) => "should be an array",
        Kind::Object(_) => "should be an object",
        Kind::Enum(values) => return format!("should be one of {}", values.join(", ")),
        _ => "should be as documented",
    };
    what.to_owned()
}

/// In a node's words, where it has some of its own for the type.
const fn scalar(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Bool => "should be 'true' or 'false'",
        ScalarKind::U8 => "should be an unsigned 8 bit integer",
        ScalarKind::U16 => "should be an unsigned 16 bit integer",
        ScalarKind::U32 => "should be an unsigned 32 bit integer",
        ScalarKind::U64 => "should be an unsigned 64 bit integer",
        ScalarKind::I64 => "should be an integer",
        ScalarKind::Number => "should be a number",
        ScalarKind::String => "should be a string",
        ScalarKind::Hex => "should be a hex value",
        ScalarKind::Hash => "should be a 32 byte hex value",
        ScalarKind::Secret => "should be 64 hex digits",
        ScalarKind::Txid => "should be a txid",
        ScalarKind::PublicKey => "should be a node id",
        ScalarKind::Signature | ScalarKind::Bip340Signature => "should be a signature",
        ScalarKind::ShortChannelId => "should be a short_channel_id",
        ScalarKind::ShortChannelIdDir => "should be a short_channel_id_dir",
        ScalarKind::Outpoint => "should be a txid:outnum",
        ScalarKind::Msat | ScalarKind::MsatInteger => "should be a millisatoshi amount",
        ScalarKind::Sat => "should be a satoshi amount",
        ScalarKind::MsatOrAll => "should be a millisatoshi amount or 'all'",
        ScalarKind::MsatOrAny => "should be positive msat or 'any'",
        ScalarKind::SatOrAll => "should be a satoshi amount or 'all'",
        ScalarKind::Feerate => "should be a feerate",
        ScalarKind::Currency => "should be a currency amount",
        ScalarKind::OutputDesc | ScalarKind::StringMap | ScalarKind::JsonObject => "should be an object",
        ScalarKind::JsonObjectOrArray => "should be an object or array",
        _ => "should be as documented",
    }
}

/// Parameters of which some are missing.
pub(super) fn together(names: &[&str]) -> String {
    match names {
        [one, other] => format!("Must set both {one} and {other}, or neither"),
        names => format!("Must set all of {}, or none", names.join(", ")),
    }
}

/// Parameters of which more than one is given.
pub(super) fn not_together(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("Can only specify one of {} or {last}", others.join(", "))
        }
        _ => "Can only specify one".to_owned(),
    }
}

/// A parameter without the one that it needs.
pub(super) fn only_with(name: &str, needed: &str) -> String {
    format!("Can only specify {{{name}}} with {{{needed}}}")
}
