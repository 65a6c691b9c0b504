//! `sat`: an amount in satoshi.

use super::amount::{self, BTC, Unit, amount};
use super::pattern::{decimals_up_to, up_to};
use crate::value::{Scalar, Token, TokenError};

/// An amount in satoshi.
///
/// In JSON an integer, which is how it is written; or a string such as `"1000sat"`, `"1btc"`, `"0.0003btc"` or
/// `"1000msat"`, which are read, too. A number without a unit counts **satoshi**. As for a node, only `btc` takes
/// decimals, 1 to 8 of them, and millisatoshi must end in `000` or be `"0msat"`.
///
/// `Display` writes `"1000sat"`, which every node reads.
///
/// ```
/// use cln_runtime::{Msat, Sat};
///
/// assert_eq!("1000".parse::<Sat>()?, Sat(1000));
/// assert_eq!("1000".parse::<Msat>()?, Msat(1000));
/// assert_eq!("0.0000001btc".parse::<Sat>()?.to_string(), "10sat");
/// assert_eq!(Sat(10).to_msat(), Some(Msat(10_000)));
/// assert!("1msat".parse::<Sat>().is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sat(pub u64);

amount!(Sat, "sat");

/// What the units count in satoshi.
const UNITS: &[Unit] = &[
    Unit::new("", 0),
    Unit::new("msat", 0).ending_in("000"),
    Unit::new("sat", 0),
    Unit::new("btc", 8).with_decimals(),
];

impl Scalar for Sat {
    const EXPECTED: &'static str = "an amount: an integer in satoshi, or a string such as \"1000sat\"";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        amount::read(token, UNITS, Self::EXPECTED).map(Self)
    }

    fn pattern() -> Option<String> {
        let most = u128::from(u64::MAX);
        let forms = [
            format!("{}(sat)?", up_to(most)),
            format!("({}000|0)msat", up_to(most)),
            format!("{}btc", up_to(most / BTC)),
            format!("{}btc", decimals_up_to(most, 8)),
        ];
        Some(forms.join("|"))
    }
}
