//! `feerate`: what an on-chain transaction is to pay.

use std::fmt;

use zeroize::Zeroize;

use super::digits::decimal_of_any_node;
use super::parse_error::scalar_from_str;
use super::pattern::without_zeros_up_to;
use crate::value::{Placeholder, Scalar, Token, TokenError, ValueRef, scalar_slot};

macro_rules! feerates {
    ($($(#[$doc:meta])* $variant:ident $word:literal,)*) => {
        /// The fee of an on-chain transaction: a rate, a name for one, or a deadline.
        ///
        /// In the schema: type `feerate`. See NOTES of lightning-feerates(7) and lightning-parsefeerate(7). Numbers in
        /// strings have no leading zeros: nodes up to v26.06.6 read `"010blocks"` as eight blocks.
        ///
        /// ```
        /// use cln_runtime::Feerate;
        ///
        /// assert_eq!("253perkw".parse(), Ok(Feerate::PerKw(253)));
        /// assert_eq!("6blocks".parse(), Ok(Feerate::Blocks(6)));
        /// assert_eq!("4000".parse(), Ok(Feerate::Plain(4000)));
        /// assert_eq!(Feerate::Urgent.to_string(), "urgent");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Feerate {
            /// An integer without a unit, as a JSON number or a string, which the node reads as satoshi per 1000 virtual
            /// bytes: the same rate as [`PerKb`](Feerate::PerKb), but written as a JSON number.
            Plain(u32),
            /// `Nperkb`: satoshi per 1000 virtual bytes.
            PerKb(u32),
            /// `Nperkw`: satoshi per 1000 weight units.
            PerKw(u32),
            /// `Nblocks`: the rate estimated to confirm within so many blocks.
            Blocks(u32),
            $($(#[$doc])* $variant,)*
        }

        impl Feerate {
            /// The names, with what they stand for.
            const WORDS: &[(&str, Self)] = &[$(($word, Self::$variant),)*];

            fn from_word(word: &[u8]) -> Option<Self> {
                Self::WORDS.iter().find(|(name, _)| name.as_bytes() == word).map(|(_, feerate)| *feerate)
            }
        }

        impl fmt::Display for Feerate {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Plain(rate) => write!(f, "{rate}"),
                    Self::PerKb(rate) => write!(f, "{rate}perkb"),
                    Self::PerKw(rate) => write!(f, "{rate}perkw"),
                    Self::Blocks(count) => write!(f, "{count}blocks"),
                    $(Self::$variant => f.write_str($word),)*
                }
            }
        }
    };
}

feerates! {
    /// `slow`: the rate estimated for 100 blocks.
    Slow "slow",
    /// `normal`: the rate estimated for 12 blocks.
    Normal "normal",
    /// `urgent`: the rate estimated for 6 blocks.
    Urgent "urgent",
    /// `minimum`: the lowest rate that the Bitcoin backend relays.
    Minimum "minimum",
    /// `opening`: the rate of funding transactions.
    Opening "opening",
    /// `mutual_close`: the rate of cooperative closes.
    MutualClose "mutual_close",
    /// `unilateral_close`: the rate of commitment transactions.
    UnilateralClose "unilateral_close",
    /// `delayed_to_us`: the rate of sweeping one's own delayed output.
    DelayedToUs "delayed_to_us",
    /// `htlc_resolution`: the rate of resolving HTLCs on chain.
    HtlcResolution "htlc_resolution",
    /// `penalty`: the rate of punishing a cheat.
    Penalty "penalty",
    /// `min_acceptable`: the lowest rate accepted from a peer.
    MinAcceptable "min_acceptable",
    /// `max_acceptable`: the highest rate accepted from a peer.
    MaxAcceptable "max_acceptable",
}

impl Feerate {
    fn from_text(text: &[u8]) -> Option<Self> {
        let number = |unit: &[u8]| text.strip_suffix(unit).and_then(decimal_of_any_node);
        number(b"perkw")
            .map(Self::PerKw)
            .or_else(|| number(b"perkb").map(Self::PerKb))
            .or_else(|| number(b"blocks").map(Self::Blocks))
            .or_else(|| number(b"").map(Self::Plain))
            .or_else(|| Self::from_word(text))
    }
}

impl Scalar for Feerate {
    const EXPECTED: &'static str = "a feerate: an integer, or a string such as \"253perkw\", \"1000perkb\", \"6blocks\", \"urgent\" or \"opening\", its number without leading zeros";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        let expected = Self::EXPECTED;
        match token {
            Token::Number(_) => u32::read(token).map(Self::Plain).map_err(|refused| TokenError { expected, ..refused }),
            Token::Text(text) => Self::from_text(text).ok_or(TokenError::format(expected)),
            _ => Err(TokenError::kind(expected)),
        }
    }

    fn pattern() -> Option<String> {
        let words: Vec<&str> = Self::WORDS.iter().map(|(word, _)| *word).collect();
        Some(format!("{}(perkw|perkb|blocks)?|{}", without_zeros_up_to(u32::MAX.into()), words.join("|")))
    }
}

scalar_slot!(Feerate, placeholder: Self::Plain(0), view: |value| match value {
    Self::Plain(rate) => ValueRef::Unsigned(u64::from(*rate)),
    _ => ValueRef::Display(value),
});

scalar_from_str!(Feerate);

impl Zeroize for Feerate {
    fn zeroize(&mut self) {
        *self = Self::placeholder();
    }
}
