//! The text forms of scalar types as regular expressions, for JSON Schemas.
//!
//! They say exactly what the types read, ranges included, with no more than what ECMA-262 and all other engines have in
//! common: digits are `[0-9]`, and there is no looking around.

use crate::rules::{ScalarKind, Texts};

/// A hex digit.
pub(super) const HEX: &str = "[0-9a-fA-F]";

impl ScalarKind {
    /// What a value of the type must match if it is a string; `None` if a string cannot be such a value, or any can.
    #[must_use]
    pub fn pattern(self) -> Option<String> {
        let whole = match self.facts().texts {
            Texts::None | Texts::Any => None,
            Texts::Hex(..) | Texts::PartlyHex | Texts::Formed => self.own_pattern(),
        };
        let whole = whole.or_else(|| hex(self.facts().texts));
        whole.map(|whole| format!("^({whole})$"))
    }
}

fn hex(texts: Texts) -> Option<String> {
    match texts {
        Texts::Hex(least, most) if least == most => Some(format!("{HEX}{{{most}}}")),
        Texts::Hex(0, usize::MAX) => Some(format!("({HEX}{{2}})*")),
        Texts::Hex(least, most) => Some(format!("({HEX}{{2}}){{{},{}}}", least / 2, most / 2)),
        Texts::None | Texts::Any | Texts::PartlyHex | Texts::Formed => None,
    }
}

/// The decimal numbers from 0 to `largest`, with zeros before them or not.
pub(super) fn up_to(largest: u128) -> String {
    format!("0*({})", forms_up_to(largest, '0').join("|"))
}

/// The decimal numbers from 0 to `largest`, without zeros before them.
pub(super) fn without_zeros_up_to(largest: u128) -> String {
    format!("(0|{})", forms_up_to(largest, '1').join("|"))
}

/// The numbers up to `largest` whose first digit is not less than `first`, shorter ones before longer ones.
fn forms_up_to(largest: u128, first: char) -> Vec<String> {
    let digits = largest.to_string();
    let mut forms = Vec::new();
    let fewer = digits.len() - 1;
    if fewer > 0 {
        forms.push(match first {
            '0' => format!("[0-9]{}", times(1, fewer)),
            first => format!("[{first}-9]{}", any_digits(0, fewer - 1)),
        });
    }
    // Numbers that are less than the largest in this digit first, or, in the last, not more.
    for (place, digit) in digits.char_indices() {
        let least = if place == 0 { first } else { '0' };
        let most = if place == fewer { Some(digit) } else { before(digit) };
        // Nothing but zeros before fewer digits, which have been listed.
        let Some(most) = most.filter(|most| *most >= least && !(place == 0 && fewer > 0 && *most == '0')) else {
            continue;
        };
        let rest = fewer - place;
        forms.push(format!(
            "{}{}{}",
            digits.get(..place).unwrap_or_default(),
            one_of(least, most),
            any_digits(rest, rest)
        ));
    }
    forms
}

/// The numbers from 0 to `largest` counted in the last of `places` decimals, with a point and 1 to `places` decimals.
pub(super) fn decimals_up_to(largest: u128, places: usize) -> String {
    let one = 10_u128.pow(u32::try_from(places).unwrap_or(u32::MAX));
    let whole = largest / one;
    let most = fraction_up_to(&format!("{:0places$}", largest % one));
    let less = whole.checked_sub(1).map(|less| format!(r"{}\.[0-9]{}|", up_to(less), times(1, places)));
    format!(r"({}0*{whole}\.{most})", less.unwrap_or_default())
}

/// At least one decimal, and no more of them or in value than these.
fn fraction_up_to(digits: &str) -> String {
    let places = digits.len();
    digits.char_indices().rev().fold(String::new(), |after, (place, digit)| {
        if place + 1 == places {
            return one_of('0', digit);
        }
        let equal = format!("{digit}({after})?");
        match before(digit) {
            Some(most) => format!("({}{}|{equal})", one_of('0', most), any_digits(0, places - place - 1)),
            None => equal,
        }
    })
}

/// The digit before this one.
fn before(digit: char) -> Option<char> {
    char::from_digit(digit.to_digit(10)?.checked_sub(1)?, 10)
}

fn one_of(least: char, most: char) -> String {
    if least == most { most.to_string() } else { format!("[{least}-{most}]") }
}

fn any_digits(least: usize, most: usize) -> String {
    if most == 0 { String::new() } else { format!("[0-9]{}", times(least, most)) }
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
        assert_eq!(up_to(255), "0*([0-9]{1,2}|[0-1][0-9]{2}|2[0-4][0-9]|25[0-5])");
        assert_eq!(up_to(7), "0*([0-7])");
        assert_eq!(without_zeros_up_to(255), "(0|[1-9][0-9]{0,1}|1[0-9]{2}|2[0-4][0-9]|25[0-5])");
        assert_eq!(without_zeros_up_to(10), "(0|[1-9]|10)");
        assert_eq!(decimals_up_to(7, 1), r"(0*0\.[0-7])");
        assert_eq!(decimals_up_to(1010, 2), r"(0*([0-9])\.[0-9]{1,2}|0*10\.(0[0-9]{0,1}|1(0)?))");
    }
}
