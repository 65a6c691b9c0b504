//! `null`: a type with one value.

use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// JSON's `null`, where a schema makes it a value (type `null`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Null;

impl Scalar for Null {
    const EXPECTED: &'static str = "null";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Null | Token::Json("null") => Ok(Self),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }
}

scalar_slot!(Null, placeholder: Self, view: |_value| ValueRef::Null);

impl zeroize::Zeroize for Null {
    /// Nothing to wipe.
    fn zeroize(&mut self) {}
}
