//! `msat`: an amount in millisatoshi.

use super::amount::{self, BTC, MSAT_PER_SAT, Unit, amount};
use super::pattern::{decimals_up_to, up_to};
use crate::value::{Scalar, Token, TokenError};

/// An amount in millisatoshi, the thousandth part of a satoshi.
///
/// In JSON an integer, which is how it is written; or a string such as `"1000msat"`, `"1sat"`, `"1btc"` or
/// `"0.0003btc"`, which are read, too. A number without a unit counts **millisatoshi**. As for a node, only `btc` takes
/// decimals, 1 to 11 of them. Nodes before v23.05 wrote such strings themselves.
///
/// `Display` writes `"1000msat"`, which every node reads.
///
/// There are no operators, since they could overflow unseen, and no conversion to or from [`Sat`](super::Sat) that
/// does not say what it does: `try_from` changes nothing or fails. Sums are an `Option`, too.
///
/// ```
/// use cln_runtime::{Msat, Sat};
///
/// let amount: Msat = "0.000000015btc".parse()?;
/// assert_eq!(amount, Msat(1500));
/// assert_eq!(amount.to_string(), "1500msat");
/// assert_eq!(amount.to_sat_exact(), None);
/// assert_eq!((amount.to_sat_floor(), amount.to_sat_ceil()), (Sat(1), Sat(2)));
/// assert_eq!(amount.checked_add(Msat(500)), Some(Msat(2000)));
/// assert_eq!([amount, Msat(500)].iter().sum::<Option<Msat>>(), Some(Msat(2000)));
/// assert_eq!(Msat::try_from(Sat(2)), Ok(Msat(2000)));
/// assert!(Sat::try_from(amount).is_err());
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
///
/// ```compile_fail,E0369
/// let wraps_or_panics = cln_runtime::Msat::MAX + cln_runtime::Msat(1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Msat(pub u64);

amount!(Msat, "msat");

/// What the units count in millisatoshi.
const UNITS: &[Unit] =
    &[Unit::new("", 0), Unit::new("msat", 0), Unit::new("sat", 3), Unit::new("btc", 11).with_decimals()];

impl Scalar for Msat {
    const EXPECTED: &'static str = "an amount: an integer in millisatoshi, or a string such as \"1000msat\"";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        amount::read(token, UNITS, Self::EXPECTED).map(Self)
    }

    fn pattern() -> Option<String> {
        let (sat, most) = (u128::from(MSAT_PER_SAT), u128::from(u64::MAX));
        let forms = [
            format!("{}(msat)?", up_to(most)),
            format!("{}sat", up_to(most / sat)),
            format!("{}btc", up_to(most / (BTC * sat))),
            format!("{}btc", decimals_up_to(most, 11)),
        ];
        Some(forms.join("|"))
    }
}
