//! The text forms of amounts, as a node's own parser takes them, and what `Msat` and `Sat` share.

use super::digits::decimal_of;
use crate::rules::Rule;
use crate::value::{Scalar, Token, TokenError};

/// Millisatoshis in a satoshi.
pub(super) const MSAT_PER_SAT: u64 = 1_000;

/// Satoshis in a bitcoin.
pub(super) const BTC: u128 = 100_000_000;

/// How an amount type reads a unit: as so many powers of ten of what the type counts.
///
/// A node takes a point with `btc` alone, with at least one digit behind it and no more than the type can count: 11 for
/// millisatoshi, 8 for satoshi. It reads digits as decimal, whatever zeros stand before them.
pub(super) struct Unit {
    name: &'static [u8],
    /// The power of ten.
    places: usize,
    takes_decimals: bool,
    /// The digits that the number must end in, which are taken away; zero alone needs none.
    ends_in: &'static [u8],
}

impl Unit {
    pub(super) const fn new(name: &'static str, places: usize) -> Self {
        Self { name: name.as_bytes(), places, takes_decimals: false, ends_in: b"" }
    }

    /// The unit that takes as many decimals as there are places.
    pub(super) const fn with_decimals(mut self) -> Self {
        self.takes_decimals = true;
        self
    }

    /// A unit smaller than what the type counts: the number must end in these zeros.
    pub(super) const fn ending_in(mut self, zeros: &'static str) -> Self {
        self.ends_in = zeros.as_bytes();
        self
    }
}

/// An amount as it stands in JSON: a number that counts what the units do, or a text.
#[inline]
pub(super) fn read(token: Token<'_>, units: &[Unit], expected: &'static str) -> Result<u64, TokenError> {
    match token {
        Token::Number(_) => u64::read(token).map_err(|refused| TokenError { expected, ..refused }),
        Token::Text(text) => amount_of(text, units).map_err(|rule| TokenError { rule, expected }),
        _ => Err(TokenError::kind(expected)),
    }
}

/// The amount that `text` stands for, in what the units count.
fn amount_of(text: &[u8], units: &[Unit]) -> Result<u64, Rule> {
    let (whole, rest) = split_digits(text);
    let (decimals, name) = match rest.split_first() {
        Some((b'.', rest)) => {
            let (decimals, name) = split_digits(rest);
            (Some(decimals), name)
        }
        _ => (None, rest),
    };
    let unit = units.iter().find(|unit| unit.name == name).ok_or(Rule::Format)?;
    let whole = if whole == b"0" { Some(whole) } else { whole.strip_suffix(unit.ends_in) };
    let whole = whole.filter(|whole| !whole.is_empty()).ok_or(Rule::Format)?;
    if decimals.is_some_and(|decimals| !unit.takes_decimals || !(1..=unit.places).contains(&decimals.len())) {
        return Err(Rule::Format);
    }
    let decimals = decimals.unwrap_or_default();
    let zeros = std::iter::repeat_n(b'0', unit.places - decimals.len());
    decimal_of(whole.iter().chain(decimals).copied().chain(zeros)).ok_or(Rule::Range)
}

/// The digits that `text` starts with, and what follows them.
fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at(len)
}

/// Arithmetic that cannot overflow silently, and the parts of an amount type that do not depend on its unit.
macro_rules! amount {
    ($type:ident, $unit:literal) => {
        impl $type {
            /// No amount.
            pub const ZERO: Self = Self(0);

            /// The largest amount that can be represented.
            pub const MAX: Self = Self(u64::MAX);

            /// The sum, unless it is too large.
            #[must_use]
            pub const fn checked_add(self, other: Self) -> Option<Self> {
                Self::some(self.0.checked_add(other.0))
            }

            /// The difference, unless it is below zero.
            #[must_use]
            pub const fn checked_sub(self, other: Self) -> Option<Self> {
                Self::some(self.0.checked_sub(other.0))
            }

            /// The amount taken `factor` times, unless that is too large.
            #[must_use]
            pub const fn checked_mul(self, factor: u64) -> Option<Self> {
                Self::some(self.0.checked_mul(factor))
            }

            /// The amount divided by `divisor` and rounded down, unless `divisor` is zero.
            #[must_use]
            pub const fn checked_div(self, divisor: u64) -> Option<Self> {
                Self::some(self.0.checked_div(divisor))
            }

            /// The sum of all `amounts`, unless it is too large.
            #[must_use]
            pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
                amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
            }

            /// `Option::map`, which is not `const`.
            const fn some(number: Option<u64>) -> Option<Self> {
                match number {
                    Some(number) => Some(Self(number)),
                    None => None,
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!("{}", $unit), self.0)
            }
        }

        impl ::zeroize::Zeroize for $type {
            fn zeroize(&mut self) {
                self.0.zeroize();
            }
        }

        $crate::value::scalar_slot!(
            $type,
            placeholder: Self(0),
            view: |value| $crate::value::ValueRef::Unsigned(value.0),
            fn put_unsigned(&mut self, number: u64) -> Result<(), $crate::value::TokenError> {
                self.0 = number;
                Ok(())
            }
        );
        $crate::types::parse_error::scalar_from_str!($type);
    };
}

pub(super) use amount;

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: &[Unit] =
        &[Unit::new("", 0), Unit::new("m", 0).ending_in("00"), Unit::new("s", 2), Unit::new("b", 4).with_decimals()];

    #[test]
    fn units_are_powers_of_ten() {
        for (text, amount) in [
            ("7", 7),
            ("007", 7),
            ("7s", 700),
            ("7b", 70_000),
            ("7.1b", 71_000),
            ("7.0001b", 70_001),
            ("07.0000b", 70_000),
            ("0m", 0),
            ("000m", 0),
            ("700m", 7),
        ] {
            assert_eq!(amount_of(text.as_bytes(), UNITS), Ok(amount), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_an_amount() {
        for text in [
            "", "s", ".", "1.", "1.0", "1.s", "1.0s", "1.b", ".1b", "1.00001b", "1.1.1b", "70m", "7m", "00m", "1S",
            "1 s", " 1s", "1s ", "+1s", "-1s", "1e2s", "1_0s", "\u{661}s",
        ] {
            assert_eq!(amount_of(text.as_bytes(), UNITS), Err(Rule::Format), "{text:?}");
        }
    }

    #[test]
    fn absurd_amounts_do_not_wrap() {
        assert_eq!(amount_of(b"1844674407370955.1615b", UNITS), Ok(u64::MAX));
        assert_eq!(amount_of(b"1844674407370955.1616b", UNITS), Err(Rule::Range));
        let digits = "9".repeat(60);
        for unit in ["", "s", "b", ".9b"] {
            assert_eq!(amount_of(format!("{digits}{unit}").as_bytes(), UNITS), Err(Rule::Range), "{unit}");
        }
    }
}
