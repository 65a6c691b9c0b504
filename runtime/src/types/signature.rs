//! `signature` and `bip340sig`.

use std::fmt;

use zeroize::Zeroize;

use super::hex::digits;
use super::hex_array::any_hex_array;
use super::parse_error::scalar_from_str;
use super::{Hex, ParseError};
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// A BIP 340 (Schnorr) signature, as 128 hex digits.
///
/// ```
/// use cln_runtime::Bip340Signature;
///
/// let signature = Bip340Signature::from([0xab; 64]);
/// assert_eq!(signature.to_string(), "ab".repeat(64));
/// assert_eq!("AB".repeat(64).parse(), Ok(signature));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bip340Signature([u8; 64]);

any_hex_array!(Bip340Signature, 64, "a string of 128 hex digits");

/// An ECDSA signature, DER-encoded and perhaps with a sighash byte (BOLT 5), as at most 144 hex digits.
///
/// Only length and digits are checked.
///
/// ```
/// use cln_runtime::Signature;
///
/// let signature: Signature = "3006020101020101".parse()?;
/// assert_eq!(signature.as_bytes().len(), 8);
/// assert!("00".repeat(73).parse::<Signature>().is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature(Hex);

/// Bytes that a [`Signature`] has at most.
const MAX_LEN: usize = 72;

impl Signature {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The bytes, without copying them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

impl Scalar for Signature {
    const EXPECTED: &'static str = "a string of at most 144 hex digits, an even number of them";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        Self::check(token)?;
        Hex::read(token).map(Self)
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        if digits(token, Self::EXPECTED)?.len() > 2 * MAX_LEN {
            return Err(TokenError::format(Self::EXPECTED));
        }
        Ok(())
    }
}

scalar_slot!(Signature, placeholder: Self(Hex::default()), view: |value| ValueRef::Hex(value.as_bytes()));
scalar_from_str!(Signature);

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl AsRef<[u8]> for Signature {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl TryFrom<Vec<u8>> for Signature {
    type Error = ParseError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, ParseError> {
        let hex = Hex::from(bytes);
        if hex.as_bytes().len() > MAX_LEN {
            return Err(ParseError::new("Signature", Self::EXPECTED, &hex.to_string()));
        }
        Ok(Self(hex))
    }
}

impl Zeroize for Signature {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
