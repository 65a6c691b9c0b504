//! Conversions to and from the types of the `bitcoin` crate (feature `bitcoin`).

use ::bitcoin::hashes::Hash as _;
use ::bitcoin::hashes::sha256;
use ::bitcoin::secp256k1;
use ::bitcoin::{Amount, OutPoint};

use super::{Hash, Outpoint, PublicKey, Sat, Secret, Txid};

impl From<sha256::Hash> for Hash {
    fn from(hash: sha256::Hash) -> Self {
        Self::from(hash.to_byte_array())
    }
}

impl From<Hash> for sha256::Hash {
    fn from(hash: Hash) -> Self {
        Self::from_byte_array(hash.to_byte_array())
    }
}

/// Turns the byte order round, so that both show the same text.
impl From<::bitcoin::Txid> for Txid {
    fn from(txid: ::bitcoin::Txid) -> Self {
        Self::from_consensus_bytes(txid.to_byte_array())
    }
}

/// Turns the byte order round, so that both show the same text.
impl From<Txid> for ::bitcoin::Txid {
    fn from(txid: Txid) -> Self {
        Self::from_byte_array(txid.to_consensus_bytes())
    }
}

impl From<OutPoint> for Outpoint {
    fn from(outpoint: OutPoint) -> Self {
        Self { txid: outpoint.txid.into(), vout: outpoint.vout }
    }
}

impl From<Outpoint> for OutPoint {
    fn from(outpoint: Outpoint) -> Self {
        Self { txid: outpoint.txid.into(), vout: outpoint.vout }
    }
}

impl From<Amount> for Sat {
    fn from(amount: Amount) -> Self {
        Self(amount.to_sat())
    }
}

impl From<Sat> for Amount {
    fn from(amount: Sat) -> Self {
        Self::from_sat(amount.0)
    }
}

impl From<secp256k1::PublicKey> for PublicKey {
    fn from(key: secp256k1::PublicKey) -> Self {
        Self::from_compressed(key.serialize())
    }
}

/// Checks that the point lies on the curve.
impl TryFrom<PublicKey> for secp256k1::PublicKey {
    type Error = secp256k1::Error;

    fn try_from(key: PublicKey) -> Result<Self, secp256k1::Error> {
        Self::from_slice(key.as_bytes())
    }
}

/// Checks that the number lies in the range of private keys.
impl TryFrom<&Secret> for secp256k1::SecretKey {
    type Error = secp256k1::Error;

    fn try_from(secret: &Secret) -> Result<Self, secp256k1::Error> {
        Self::from_slice(secret.expose())
    }
}

impl From<secp256k1::SecretKey> for Secret {
    fn from(key: secp256k1::SecretKey) -> Self {
        Self::from(key.secret_bytes())
    }
}
