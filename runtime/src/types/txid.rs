//! `txid`: the id of a Bitcoin transaction.

use super::hex_array::any_hex_array;

/// The id of a Bitcoin transaction, as 64 hex digits.
///
/// # Byte order
/// The bytes are in the order of the hex text, the one that nodes, explorers and RPC calls show. Bitcoin
/// itself hashes and transmits them the other way round, and the `bitcoin` crate keeps them so: use
/// [`from_consensus_bytes`](Txid::from_consensus_bytes) and [`to_consensus_bytes`](Txid::to_consensus_bytes)
/// there, or the conversions of the feature `bitcoin`, which do.
///
/// ```
/// use cln_runtime::Txid;
///
/// let txid: Txid = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b".parse()?;
/// assert_eq!(txid.to_byte_array()[0], 0x4a);
/// assert_eq!(txid.to_consensus_bytes()[0], 0x3b);
/// assert_eq!(Txid::from_consensus_bytes(txid.to_consensus_bytes()), txid);
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Txid([u8; 32]);

any_hex_array!(Txid, 32, "a string of 64 hex digits");

impl Txid {
    /// The id whose bytes stand in the order of Bitcoin's own serialization.
    #[must_use]
    pub fn from_consensus_bytes(mut bytes: [u8; 32]) -> Self {
        bytes.reverse();
        Self(bytes)
    }

    /// The bytes in the order of Bitcoin's own serialization.
    #[must_use]
    pub fn to_consensus_bytes(self) -> [u8; 32] {
        let mut bytes = self.0;
        bytes.reverse();
        bytes
    }
}
