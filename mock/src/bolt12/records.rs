//! The records of a message, and the hash over them.

use std::ops::RangeInclusive;

use bitcoin::hashes::{Hash as _, sha256};
use bitcoin::secp256k1::schnorr::Signature;
use bitcoin::secp256k1::{self, Message, PublicKey, Secp256k1};
use lightning::util::ser::{BigSize, Readable as _};

/// The number of the signature's record.
pub(super) const SIGNATURE: u64 = 240;

/// The numbers of records that are not signed.
const SIGNATURES: RangeInclusive<u64> = 240..=1000;

/// The numbers of an offer's records.
const OFFER: [RangeInclusive<u64>; 2] = [1..=79, 1_000_000_000..=1_999_999_999];

pub(super) struct Record<'b> {
    pub(super) number: u64,
    pub(super) value: &'b [u8],
    pub(super) whole: &'b [u8],
    /// How the number is written.
    written: &'b [u8],
}

impl Record<'_> {
    pub(super) fn is_signature(&self) -> bool {
        SIGNATURES.contains(&self.number)
    }

    fn is_of_offer(&self) -> bool {
        OFFER.iter().any(|numbers| numbers.contains(&self.number))
    }
}

pub(super) fn read(bytes: &[u8]) -> Option<Vec<Record<'_>>> {
    let mut records = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let start = rest;
        let number = BigSize::read(&mut rest).ok()?.0;
        let written = start.get(..start.len() - rest.len())?;
        let length = usize::try_from(BigSize::read(&mut rest).ok()?.0).ok()?;
        let value;
        (value, rest) = rest.split_at_checked(length)?;
        let whole = start.get(..start.len() - rest.len())?;
        records.push(Record { number, value, whole, written });
    }
    Some(records)
}

/// How a node names the offer that is in a message: by a hash over its records as they are, not over their tree.
pub(super) fn offer_id(records: &[Record<'_>]) -> [u8; 32] {
    let offer: Vec<_> = records.iter().filter(|record| record.is_of_offer()).map(|record| record.whole).collect();
    sha256::Hash::hash(&offer.concat()).to_byte_array()
}

/// Whether who has the key has signed these records.
pub(super) fn check_signature(
    message: &str,
    signed: &[&Record<'_>],
    signature: &[u8],
    key: PublicKey,
) -> Result<(), secp256k1::Error> {
    let hash = signed_hash(message, signed).ok_or(secp256k1::Error::InvalidMessage)?;
    let signature = Signature::from_slice(signature)?;
    Secp256k1::verification_only().verify_schnorr(&signature, &hash, &key.x_only_public_key().0)
}

/// What is signed of the records of a message of this name.
pub(super) fn signed_hash(message: &str, signed: &[&Record<'_>]) -> Option<Message> {
    let hash = tagged(format!("lightning{message}signature").as_bytes(), &[root(signed)?.as_ref()]);
    Some(Message::from_digest(hash.to_byte_array()))
}

/// The root of the tree of hashes that BOLT 12 makes of records.
fn root(records: &[&Record<'_>]) -> Option<sha256::Hash> {
    let nonce = [b"LnNonce", records.first()?.whole].concat();
    let leaf = |record: &&Record<'_>| branch(tagged(b"LnLeaf", &[record.whole]), tagged(&nonce, &[record.written]));
    let mut level: Vec<sha256::Hash> = records.iter().map(leaf).collect();
    while level.len() > 1 {
        level = level.chunks(2).map(|pair| pair.iter().copied().reduce(branch)).collect::<Option<_>>()?;
    }
    level.first().copied()
}

fn branch(one: sha256::Hash, other: sha256::Hash) -> sha256::Hash {
    tagged(b"LnBranch", &[one.min(other).as_ref(), one.max(other).as_ref()])
}

fn tagged(tag: &[u8], parts: &[&[u8]]) -> sha256::Hash {
    let tag = sha256::Hash::hash(tag).to_byte_array();
    sha256::Hash::hash(&[&[&tag[..], &tag[..]], parts].concat().concat())
}
