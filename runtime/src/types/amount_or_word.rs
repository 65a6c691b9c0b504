//! `msat_or_all`, `msat_or_any`, `sat_or_all`: an amount, or a word that stands for one.

use std::fmt;

use zeroize::Zeroize;

use super::parse_error::scalar_from_str;
use super::{Msat, Sat};
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

macro_rules! amounts_or_words {
    ($($(#[$doc:meta])* $type:ident: $amount:ident or $(#[$word_doc:meta])* $variant:ident $word:literal, $unit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type {
            /// So much.
            Amount($amount),
            $(#[$word_doc])*
            $variant,
        }

        impl $type {
            /// The amount, unless it is the word.
            #[must_use]
            pub const fn amount(self) -> Option<$amount> {
                match self {
                    Self::Amount(amount) => Some(amount),
                    Self::$variant => None,
                }
            }
        }

        impl Scalar for $type {
            const EXPECTED: &'static str = concat!(
                "an amount (an integer in ", $unit, ", or a string such as \"1000sat\") or \"", $word, "\"",
            );

            fn read(token: Token<'_>) -> Result<Self, TokenError> {
                if token == Token::Text($word.as_bytes()) {
                    return Ok(Self::$variant);
                }
                $amount::read(token).map(Self::Amount).map_err(|refused| TokenError { expected: Self::EXPECTED, ..refused })
            }

            fn pattern() -> Option<String> {
                $amount::pattern().map(|amount| format!("{amount}|{}", $word))
            }
        }

        scalar_slot!($type, placeholder: Self::Amount($amount::ZERO), view: |value| match value {
            Self::Amount(amount) => ValueRef::Unsigned(amount.0),
            Self::$variant => ValueRef::Text($word),
        });
        scalar_from_str!($type);

        impl From<$amount> for $type {
            fn from(amount: $amount) -> Self {
                Self::Amount(amount)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Amount(amount) => amount.fmt(f),
                    Self::$variant => f.write_str($word),
                }
            }
        }

        impl Zeroize for $type {
            fn zeroize(&mut self) {
                if let Self::Amount(amount) = self {
                    amount.zeroize();
                }
            }
        }
    )*};
}

amounts_or_words! {
    /// An amount in millisatoshi, or all there is (type `msat_or_all`).
    ///
    /// ```
    /// use cln_runtime::{Msat, MsatOrAll};
    ///
    /// assert_eq!("all".parse(), Ok(MsatOrAll::All));
    /// assert_eq!("1sat".parse(), Ok(MsatOrAll::Amount(Msat(1000))));
    /// ```
    MsatOrAll: Msat or
        /// `"all"`: as much as there is.
        All "all", "millisatoshi";

    /// An amount in millisatoshi, or any the payer likes (type `msat_or_any`).
    ///
    /// ```
    /// use cln_runtime::{Msat, MsatOrAny};
    ///
    /// assert_eq!("any".parse(), Ok(MsatOrAny::Any));
    /// assert_eq!(MsatOrAny::from(Msat(5)).to_string(), "5msat");
    /// ```
    MsatOrAny: Msat or
        /// `"any"`: the payer chooses.
        Any "any", "millisatoshi";

    /// An amount in satoshi, or all there is (type `sat_or_all`).
    ///
    /// ```
    /// use cln_runtime::{Sat, SatOrAll};
    ///
    /// assert_eq!("1000".parse(), Ok(SatOrAll::Amount(Sat(1000))));
    /// assert_eq!(SatOrAll::All.amount(), None);
    /// ```
    SatOrAll: Sat or
        /// `"all"`: as much as there is.
        All "all", "satoshi";
}
