//! `secret`: 32 bytes that must not be shown.

use std::fmt;
use std::str::FromStr;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{ParseError, hex_array};
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// A secret of 32 bytes such as a payment preimage (BOLT 2), as 64 hex digits.
///
/// `Debug` redacts it, there is no `Display`, and its memory is wiped when it is dropped. Its text is had
/// by [`to_hex`](Secret::to_hex) alone. Encoding a request writes the true value, of course.
///
/// ```
/// use cln_runtime::Secret;
///
/// let secret = Secret::from([7; 32]);
/// assert_eq!(format!("{secret:?}"), "Secret(<redacted>)");
/// assert_eq!(secret.expose(), &[7; 32]);
/// assert_eq!(secret.to_hex(), "07".repeat(32));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// The bytes.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The secret as 64 lower-case hex digits. The caller has to take care of the copy.
    #[must_use]
    pub fn to_hex(&self) -> String {
        const_hex::encode(self.0)
    }
}

impl Scalar for Secret {
    const EXPECTED: &'static str = "a string of 64 hex digits";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        let mut secret = Self([0; 32]);
        secret.read_into(token).map(|()| secret)
    }

    fn read_into(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        hex_array::read_into(token, Self::EXPECTED, &mut self.0)
    }
}

scalar_slot!(Secret, placeholder: Self([0; 32]), view: |value| ValueRef::Hex(&value.0));

impl From<[u8; 32]> for Secret {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl FromStr for Secret {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::read(Token::Text(text.as_bytes())).map_err(|refused| ParseError::secret("Secret", refused.expected))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(<redacted>)")
    }
}

impl Zeroize for Secret {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}
