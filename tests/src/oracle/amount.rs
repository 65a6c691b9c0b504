//! Amounts and fee rates as strings.

use super::lexical::{are_digits, is_index};

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
    match digits_of(text, unit) {
        None => Some("format"),
        Some(digits) => digits.parse::<u64>().is_err().then_some("range"),
    }
}

/// The digits of the amount in `unit`. Only `btc` has decimals: at least one, and no more than the unit can count.
fn digits_of(text: &str, unit: Unit) -> Option<String> {
    // `msat` goes first: it ends with `sat`, too.
    let (number, zeros, most_decimals) = if let Some(number) = text.strip_suffix("msat") {
        match unit {
            Unit::Msat => (number, 0, 0),
            Unit::Sat if number == "0" => (number, 0, 0),
            Unit::Sat => (number.strip_suffix("000")?, 0, 0),
        }
    } else if let Some(number) = text.strip_suffix("sat") {
        (number, if unit == Unit::Msat { 3 } else { 0 }, 0)
    } else if let Some(number) = text.strip_suffix("btc") {
        let places = if unit == Unit::Msat { 11 } else { 8 };
        (number, places, places)
    } else {
        (text, 0, 0)
    };
    let (whole, decimals) = match number.split_once('.') {
        None => (number, ""),
        Some((_, decimals)) if decimals.is_empty() || decimals.len() > most_decimals => return None,
        Some(parts) => parts,
    };
    let is_number = are_digits(whole) && (decimals.is_empty() || are_digits(decimals));
    is_number.then(|| format!("{whole}{decimals:0<zeros$}"))
}

/// `4000`, `253perkw`, `1000perkb`, `6blocks` with numbers of 32 bits, or a name.
pub(super) fn is_feerate(text: &str) -> bool {
    let number = ["perkw", "perkb", "blocks"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    FEERATE_NAMES.contains(&text) || is_index(number)
}
