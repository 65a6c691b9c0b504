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

mod additional;
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
mod msat;
mod null;
mod number;
mod outpoint;
mod parse_error;
mod pattern;
mod plain;
mod public_key;
mod redact;
mod sat;
pub(crate) mod scalar;
#[cfg(feature = "schemars")]
mod schemars;
mod secret;
mod secret_name;
mod sensitive;
mod serde;
mod short_channel_id;
mod signature;
mod txid;

pub use additional::Additional;
pub use amount_between::AmountError;
pub use amount_or_word::{MsatOrAll, MsatOrAny, SatOrAll};
pub use currency::Currency;
pub use entries::{Entries, OutputDesc, StringMap};
pub use feerate::Feerate;
pub use hash::Hash;
pub use hex::Hex;
pub use json::{Json, JsonKind};
pub use json_of_kinds::{JsonObject, JsonObjectOrArray, JsonScalar, ProofField};
pub use msat::Msat;
pub use null::Null;
pub use number::Number;
pub use outpoint::Outpoint;
pub use parse_error::ParseError;
pub use public_key::PublicKey;
pub use sat::Sat;
pub(crate) use scalar::Scalar;
pub use secret::Secret;
pub use secret_name::is_secret_name;
pub use sensitive::Sensitive;
pub use short_channel_id::{ShortChannelId, ShortChannelIdDir};
pub use signature::{Bip340Signature, Signature};
pub use txid::Txid;
