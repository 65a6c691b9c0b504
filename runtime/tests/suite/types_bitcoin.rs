//! Conversions to and from the types of the `bitcoin` crate.
#![cfg(feature = "bitcoin")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1;
use cln_runtime::{Hash, Outpoint, PublicKey, Sat, Secret, Txid};
use proptest::prelude::*;

/// The generator of secp256k1: the public key of the private key 1.
const GENERATOR: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

#[test]
fn public_keys_are_checked_against_the_curve() {
    let key: PublicKey = GENERATOR.parse().unwrap();
    let checked = secp256k1::PublicKey::try_from(key).unwrap();
    assert_eq!(checked.to_string(), GENERATOR);
    assert_eq!(PublicKey::from(checked), key);
    let nowhere: PublicKey = format!("02{}", "f".repeat(64)).parse().unwrap();
    assert!(secp256k1::PublicKey::try_from(nowhere).is_err());
}

#[test]
fn secrets_are_checked_for_their_range() {
    let one = Secret::from(std::array::from_fn(|index| u8::from(index == 31)));
    let key = secp256k1::SecretKey::try_from(&one).unwrap();
    assert_eq!(Secret::from(key), one);
    assert!(secp256k1::SecretKey::try_from(&Secret::from([0; 32])).is_err());
    assert!(secp256k1::SecretKey::try_from(&Secret::from([0xff; 32])).is_err());
}

#[test]
fn a_hash_is_the_hash_that_bitcoin_computes() {
    let hash = Hash::from(sha256::Hash::hash(b""));
    assert_eq!(hash.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

proptest! {
    #[test]
    fn both_crates_show_the_same_text(bytes: [u8; 32], number: u32, amount: u64) {
        let hash = Hash::from(bytes);
        prop_assert_eq!(sha256::Hash::from(hash).to_string(), hash.to_string());
        prop_assert_eq!(Hash::from(sha256::Hash::from(hash)), hash);

        let txid = Txid::from(bytes);
        prop_assert_eq!(bitcoin::Txid::from(txid).to_string(), txid.to_string());
        prop_assert_eq!(Txid::from(bitcoin::Txid::from(txid)), txid);

        let outpoint = Outpoint { txid, vout: number };
        prop_assert_eq!(bitcoin::OutPoint::from(outpoint).to_string(), outpoint.to_string());
        prop_assert_eq!(Outpoint::from(bitcoin::OutPoint::from(outpoint)), outpoint);

        prop_assert_eq!(bitcoin::Amount::from(Sat(amount)).to_sat(), amount);
        prop_assert_eq!(Sat::from(bitcoin::Amount::from_sat(amount)), Sat(amount));
    }
}
