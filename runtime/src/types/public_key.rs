//! `pubkey`: a compressed secp256k1 public key.

use super::ParseError;
use super::hex_array::{self, hex_array};
use super::pattern::HEX;
use crate::value::{Scalar, Token, TokenError};

/// A compressed public key such as a node id (BOLT 1), as 66 hex digits that start with `02` or `03`.
///
/// Only the form is checked, not whether the point lies on the curve: that takes longer than all other
/// decoding together, and a node vouches for what it writes. The feature `bitcoin` has the conversion that
/// checks.
///
/// ```
/// use cln_runtime::PublicKey;
///
/// let key: PublicKey = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798".parse()?;
/// assert_eq!(key.as_bytes()[0], 0x02);
/// assert!(PublicKey::try_from([4; 33]).is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 33]);

hex_array!(PublicKey, 33);

/// Whether the first byte is one that a compressed key can start with.
const fn is_compressed(bytes: &[u8; 33]) -> bool {
    matches!(bytes, [0x02 | 0x03, ..])
}

impl Scalar for PublicKey {
    const EXPECTED: &'static str = "a string of 66 hex digits that starts with 02 or 03";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        let mut key = Self([0; 33]);
        key.read_into(token).map(|()| key)
    }

    fn read_into(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        hex_array::read_into(token, Self::EXPECTED, &mut self.0)?;
        if is_compressed(&self.0) {
            return Ok(());
        }
        self.0.fill(0);
        Err(TokenError::format(Self::EXPECTED))
    }

    fn pattern() -> Option<String> {
        Some(format!("0[23]{HEX}{{64}}"))
    }
}

#[cfg(feature = "bitcoin")]
impl PublicKey {
    /// Bytes that are known to be a compressed key.
    pub(super) const fn from_compressed(bytes: [u8; 33]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<[u8; 33]> for PublicKey {
    type Error = ParseError;

    fn try_from(bytes: [u8; 33]) -> Result<Self, ParseError> {
        if is_compressed(&bytes) {
            return Ok(Self(bytes));
        }
        let found = const_hex::Buffer::<33>::new().format(&bytes).to_owned();
        Err(ParseError::new("PublicKey", Self::EXPECTED, &found))
    }
}
