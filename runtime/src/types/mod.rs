//! The domain types: one file each, named after what the schema's type means.
//!
//! | type in a schema | Rust |
//! |---|---|
//! | `boolean`, `integer`, `u8` to `u64`, `string` | `bool`, `i64`, `u8` to `u64`, `String` |
//! | `number` | [`Number`] |
//! | `hex`, `hash`, `txid`, `pubkey`, `secret` | [`Hex`], [`struct@Hash`], [`Txid`], [`PublicKey`], [`Secret`] |
//! | `signature`, `bip340sig` | [`Signature`], [`Bip340Signature`] |
//! | `short_channel_id`, `short_channel_id_dir`, `outpoint` | [`ShortChannelId`], [`ShortChannelIdDir`], [`Outpoint`] |
//! | `msat`, `sat` | [`Msat`], [`Sat`] |
//! | `msat_or_all`, `msat_or_any`, `sat_or_all` | [`MsatOrAll`], [`MsatOrAny`], [`SatOrAll`] |
//! | `feerate`, `currency` | [`Feerate`], [`Currency`] |
//! | `outputdesc`, `string_map` | [`OutputDesc`], [`StringMap`] |
//! | `json_object_or_array`, `json_scalar`, `proof_field` | [`JsonObjectOrArray`], [`JsonScalar`], [`ProofField`] |
//! | none | [`Json`] |
//!
//! Fields whose name says that they are secret are wrapped in [`Sensitive`].

mod amount;
mod amount_between;
mod amount_or_word;
#[cfg(feature = "bitcoin")]
mod bitcoin;
mod currency;
mod digits;
mod entries;
mod feerate;
mod hash;
mod hex;
mod hex_array;
mod json;
mod json_of_kinds;
mod kind;
mod msat;
mod null;
mod number;
mod outpoint;
mod parse_error;
mod pattern;
mod plain;
mod public_key;
mod sat;
#[cfg(feature = "schemars")]
mod schemars;
mod secret;
mod sensitive;
mod short_channel_id;
mod signature;
mod txid;

pub use amount_between::AmountError;
pub use domain::*;
pub use entries::Entries;
pub use null::Null;
pub use parse_error::ParseError;

pub use crate::value::{JsonKind, is_named_elsewhere, is_secret_name, names_a_secret};

pub(crate) use crate::value::Scalar;

/// The types that fields have, and no other name.
pub(crate) mod domain {
    pub use super::amount_or_word::{MsatOrAll, MsatOrAny, SatOrAll};
    pub use super::currency::Currency;
    pub use super::entries::{OutputDesc, StringMap};
    pub use super::feerate::Feerate;
    pub use super::hash::Hash;
    pub use super::hex::Hex;
    pub use super::json_of_kinds::{JsonObject, JsonObjectOrArray, JsonScalar, ProofField};
    pub use super::msat::Msat;
    pub use super::number::Number;
    pub use super::outpoint::Outpoint;
    pub use super::public_key::PublicKey;
    pub use super::sat::Sat;
    pub use super::secret::Secret;
    pub use super::sensitive::Sensitive;
    pub use super::short_channel_id::{ShortChannelId, ShortChannelIdDir};
    pub use super::signature::{Bip340Signature, Signature};
    pub use super::txid::Txid;

    pub use crate::value::{Additional, Json};
}
