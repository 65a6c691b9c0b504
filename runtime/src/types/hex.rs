//! `hex`: any number of bytes.

use std::fmt;

use zeroize::Zeroize;

use super::parse_error::scalar_from_str;
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// Any number of bytes, as a string of an even number of hex digits.
///
/// In the schema: type `hex`, such as a raw transaction or an onion. Either case is read, lower case is
/// written.
///
/// ```
/// use cln_runtime::Hex;
///
/// let hex: Hex = "DEADbeef".parse()?;
/// assert_eq!(hex.as_bytes(), [0xde, 0xad, 0xbe, 0xef]);
/// assert_eq!(hex.to_string(), "deadbeef");
/// assert!("abc".parse::<Hex>().is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hex(Vec<u8>);

impl Hex {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, without copying them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The text of `token`, if that is a string of an even number of hex digits (and no prefix).
pub(super) fn digits<'a>(token: Token<'a>, expected: &'static str) -> Result<&'a [u8], TokenError> {
    match token {
        Token::Text(text) if text.len() % 2 == 0 && const_hex::check_raw(text) => Ok(text),
        Token::Text(_) => Err(TokenError::format(expected)),
        _ => Err(TokenError::kind(expected)),
    }
}

impl Scalar for Hex {
    const EXPECTED: &'static str = "a string of an even number of hex digits";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match const_hex::decode(digits(token, Self::EXPECTED)?) {
            Ok(bytes) => Ok(Self(bytes)),
            Err(_) => Err(TokenError::format(Self::EXPECTED)),
        }
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        digits(token, Self::EXPECTED).map(drop)
    }
}

scalar_slot!(Hex, placeholder: Self::default(), view: |value| ValueRef::Hex(&value.0));
scalar_from_str!(Hex);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&const_hex::encode(&self.0))
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hex({self})")
    }
}

impl AsRef<[u8]> for Hex {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Hex {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Hex {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Hex {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Hex> for Vec<u8> {
    fn from(hex: Hex) -> Self {
        hex.0
    }
}

impl Zeroize for Hex {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
