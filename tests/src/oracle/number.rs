//! Numbers by their digits: nothing passes through floating point.

use std::cmp::Ordering;

/// The rule that a number breaks as an integer from `least` to `greatest`, if any.
pub(super) fn broken_integer_rule(text: &str, least: i128, greatest: i128) -> Option<&'static str> {
    if text.contains(['.', 'e', 'E']) {
        return Some("integer");
    }
    if text == "-0" && least == 0 {
        return Some("range");
    }
    // What not even 128 bits hold is outside of every range.
    let is_inside = text.parse::<i128>().is_ok_and(|number| (least..=greatest).contains(&number));
    (!is_inside).then_some("range")
}

/// Compares two JSON numbers of any size by value.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let (left, right) = (Decimal::of(left), Decimal::of(right));
    match (left.sign(), right.sign()) {
        (1, 1) => left.magnitude().cmp(&right.magnitude()),
        (-1, -1) => right.magnitude().cmp(&left.magnitude()),
        (left, right) => left.cmp(&right),
    }
}

/// A number as 0.DIGITS times ten to the power of `exponent`, without zeros at either end of the digits.
struct Decimal {
    is_negative: bool,
    digits: String,
    exponent: i128,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let unsigned = mantissa.trim_start_matches('-');
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let leading_zeros = all.len() - significant.len();
        Self {
            is_negative: mantissa.starts_with('-'),
            digits: significant.trim_end_matches('0').to_owned(),
            exponent: exponent_of(exponent) + whole.len() as i128 - leading_zeros as i128,
        }
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => -1,
        }
    }

    /// Orders numbers of the same sign: first by exponent, then digit by digit.
    fn magnitude(&self) -> (i128, &str) {
        (self.exponent, &self.digits)
    }
}

/// The exponent; one beyond 64 bits counts as the greatest there is, as no text has so many digits.
fn exponent_of(text: &str) -> i128 {
    let most = i128::from(i64::MAX);
    match text.parse::<i128>() {
        Ok(exponent) => exponent.clamp(-most, most),
        Err(_) if text.starts_with('-') => -most,
        Err(_) => most,
    }
}
