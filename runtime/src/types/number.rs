//! `number`: any JSON number, digit for digit.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroize;

use super::ParseError;
use crate::json::is_number;
use crate::value::{Json, Scalar, Token, TokenError, ValueRef, scalar_slot};

/// Any JSON number, kept exactly as it was written.
///
/// In the schema: type `number`, such as timestamps with more digits than a float holds. Numbers are equal
/// if their texts are: `1.50` is not `1.5`.
///
/// serde knows no such numbers. Through its traits, integers of 64 bits keep every digit, and other numbers as
/// many as a float has (unless serde_json's feature `arbitrary_precision` hands over the text).
///
/// ```
/// use cln_runtime::Number;
///
/// let time: Number = "1795180919.762698110".parse()?;
/// assert_eq!(time.to_string(), "1795180919.762698110");
/// assert_eq!(time.as_f64(), 1795180919.7626982);
/// assert_eq!(time.as_u64(), None);
/// assert_eq!(Number::from(7_u64).as_u64(), Some(7));
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(String);

impl Number {
    /// The text, as JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, if it is written as an integer and fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        u64::read(Token::Number(&self.0)).ok()
    }

    /// The value, if it is written as an integer and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        i64::read(Token::Number(&self.0)).ok()
    }

    /// The nearest float; infinite where no finite one is near.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN) // every JSON number reads as a float
    }
}

impl Scalar for Number {
    const EXPECTED: &'static str = "a number";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Number(text) if is_number(text) => Ok(Self(text.to_owned())),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        match token {
            Token::Number(text) if is_number(text) => Ok(()),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }
}

scalar_slot!(Number, placeholder: Self("0".to_owned()), view: |value| ValueRef::Number(&value.0));

impl FromStr for Number {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::read(Token::Number(text)).map_err(|refused| ParseError::new("Number", refused.expected, text))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<Number> for Json {
    fn from(value: Number) -> Self {
        Self::from_compact(value.0.into_bytes())
    }
}

impl TryFrom<f64> for Number {
    type Error = ParseError;

    /// The shortest text that reads as the same float.
    ///
    /// # Errors
    /// The value is not finite.
    fn try_from(value: f64) -> Result<Self, ParseError> {
        format!("{value:?}").parse()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl Zeroize for Number {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
