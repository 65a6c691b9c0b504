//! `sat`: an amount in satoshi.

use super::amount::{MSAT_PER_SAT, amount, millisatoshis};
use super::{Msat, Scalar};
use crate::value::{Refused, Token};

/// An amount in satoshi.
///
/// In JSON an integer, which is how it is written; or one of the strings that [`Msat`] reads, with the
/// difference that a number without a unit counts **satoshi**. An amount that is no whole number of satoshi
/// is refused.
///
/// ```
/// use cln_runtime::{Msat, Sat};
///
/// assert_eq!("1000".parse::<Sat>()?, Sat(1000));
/// assert_eq!("1000".parse::<Msat>()?, Msat(1000));
/// assert_eq!("0.00000010btc".parse::<Sat>()?.to_string(), "10sat");
/// assert_eq!(Sat(10).to_msat(), Some(Msat(10_000)));
/// assert!("1msat".parse::<Sat>().is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sat(pub u64);

amount!(Sat, "sat");

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

impl Scalar for Sat {
    const EXPECTED: &'static str = "an amount: an integer in satoshi, or a string such as \"1000sat\"";

    fn read(token: Token<'_>) -> Result<Self, Refused> {
        let expected = Self::EXPECTED;
        match token {
            Token::Number(_) => u64::read(token).map(Self).map_err(|refused| Refused { expected, ..refused }),
            Token::Text(text) => {
                let msat = millisatoshis(text, MSAT_PER_SAT).map_err(|rule| Refused { rule, expected })?;
                if !msat.is_multiple_of(u128::from(MSAT_PER_SAT)) {
                    return Err(Refused::format(expected));
                }
                u64::try_from(msat / u128::from(MSAT_PER_SAT)).map(Self).map_err(|_| Refused::range(expected))
            }
            _ => Err(Refused::kind(expected)),
        }
    }
}
