//! A number's text against a bound, exact at any size.

use std::cmp::Ordering;

/// Compares the text of a JSON number with an integer, by value.
pub(super) fn compare(text: &str, bound: i128) -> Ordering {
    match text.parse::<i128>() {
        Ok(value) => value.cmp(&bound),
        Err(_) => compare_decimals(text, &bound.to_string()),
    }
}

/// Not inlined: hardly any number has a point, an exponent or more than 38 digits.
#[cold]
fn compare_decimals(left: &str, right: &str) -> Ordering {
    let (left, right) = (Decimal::of(left), Decimal::of(right));
    left.sign.cmp(&right.sign).then_with(|| match left.sign {
        Sign::Negative => right.magnitude().cmp(&left.magnitude()),
        Sign::None => Ordering::Equal,
        Sign::Positive => left.magnitude().cmp(&right.magnitude()),
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Negative,
    None,
    Positive,
}

/// A number: 0.DIGITS times ten to the power of `exponent`, no zeros at either end of the digits.
struct Decimal {
    sign: Sign,
    exponent: i64,
    digits: String,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let leading = all.len() - significant.len();
        let digits = significant.trim_end_matches('0').to_owned();
        let sign = match (digits.is_empty(), is_negative) {
            (true, _) => Sign::None,
            (false, true) => Sign::Negative,
            (false, false) => Sign::Positive,
        };
        // Half of the range is left for the digits, of which no text has so many.
        let power = power.parse::<i64>().unwrap_or(if power.starts_with('-') { i64::MIN } else { i64::MAX });
        let power = power.clamp(i64::MIN / 2, i64::MAX / 2);
        Self { sign, exponent: power + whole.len() as i64 - leading as i64, digits }
    }

    /// Orders numbers of the same sign: first by exponent, then digit by digit.
    fn magnitude(&self) -> (i64, &str) {
        (self.exponent, &self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_order(text: &str, bound: i128, expected: Ordering) {
        assert_eq!(compare(text, bound), expected, "{text} against {bound}");
    }

    #[test]
    fn bounds_compare_exactly_beyond_the_precision_of_floats() {
        assert_order("9007199254740993", 9_007_199_254_740_992, Ordering::Greater);
        assert_order("9007199254740993.0", 9_007_199_254_740_993, Ordering::Equal);
        assert_order("100.00000000000000000000000001", 100, Ordering::Greater);
        assert_order("99.999999999999999999999999999", 100, Ordering::Less);
        assert_order("-100.00000000000000000000000001", -100, Ordering::Less);
        assert_order("340282366920938463463374607431768211456", i128::MAX, Ordering::Greater);
        assert_order("-340282366920938463463374607431768211456", i128::MIN, Ordering::Less);
    }

    #[test]
    fn a_number_is_compared_by_value_however_it_is_spelt() {
        for text in ["100", "100.0", "1e2", "1E+2", "0.1e3", "0.001e5", "10000e-2"] {
            assert_order(text, 100, Ordering::Equal);
        }
        for text in ["0", "-0", "0.0", "-0e400", "0e99999999999999999999"] {
            assert_order(text, 0, Ordering::Equal);
        }
        assert_order("-1", 0, Ordering::Less);
        assert_order("1.5", 1, Ordering::Greater);
    }

    #[test]
    fn no_exponent_is_too_large() {
        for text in ["1e400", "1e99999999999999999999", "0.00001e9223372036854775807"] {
            assert_order(text, i128::MAX, Ordering::Greater);
            assert_order(&format!("-{text}"), i128::MIN, Ordering::Less);
        }
        for text in ["1e-400", "1e-99999999999999999999", "1000e-9223372036854775808"] {
            assert_order(text, 0, Ordering::Greater);
            assert_order(text, 1, Ordering::Less);
        }
    }
}
