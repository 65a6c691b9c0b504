//! The function by which a node reads a parameter, as far as the type tells.

use cln_runtime::rules::{Kind, ScalarKind};
use cln_runtime::{MsatOrAny, SatOrAll};

use super::feerate::feerate;
use super::given::{Given, Read, Taken, plain, quoted};
use super::reading;

/// The function; `None` where nothing but the schema is known.
pub fn function(kind: &Kind<'_>) -> Option<Read> {
    match kind {
        Kind::Scalar(kind) | Kind::Bounded(kind, _) => scalar(*kind),
        Kind::Array(_) => Some(|given| array(given, "should be an array")),
        Kind::OneOf(kinds) | Kind::AnyOf(kinds) if kinds.iter().all(is_text_or_integer) => Some(label),
        _ => None,
    }
}

/// What a value of such a kind should be, in the words of a node, where no function says it.
pub fn should_be(kind: &Kind<'_>) -> Option<String> {
    use ScalarKind::{
        Bip340Signature, Currency, JsonObject, JsonObjectOrArray, MsatOrAll, OutputDesc, Signature, StringMap,
    };

    let what = match kind {
        Kind::Scalar(OutputDesc | StringMap | JsonObject) | Kind::Object(_) => "should be an object",
        Kind::Array(_) => "should be an array",
        Kind::Enum(values) => return Some(format!("should be one of {}", values.join(", "))),
        Kind::Scalar(JsonObjectOrArray) => "should be an object or array",
        Kind::Scalar(Signature | Bip340Signature) => "should be a signature",
        Kind::Scalar(MsatOrAll) => "should be a millisatoshi amount or 'all'",
        Kind::Scalar(Currency) => "should be a currency amount",
        _ => return None,
    };
    Some(what.to_owned())
}

fn scalar(kind: ScalarKind) -> Option<Read> {
    Some(match kind {
        ScalarKind::Bool => |given| plain(reading::boolean(given.name, given.value)?),
        ScalarKind::U8 => |given| plain(reading::u8(given.name, given.value)?),
        ScalarKind::U16 => |given| plain(reading::u16(given.name, given.value)?),
        ScalarKind::U32 => |given| plain(reading::u32(given.name, given.value)?),
        ScalarKind::U64 => |given| plain(reading::u64(given.name, given.value)?),
        ScalarKind::I64 => |given| plain(reading::i64(given.name, given.value)?),
        ScalarKind::Number => millionths,
        ScalarKind::String => |given| quoted(reading::text(given.value)),
        ScalarKind::Hex => |given| reading::hex(given.value).map_or(Ok(None), quoted),
        ScalarKind::Hash | ScalarKind::Secret => |given| quoted(reading::hash(given.name, given.value)?),
        ScalarKind::Txid => |given| quoted(reading::txid(given.name, given.value)?),
        ScalarKind::PublicKey => |given| quoted(reading::node_id(given.name, given.value)?),
        ScalarKind::ShortChannelId => |given| quoted(reading::short_channel_id(given.name, given.value)?),
        ScalarKind::ShortChannelIdDir => |given| quoted(reading::short_channel_id_dir(given.name, given.value)?),
        ScalarKind::Outpoint => |given| quoted(reading::outpoint(given.name, given.value)?),
        ScalarKind::Msat | ScalarKind::MsatInteger => |given| plain(reading::msat(given.name, given.value)?.0),
        ScalarKind::Sat => |given| plain(reading::sat(given.name, given.value)?.0),
        ScalarKind::MsatOrAny => msat_or_any,
        ScalarKind::SatOrAll => sat_or_all,
        ScalarKind::Feerate => |given| feerate(given.name, given.value).map(|()| given.as_is()),
        _ => return None,
    })
}

const fn is_text_or_integer(kind: &Kind<'_>) -> bool {
    use ScalarKind::{I64, String, U8, U16, U32, U64};
    matches!(kind, Kind::Scalar(String | I64 | U8 | U16 | U32 | U64))
}

/// The function of a label: a string, or the digits of a number.
///
/// # Errors
/// It is neither.
pub fn label(given: Given<'_>) -> Taken {
    quoted(reading::label(given.name, given.value)?)
}

/// The function of a number with decimals. Its text stays as it is: millionths are what a node makes of it.
///
/// # Errors
/// It is none.
pub fn millionths(given: Given<'_>) -> Taken {
    reading::millionths(given.name, given.value).map(|_| Some(reading::text(given.value)))
}

/// The function of an array, of which the error says `what` it should be.
///
/// # Errors
/// It is none.
pub fn array(given: Given<'_>, what: &str) -> Taken {
    reading::array(given.name, given.value, what).map(|_| given.as_is())
}

fn msat_or_any(given: Given<'_>) -> Taken {
    match reading::msat_or_any(given.name, given.value)? {
        MsatOrAny::Amount(amount) => plain(amount.0),
        MsatOrAny::Any => quoted("any"),
    }
}

fn sat_or_all(given: Given<'_>) -> Taken {
    match reading::sat_or_all(given.name, given.value)? {
        SatOrAll::Amount(amount) => plain(amount.0),
        SatOrAll::All => quoted("all"),
    }
}
