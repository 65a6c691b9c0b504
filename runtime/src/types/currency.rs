//! `currency`: an amount of money other than bitcoin.

use std::fmt;

use zeroize::Zeroize;

use super::parse_error::scalar_from_str;
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// An amount in a currency of ISO 4217, such as `1.50USD`. The digits are kept as they are.
///
/// ```
/// use cln_runtime::Currency;
///
/// let price: Currency = "1.50USD".parse()?;
/// assert_eq!((price.amount(), price.code()), ("1.50", "USD"));
/// assert_eq!(price.to_string(), "1.50USD");
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Currency(String);

/// Letters of a currency's code.
const CODE_LEN: usize = 3;

impl Currency {
    /// The text, as on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits, with their decimal point if there is one.
    #[must_use]
    pub fn amount(&self) -> &str {
        self.split().0
    }

    /// The three capitals of the currency.
    #[must_use]
    pub fn code(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        let middle = self.0.len().saturating_sub(CODE_LEN);
        self.0.split_at_checked(middle).unwrap_or((&self.0, ""))
    }

    /// `text`, if it is digits, perhaps a point and more digits, and three capitals.
    fn checked(text: &[u8]) -> Option<&str> {
        let (number, code) = text.split_at_checked(text.len().checked_sub(CODE_LEN)?)?;
        let mut parts = number.splitn(2, |byte| *byte == b'.');
        let is_number = parts.all(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
        let is_code = code.iter().all(u8::is_ascii_uppercase);
        if is_number && is_code { std::str::from_utf8(text).ok() } else { None }
    }
}

impl Scalar for Currency {
    const EXPECTED: &'static str = "an amount of a currency such as \"1.50USD\"";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Text(text) => {
                Self::checked(text).map(|text| Self(text.to_owned())).ok_or(TokenError::format(Self::EXPECTED))
            }
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        match token {
            Token::Text(text) => Self::checked(text).map(drop).ok_or(TokenError::format(Self::EXPECTED)),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn pattern() -> Option<String> {
        Some(r"[0-9]+(\.[0-9]+)?[A-Z]{3}".to_owned())
    }
}

scalar_slot!(Currency, placeholder: Self("0XXX".to_owned()), view: |value| ValueRef::Text(&value.0));
scalar_from_str!(Currency);

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({self})")
    }
}

impl Zeroize for Currency {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
