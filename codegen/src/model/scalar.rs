//! From the dialect's types to the runtime's scalar kinds.

use cln_runtime::Writer;
use cln_runtime::rules::ScalarKind;

use crate::schema::{Type, Version};

/// The first release that writes amounts as integers only.
const INTEGER_AMOUNTS: &str = "v23.05";

/// The scalar kind of a type, if it is a scalar.
pub fn scalar_kind(ty: Type, writer: Writer, since: Option<&Version>) -> Option<ScalarKind> {
    Some(match ty {
        Type::String => ScalarKind::String,
        Type::Boolean => ScalarKind::Bool,
        Type::Integer => ScalarKind::I64,
        Type::Number => ScalarKind::Number,
        Type::U8 => ScalarKind::U8,
        Type::U16 => ScalarKind::U16,
        Type::U32 => ScalarKind::U32,
        Type::U64 => ScalarKind::U64,
        Type::Hex => ScalarKind::Hex,
        Type::Hash => ScalarKind::Hash,
        Type::Secret => ScalarKind::Secret,
        Type::Txid => ScalarKind::Txid,
        Type::Pubkey => ScalarKind::PublicKey,
        Type::Signature => ScalarKind::Signature,
        Type::Bip340Sig => ScalarKind::Bip340Signature,
        Type::ShortChannelId => ScalarKind::ShortChannelId,
        Type::ShortChannelIdDir => ScalarKind::ShortChannelIdDir,
        Type::Outpoint => ScalarKind::Outpoint,
        Type::Msat => msat(writer, since),
        Type::Sat => ScalarKind::Sat,
        Type::MsatOrAll => ScalarKind::MsatOrAll,
        Type::SatOrAll => ScalarKind::SatOrAll,
        Type::MsatOrAny => ScalarKind::MsatOrAny,
        Type::Feerate => ScalarKind::Feerate,
        Type::OutputDesc => ScalarKind::OutputDesc,
        Type::Currency => ScalarKind::Currency,
        Type::StringMap => ScalarKind::StringMap,
        Type::JsonObjectOrArray => ScalarKind::JsonObjectOrArray,
        Type::JsonScalar => ScalarKind::JsonScalar,
        Type::ProofField => ScalarKind::ProofField,
        Type::Null => ScalarKind::Null,
        Type::Object | Type::Array => return None,
    })
}

/// Users may write an amount as a string; nodes did so before v23.05.
fn msat(writer: Writer, since: Option<&Version>) -> ScalarKind {
    let integers: Option<Version> = INTEGER_AMOUNTS.parse().ok();
    let strings_too = match (since, &integers) {
        (Some(since), Some(integers)) => since < integers,
        _ => false,
    };
    if writer == Writer::User || strings_too { ScalarKind::Msat } else { ScalarKind::MsatInteger }
}

/// What a reader should know of a scalar beyond its type.
pub(super) const fn unit(kind: ScalarKind) -> Option<&'static str> {
    match kind {
        ScalarKind::Msat | ScalarKind::MsatInteger | ScalarKind::MsatOrAll | ScalarKind::MsatOrAny => {
            Some("Unit: millisatoshi.")
        }
        ScalarKind::Sat | ScalarKind::SatOrAll => Some("Unit: satoshi."),
        _ => None,
    }
}
