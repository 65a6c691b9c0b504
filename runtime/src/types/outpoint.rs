//! `outpoint`: an output of a transaction.

use std::fmt;

use zeroize::Zeroize;

use super::Txid;
use super::digits::decimal_of_any_node;
use super::parse_error::scalar_from_str;
use super::pattern::{HEX, without_zeros_up_to};
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// An output of a Bitcoin transaction, as `TXID:N`.
///
/// N has no leading zeros: nodes up to v26.06.6 read `010` as eight.
///
/// ```
/// use cln_runtime::{Outpoint, Txid};
///
/// let outpoint = Outpoint { txid: Txid::from([0xab; 32]), vout: 1 };
/// assert_eq!(outpoint.to_string(), format!("{}:1", "ab".repeat(32)));
/// assert_eq!(outpoint.to_string().parse(), Ok(outpoint));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outpoint {
    /// The transaction.
    pub txid: Txid,
    /// The index of the output in the transaction.
    pub vout: u32,
}

impl Outpoint {
    fn from_text(text: &[u8]) -> Option<Self> {
        let colon = text.iter().position(|byte| *byte == b':')?;
        let (txid, vout) = (text.get(..colon)?, text.get(colon + 1..)?);
        Some(Self { txid: Txid::read(Token::Text(txid)).ok()?, vout: decimal_of_any_node(vout)? })
    }
}

impl Scalar for Outpoint {
    const EXPECTED: &'static str =
        "an outpoint: 64 hex digits, a colon and an output index below 2^32 without leading zeros";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Text(text) => Self::from_text(text).ok_or(TokenError::format(Self::EXPECTED)),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn pattern() -> Option<String> {
        Some(format!("{HEX}{{64}}:{}", without_zeros_up_to(u32::MAX.into())))
    }
}

scalar_slot!(Outpoint, placeholder: Self { txid: Txid::placeholder(), vout: 0 }, view: |value| ValueRef::Display(value));
scalar_from_str!(Outpoint);

impl fmt::Display for Outpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.txid, self.vout)
    }
}

impl fmt::Debug for Outpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outpoint({self})")
    }
}

impl Zeroize for Outpoint {
    fn zeroize(&mut self) {
        self.txid.zeroize();
        self.vout.zeroize();
    }
}
