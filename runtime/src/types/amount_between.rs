//! From one unit of amounts to the other, and from many amounts to one: where that is not possible, it is said why.

use std::fmt;
use std::iter::Sum;

use super::amount::MSAT_PER_SAT;
use super::{Msat, Sat};

/// Why an amount in one unit is none in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// In millisatoshi it does not fit 64 bits: it is above [`AmountError::MOST_SAT`].
    TooLarge(Sat),
    /// It is no whole number of satoshi.
    Fraction(Msat),
}

impl AmountError {
    /// The largest amount in satoshi that can be said in millisatoshi, too.
    pub const MOST_SAT: Sat = Sat(u64::MAX / MSAT_PER_SAT);
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(sat) => {
                write!(f, "expected at most {}, which is what fits as millisatoshi, found {sat}", Self::MOST_SAT)
            }
            Self::Fraction(msat) => {
                write!(f, "expected a whole number of satoshi, found {msat}; Msat::to_sat_floor and to_sat_ceil round")
            }
        }
    }
}

impl std::error::Error for AmountError {}

impl Msat {
    /// The same amount in satoshi, if it is a whole number of them.
    #[must_use]
    pub const fn to_sat_exact(self) -> Option<Sat> {
        if self.0.is_multiple_of(MSAT_PER_SAT) { Some(Sat(self.0 / MSAT_PER_SAT)) } else { None }
    }

    /// The amount in satoshi, rounded down.
    #[must_use]
    pub const fn to_sat_floor(self) -> Sat {
        Sat(self.0 / MSAT_PER_SAT)
    }

    /// The amount in satoshi, rounded up.
    #[must_use]
    pub const fn to_sat_ceil(self) -> Sat {
        Sat(self.0.div_ceil(MSAT_PER_SAT))
    }
}

impl Sat {
    /// The same amount in millisatoshi, unless it is too large.
    #[must_use]
    pub const fn to_msat(self) -> Option<Msat> {
        match self.0.checked_mul(MSAT_PER_SAT) {
            Some(msat) => Some(Msat(msat)),
            None => None,
        }
    }
}

impl TryFrom<Sat> for Msat {
    type Error = AmountError;

    /// The same amount.
    ///
    /// # Errors
    /// It does not fit.
    fn try_from(amount: Sat) -> Result<Self, AmountError> {
        amount.to_msat().ok_or(AmountError::TooLarge(amount))
    }
}

impl TryFrom<Msat> for Sat {
    type Error = AmountError;

    /// The same amount: nothing is rounded.
    ///
    /// # Errors
    /// It is no whole number of satoshi.
    fn try_from(amount: Msat) -> Result<Self, AmountError> {
        amount.to_sat_exact().ok_or(AmountError::Fraction(amount))
    }
}

macro_rules! sum {
    ($type:ident) => {
        /// `None` if the sum is too large.
        impl Sum<$type> for Option<$type> {
            fn sum<I: Iterator<Item = $type>>(amounts: I) -> Self {
                $type::checked_sum(amounts)
            }
        }

        /// `None` if the sum is too large.
        impl<'a> Sum<&'a $type> for Option<$type> {
            fn sum<I: Iterator<Item = &'a $type>>(amounts: I) -> Self {
                $type::checked_sum(amounts.copied())
            }
        }
    };
}

sum!(Msat);
sum!(Sat);
