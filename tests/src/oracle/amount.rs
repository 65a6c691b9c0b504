//! Amounts and fee rates as strings.

use super::lexical::{are_digits, is_decimal_below};

/// What a bare number stands for, and what the amount has to be a whole number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Millisatoshi.
    Msat,
    /// Satoshi.
    Sat,
}

/// Names that stand for a fee rate: four speeds, then the purposes.
const FEERATE_NAMES: [&str; 12] = [
    "slow",
    "normal",
    "urgent",
    "minimum",
    "opening",
    "mutual_close",
    "unilateral_close",
    "delayed_to_us",
    "htlc_resolution",
    "penalty",
    "min_acceptable",
    "max_acceptable",
];

/// The rule that `text` breaks as an amount, a whole number of `unit` that 64 bits hold, if any.
pub(super) fn broken_amount_rule(text: &str, unit: Unit) -> Option<&'static str> {
    let msat = millisatoshi(text, unit);
    let digits = match unit {
        Unit::Msat => msat,
        Unit::Sat => msat.and_then(|msat| format!("{msat:0>4}").strip_suffix("000").map(str::to_owned)),
    };
    match digits {
        None => Some("format"),
        Some(digits) => digits.parse::<u64>().is_err().then_some("range"),
    }
}

/// The digits of the amount in millisatoshi. `msat` has no decimals, `sat` 3 or none, `btc` 8, 11 or none.
fn millisatoshi(text: &str, unit_of_bare_number: Unit) -> Option<String> {
    // `msat` goes first: it ends with `sat`, too.
    if let Some(number) = text.strip_suffix("msat") {
        shifted(number, 0, &[])
    } else if let Some(number) = text.strip_suffix("sat") {
        shifted(number, 3, &[3])
    } else if let Some(number) = text.strip_suffix("btc") {
        shifted(number, 11, &[8, 11])
    } else {
        match unit_of_bare_number {
            Unit::Msat => shifted(text, 0, &[]),
            Unit::Sat => shifted(text, 3, &[]),
        }
    }
}

/// A decimal times 10^`places`; its decimals, if it has any, must be as many as one of `decimals`.
fn shifted(number: &str, places: usize, decimals: &[usize]) -> Option<String> {
    let (whole, fraction) = match number.split_once('.') {
        None => (number, ""),
        Some((whole, fraction)) if decimals.contains(&fraction.len()) => (whole, fraction),
        Some(_) => return None,
    };
    let digits = format!("{whole}{fraction:0<places$}");
    (are_digits(whole) && are_digits(&digits)).then_some(digits)
}

/// `253perkw`, `1000perkb`, `6blocks` with numbers of 32 bits, or a name.
pub(super) fn is_feerate(text: &str) -> bool {
    let number = ["perkw", "perkb", "blocks"].iter().find_map(|unit| text.strip_suffix(unit));
    FEERATE_NAMES.contains(&text) || number.is_some_and(|number| is_decimal_below(number, 1 << 32))
}
