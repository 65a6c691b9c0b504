//! A record with a field of every kind.

use cln_runtime::rules::{Array, Bounds, Field, Group, GroupKind, Kind, ScalarKind};
use cln_runtime::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll, MsatOrAny,
    Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Secret, ShortChannelId, ShortChannelIdDir,
    Signature, StringMap, Txid,
};

use super::{Mode, Payment, record};

macro_rules! every {
    ($($field:ident: $type:ty = $kind:expr,)*) => {
        /// All fields are optional, so that an instance may hold one alone.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Every {
            $(pub $field: Option<$type>,)*
        }

        static FIELDS: &[Field<'static>] = &[$(Field::optional(stringify!($field), $kind),)*];

        record!(Every { $($field,)* } Client FIELDS, true, false, &[Group::new(GroupKind::Paired, &[0, 1, 2])]);
    };
}

const fn length(min_length: u64, max_length: u64) -> Bounds<'static> {
    Bounds { min_length: Some(min_length), max_length: Some(max_length), ..Bounds::NONE }
}

const fn range(minimum: i128, maximum: i128) -> Bounds<'static> {
    Bounds { minimum: Some(minimum), maximum: Some(maximum), ..Bounds::NONE }
}

static SHORT: Bounds = length(2, 4);
static LOW: Bounds = range(-3, 3);
static TIGHT: Array<'static> = Array { items: Kind::Scalar(ScalarKind::U8), min_items: Some(1), max_items: Some(2) };
static NESTED: Array<'static> = Array { items: Kind::Array(&TIGHT), min_items: None, max_items: None };

every! {
    flag: bool = Kind::Scalar(ScalarKind::Bool),
    i64: i64 = Kind::Scalar(ScalarKind::I64),
    u8: u8 = Kind::Scalar(ScalarKind::U8),
    u16: u16 = Kind::Scalar(ScalarKind::U16),
    u32: u32 = Kind::Scalar(ScalarKind::U32),
    u64: u64 = Kind::Scalar(ScalarKind::U64),
    number: Number = Kind::Scalar(ScalarKind::Number),
    string: String = Kind::Scalar(ScalarKind::String),
    hex: Hex = Kind::Scalar(ScalarKind::Hex),
    hash: Hash = Kind::Scalar(ScalarKind::Hash),
    secret: Secret = Kind::Scalar(ScalarKind::Secret),
    txid: Txid = Kind::Scalar(ScalarKind::Txid),
    pubkey: PublicKey = Kind::Scalar(ScalarKind::PublicKey),
    signature: Signature = Kind::Scalar(ScalarKind::Signature),
    bip340sig: Bip340Signature = Kind::Scalar(ScalarKind::Bip340Signature),
    scid: ShortChannelId = Kind::Scalar(ScalarKind::ShortChannelId),
    scid_dir: ShortChannelIdDir = Kind::Scalar(ScalarKind::ShortChannelIdDir),
    outpoint: Outpoint = Kind::Scalar(ScalarKind::Outpoint),
    msat: Msat = Kind::Scalar(ScalarKind::Msat),
    msat_integer: Msat = Kind::Scalar(ScalarKind::MsatInteger),
    sat: Sat = Kind::Scalar(ScalarKind::Sat),
    msat_or_all: MsatOrAll = Kind::Scalar(ScalarKind::MsatOrAll),
    msat_or_any: MsatOrAny = Kind::Scalar(ScalarKind::MsatOrAny),
    sat_or_all: SatOrAll = Kind::Scalar(ScalarKind::SatOrAll),
    feerate: Feerate = Kind::Scalar(ScalarKind::Feerate),
    currency: Currency = Kind::Scalar(ScalarKind::Currency),
    outputdesc: OutputDesc = Kind::Scalar(ScalarKind::OutputDesc),
    string_map: StringMap = Kind::Scalar(ScalarKind::StringMap),
    json_object_or_array: JsonObjectOrArray = Kind::Scalar(ScalarKind::JsonObjectOrArray),
    json_scalar: JsonScalar = Kind::Scalar(ScalarKind::JsonScalar),
    proof_field: ProofField = Kind::Scalar(ScalarKind::ProofField),
    any: Json = Kind::Any,
    mode: Mode = Kind::Enum(Mode::VALUES),
    nested: Vec<Vec<u8>> = Kind::Array(&NESTED),
    object: Payment = Kind::Object(<Payment as cln_runtime::Record>::SHAPE),
    short_string: String = Kind::Bounded(ScalarKind::String, &SHORT),
    short_hex: Hex = Kind::Bounded(ScalarKind::Hex, &SHORT),
    low_i64: i64 = Kind::Bounded(ScalarKind::I64, &LOW),
    low_u64: u64 = Kind::Bounded(ScalarKind::U64, &LOW),
    low_number: Number = Kind::Bounded(ScalarKind::Number, &LOW),
    low_msat: Msat = Kind::Bounded(ScalarKind::Msat, &LOW),
    short_scalar: JsonScalar = Kind::Bounded(ScalarKind::JsonScalar, &SHORT),
    low_proof: ProofField = Kind::Bounded(ScalarKind::ProofField, &LOW),
}
