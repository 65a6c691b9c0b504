//! A record with a field of every kind.

use cln_runtime::rules::{Array, Bounds, Field, Group, Kind, ScalarKind};
use cln_runtime::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll, MsatOrAny,
    Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Secret, ShortChannelId, ShortChannelIdDir,
    Signature, StringMap, Txid,
};

use super::{Mode, Payment, record};

macro_rules! every {
    ($($index:literal $field:ident: $type:ty = $kind:expr,)*) => {
        /// All fields are optional, so that an instance may hold one alone.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Every {
            $(pub $field: Option<$type>,)*
        }

        static FIELDS: &[Field<'static>] = &[$(Field::optional(stringify!($field), $kind),)*];

        record!(Every { $($index $field,)* } User FIELDS, true, false, &[Group::Paired(&[0, 1, 2])]);
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
    0 flag: bool = Kind::Scalar(ScalarKind::Bool),
    1 i64: i64 = Kind::Scalar(ScalarKind::I64),
    2 u8: u8 = Kind::Scalar(ScalarKind::U8),
    3 u16: u16 = Kind::Scalar(ScalarKind::U16),
    4 u32: u32 = Kind::Scalar(ScalarKind::U32),
    5 u64: u64 = Kind::Scalar(ScalarKind::U64),
    6 number: Number = Kind::Scalar(ScalarKind::Number),
    7 string: String = Kind::Scalar(ScalarKind::String),
    8 hex: Hex = Kind::Scalar(ScalarKind::Hex),
    9 hash: Hash = Kind::Scalar(ScalarKind::Hash),
    10 secret: Secret = Kind::Scalar(ScalarKind::Secret),
    11 txid: Txid = Kind::Scalar(ScalarKind::Txid),
    12 pubkey: PublicKey = Kind::Scalar(ScalarKind::PublicKey),
    13 signature: Signature = Kind::Scalar(ScalarKind::Signature),
    14 bip340sig: Bip340Signature = Kind::Scalar(ScalarKind::Bip340Signature),
    15 scid: ShortChannelId = Kind::Scalar(ScalarKind::ShortChannelId),
    16 scid_dir: ShortChannelIdDir = Kind::Scalar(ScalarKind::ShortChannelIdDir),
    17 outpoint: Outpoint = Kind::Scalar(ScalarKind::Outpoint),
    18 msat: Msat = Kind::Scalar(ScalarKind::Msat),
    19 msat_integer: Msat = Kind::Scalar(ScalarKind::MsatInteger),
    20 sat: Sat = Kind::Scalar(ScalarKind::Sat),
    21 msat_or_all: MsatOrAll = Kind::Scalar(ScalarKind::MsatOrAll),
    22 msat_or_any: MsatOrAny = Kind::Scalar(ScalarKind::MsatOrAny),
    23 sat_or_all: SatOrAll = Kind::Scalar(ScalarKind::SatOrAll),
    24 feerate: Feerate = Kind::Scalar(ScalarKind::Feerate),
    25 currency: Currency = Kind::Scalar(ScalarKind::Currency),
    26 outputdesc: OutputDesc = Kind::Scalar(ScalarKind::OutputDesc),
    27 string_map: StringMap = Kind::Scalar(ScalarKind::StringMap),
    28 json_object_or_array: JsonObjectOrArray = Kind::Scalar(ScalarKind::JsonObjectOrArray),
    29 json_scalar: JsonScalar = Kind::Scalar(ScalarKind::JsonScalar),
    30 proof_field: ProofField = Kind::Scalar(ScalarKind::ProofField),
    31 any: Json = Kind::Any,
    32 mode: Mode = Kind::Enum(Mode::VALUES),
    33 nested: Vec<Vec<u8>> = Kind::Array(&NESTED),
    34 object: Payment = Kind::Object(<Payment as cln_runtime::Record>::SHAPE),
    35 short_string: String = Kind::Bounded(ScalarKind::String, &SHORT),
    36 short_hex: Hex = Kind::Bounded(ScalarKind::Hex, &SHORT),
    37 low_i64: i64 = Kind::Bounded(ScalarKind::I64, &LOW),
    38 low_u64: u64 = Kind::Bounded(ScalarKind::U64, &LOW),
    39 low_number: Number = Kind::Bounded(ScalarKind::Number, &LOW),
    40 low_msat: Msat = Kind::Bounded(ScalarKind::Msat, &LOW),
    41 short_scalar: JsonScalar = Kind::Bounded(ScalarKind::JsonScalar, &SHORT),
    42 low_proof: ProofField = Kind::Bounded(ScalarKind::ProofField, &LOW),
}
