//! The text forms of scalar types as regular expressions, for JSON Schemas.
//!
//! They say exactly what the types read, ranges included, with no more than what ECMA-262 and all other engines have in
//! common: digits are `[0-9]`, and there is no looking around.

use super::Feerate;
use super::amount::MSAT_PER_SAT;
use crate::rules::ScalarKind;

const HEX: &str = "[0-9a-fA-F]";

/// The largest number of 24 bits.
const U24: u128 = (1 << 24) - 1;

const U16: u128 = u16::MAX as u128;
const U32: u128 = u32::MAX as u128;
const U64: u128 = u64::MAX as u128;

const SAT: u128 = MSAT_PER_SAT as u128;
const BTC: u128 = 100_000_000 * SAT;

impl ScalarKind {
    /// What a value of the type must match if it is a string; `None` if a string cannot be such a value, or any can.
    #[must_use]
    pub fn pattern(self) -> Option<String> {
        let whole = match self {
            Self::Hash | Self::Secret | Self::Txid => format!("{HEX}{{64}}"),
            Self::PublicKey => format!("0[23]{HEX}{{64}}"),
            Self::Hex => format!("({HEX}{{2}})*"),
            Self::Signature => format!("({HEX}{{2}}){{0,72}}"),
            Self::Bip340Signature => format!("{HEX}{{128}}"),
            Self::ShortChannelId => short_channel_id(),
            Self::ShortChannelIdDir => format!("{}/[01]", short_channel_id()),
            Self::Outpoint => format!("{HEX}{{64}}:{}", up_to(U32, 0)),
            Self::Currency => r"[0-9]+(\.[0-9]+)?[A-Z]{3}".to_owned(),
            Self::Feerate => feerate(),
            Self::Msat => msat(),
            Self::MsatOrAll => format!("{}|all", msat()),
            Self::MsatOrAny => format!("{}|any", msat()),
            Self::Sat => sat(),
            Self::SatOrAll => format!("{}|all", sat()),
            _ => return None,
        };
        Some(format!("^({whole})$"))
    }
}

fn short_channel_id() -> String {
    let [place, output] = [up_to(U24, 0), up_to(U16, 0)];
    format!("{place}x{place}x{output}")
}

fn feerate() -> String {
    let words: Vec<&str> = Feerate::WORDS.iter().map(|(word, _)| *word).collect();
    format!("{}(perkw|perkb|blocks)|{}", up_to(U32, 0), words.join("|"))
}

/// Amounts that are at most `u64::MAX` millisatoshi.
fn msat() -> String {
    [
        format!("{}(msat)?", up_to(U64, 0)),
        format!("{}sat", up_to(U64 / SAT, 0)),
        format!("{}sat", up_to(U64, 3)),
        format!("{}btc", up_to(U64 / BTC, 0)),
        format!("{}btc", up_to(U64 / SAT, 8)),
        format!("{}btc", up_to(U64, 11)),
    ]
    .join("|")
}

/// Amounts that are whole satoshi, at most `u64::MAX` of them.
fn sat() -> String {
    [
        format!("{}(sat)?", up_to(U64, 0)),
        format!("({}000|0+)msat", up_to(U64, 0)),
        format!(r"{}\.000sat", up_to(U64, 0)),
        format!("{}btc", up_to(U64 * SAT / BTC, 0)),
        format!("{}(000)?btc", up_to(U64, 8)),
    ]
    .join("|")
}

/// The decimal numbers from 0 to `largest`, with zeros before them or not, and with a point before the last `places`
/// digits and at least one digit before it, if `places` is not 0.
fn up_to(largest: u128, places: usize) -> String {
    let digits: Vec<u8> = format!("{largest:0width$}", width = places + 1).into_bytes();
    let mut forms = Vec::new();
    // Numbers of fewer digits.
    let fewer = digits.len() - 1 - places;
    if fewer > 0 {
        forms.push(format!("[0-9]{}{}", times(1, fewer), decimals(places)));
    }
    // Numbers that are less than the largest in this digit first, or, in the last, not more.
    let last = digits.len() - 1;
    for (place, &digit) in digits.iter().enumerate() {
        let most = if place == last { Some(digit) } else { digit.checked_sub(1).filter(|most| *most >= b'0') };
        // Nothing but zeros before fewer digits, which have been listed.
        let Some(most) = most.filter(|most| !(place == 0 && fewer > 0 && *most == b'0')) else { continue };
        let mut form: Vec<String> = digits.iter().take(place).map(|digit| char::from(*digit).to_string()).collect();
        form.push(if most == b'0' { "0".to_owned() } else { format!("[0-{}]", char::from(most)) });
        form.resize(digits.len(), "[0-9]".to_owned());
        forms.push(with_point(&form, places));
    }
    format!("0*({})", forms.join("|"))
}

/// Digits in a row, with a point before the last `places` of them.
fn with_point(digits: &[String], places: usize) -> String {
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let point = if places > 0 { r"\." } else { "" };
    format!("{}{point}{}", in_a_row(whole), in_a_row(decimals))
}

/// The same digit several times is written once, with how often it stands there.
fn in_a_row(digits: &[String]) -> String {
    digits.chunk_by(|a, b| a == b && a.starts_with('[')).fold(String::new(), |row, same| {
        let first = same.first().map_or("", String::as_str);
        row + first + &times(same.len(), same.len())
    })
}

fn decimals(places: usize) -> String {
    if places == 0 { String::new() } else { format!(r"\.[0-9]{}", times(places, places)) }
}

fn times(least: usize, most: usize) -> String {
    match (least, most) {
        (1, 1) => String::new(),
        _ if least == most => format!("{{{most}}}"),
        _ => format!("{{{least},{most}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_bounded_digit_by_digit() {
        assert_eq!(up_to(255, 0), "0*([0-9]{1,2}|[0-1][0-9]{2}|2[0-4][0-9]|25[0-5])");
        assert_eq!(up_to(1010, 2), r"0*([0-9]\.[0-9]{2}|10\.0[0-9]|10\.10)");
        assert_eq!(up_to(7, 1), r"0*(0\.[0-7])");
    }
}
