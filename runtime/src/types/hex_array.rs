//! What the types of a fixed number of hex digits share.

use crate::value::{Token, TokenError};

/// Decodes a token that is a string of exactly `2 * N` hex digits, either case.
///
/// The length is compared first: the decoder would read past a `0x` prefix, and a string of 64 characters
/// must be 64 digits.
///
/// # Errors
/// The token is none; nothing of it is left in `bytes`.
pub(super) fn read_into<const N: usize>(
    token: Token<'_>,
    expected: &'static str,
    bytes: &mut [u8; N],
) -> Result<(), TokenError> {
    let Token::Text(text) = token else {
        return Err(TokenError::kind(expected));
    };
    if text.len() != 2 * N || const_hex::decode_to_slice(text, bytes).is_err() {
        bytes.fill(0);
        return Err(TokenError::format(expected));
    }
    Ok(())
}

/// As [`read_into`], into a new array.
pub(super) fn read<const N: usize>(token: Token<'_>, expected: &'static str) -> Result<[u8; N], TokenError> {
    let mut bytes = [0; N];
    read_into(token, expected, &mut bytes).map(|()| bytes)
}

/// The parts of a fixed-size hex type that show its bytes, for `Hash` and its kin. The type is a tuple
/// struct around `[u8; N]`.
macro_rules! hex_array {
    ($type:ident, $len:literal) => {
        impl $type {
            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// The bytes, in the order of the hex text.
            #[must_use]
            pub const fn to_byte_array(self) -> [u8; $len] {
                self.0
            }
        }

        impl AsRef<[u8]> for $type {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<$type> for [u8; $len] {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(::const_hex::Buffer::<$len>::new().format(&self.0))
            }
        }

        /// The digits that `Display` shows; `{:#x}` puts `0x` before them.
        impl ::std::fmt::LowerHex for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad_integral(true, "0x", ::const_hex::Buffer::<$len>::new().format(&self.0))
            }
        }

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "{}({self})", stringify!($type))
            }
        }

        impl ::zeroize::Zeroize for $type {
            fn zeroize(&mut self) {
                self.0.zeroize();
            }
        }

        $crate::value::scalar_slot!($type, placeholder: Self([0; $len]), view: |value| $crate::value::ValueRef::Hex(&value.0));
        $crate::types::parse_error::scalar_from_str!($type);
    };
}

/// [`hex_array`] for a type that any bytes of the right number are a value of.
macro_rules! any_hex_array {
    ($type:ident, $len:literal, $expected:literal) => {
        impl From<[u8; $len]> for $type {
            fn from(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }
        }

        impl $crate::value::Scalar for $type {
            const EXPECTED: &'static str = $expected;

            fn read(token: $crate::value::Token<'_>) -> Result<Self, $crate::value::TokenError> {
                $crate::types::hex_array::read(token, Self::EXPECTED).map(Self)
            }

            fn read_into(&mut self, token: $crate::value::Token<'_>) -> Result<(), $crate::value::TokenError> {
                $crate::types::hex_array::read_into(token, Self::EXPECTED, &mut self.0)
            }
        }

        $crate::types::hex_array::hex_array!($type, $len);
    };
}

pub(super) use {any_hex_array, hex_array};
