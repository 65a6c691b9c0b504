//! The text forms of amounts, exactly, and what `Msat` and `Sat` share.

use super::digits::decimal_of;
use crate::rules::Rule;

/// Millisatoshis in a satoshi.
pub(super) const MSAT_PER_SAT: u64 = 1_000;

const MSAT_PER_BTC: u128 = 100_000_000_000;

/// The forms that the node documents (lightning-rpc(7), treatment of types): the unit, the number of
/// decimals if there is a point, and the millisatoshis that the last digit counts.
const FORMS: [(&[u8], Option<usize>, u128); 6] = [
    (b"msat", None, 1),
    (b"sat", None, MSAT_PER_SAT as u128),
    (b"sat", Some(3), 1),
    (b"btc", None, MSAT_PER_BTC),
    (b"btc", Some(8), MSAT_PER_SAT as u128),
    (b"btc", Some(11), 1),
];

/// The millisatoshis that `text` stands for, where a number without a unit counts `bare` millisatoshis.
///
/// Wider than 64 bits because the largest amounts in satoshi need it.
pub(super) fn millisatoshis(text: &[u8], bare: u64) -> Result<u128, Rule> {
    let (whole, rest) = split_digits(text);
    if whole.is_empty() {
        return Err(Rule::Format);
    }
    let (decimals, unit) = match rest.split_first() {
        Some((b'.', rest)) => {
            let (decimals, unit) = split_digits(rest);
            (Some(decimals), unit)
        }
        _ => (None, rest),
    };
    let places = decimals.map(<[u8]>::len);
    let scale = match FORMS.iter().find(|form| (form.0, form.1) == (unit, places)) {
        Some((_, _, scale)) => *scale,
        None if rest.is_empty() => u128::from(bare),
        None => return Err(Rule::Format),
    };
    let digits = whole.iter().chain(decimals.unwrap_or_default()).copied();
    decimal_of::<u128>(digits).and_then(|number| number.checked_mul(scale)).ok_or(Rule::Range)
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

        $crate::types::scalar::scalar_slot!(
            $type,
            blank: Self(0),
            view: |value| $crate::value::View::Unsigned(value.0),
            fn put_unsigned(&mut self, number: u64) -> Result<(), $crate::value::Refused> {
                self.0 = number;
                Ok(())
            }
        );
        $crate::types::scalar::scalar_from_str!($type);
    };
}

pub(super) use amount;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form() {
        for (text, msat) in [
            ("10000msat", 10_000),
            ("10sat", 10_000),
            ("10.001sat", 10_001),
            ("1btc", 100_000_000_000),
            ("0.00000010btc", 10_000),
            ("0.00000010001btc", 10_001),
            ("21000000.00000000000btc", 2_100_000_000_000_000_000),
            ("007sat", 7_000),
        ] {
            assert_eq!(millisatoshis(text.as_bytes(), 1), Ok(msat), "{text}");
        }
        assert_eq!(millisatoshis(b"7", 1), Ok(7));
        assert_eq!(millisatoshis(b"7", 1_000), Ok(7_000));
    }

    #[test]
    fn no_other_form() {
        for text in [
            "",
            "msat",
            "sat",
            ".5sat",
            ".00000001btc",
            "1.",
            "1.0",
            "1.0sat",
            "1.0000sat",
            "1.000msat",
            "1.btc",
            "1.5btc",
            "0.0000001btc",
            "0.000000100btc",
            "-1sat",
            "+1sat",
            "1 sat",
            " 1sat",
            "1sat ",
            "1SAT",
            "1BTC",
            "1e3sat",
            "1,000sat",
            "1sats",
            "1.000.000sat",
            "1_000sat",
            "0x1sat",
            "all",
        ] {
            assert_eq!(millisatoshis(text.as_bytes(), 1), Err(Rule::Format), "{text:?}");
        }
    }

    #[test]
    fn absurd_amounts_do_not_wrap() {
        let digits = "9".repeat(39);
        assert_eq!(millisatoshis(digits.as_bytes(), 1), Err(Rule::Range));
        assert_eq!(millisatoshis(format!("{}btc", "9".repeat(30)).as_bytes(), 1), Err(Rule::Range));
    }
}
