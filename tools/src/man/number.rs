//! Numbers as the pages spell them.

/// The number as it stands in examples: whole numbers digit for digit, others as short as a double can be told from
/// its neighbours, with a point. What no double can hold stays as it was written.
pub(super) fn spelled(digits: &str) -> String {
    if is_whole(digits) {
        return if digits == "-0" { "0".to_owned() } else { digits.to_owned() };
    }
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => double(number),
        _ => digits.to_owned(),
    }
}

/// Whether a number is written without point and exponent.
pub(super) fn is_whole(digits: &str) -> bool {
    !digits.contains(['.', 'e', 'E'])
}

/// Exponents below which, and from which on, a double is written with one.
const SMALL: i32 = -4;
const LARGE: i32 = 16;

fn double(number: f64) -> String {
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(power) if number != 0.0 && !(SMALL..LARGE).contains(&power) => {
            let sign = if power < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", power.unsigned_abs())
        }
        _ => format!("{number:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_keep_their_digits() {
        assert_eq!(spelled("8789338917165744446"), "8789338917165744446");
        assert_eq!(spelled("-5"), "-5");
        assert_eq!(spelled("-0"), "0");
    }

    #[test]
    fn others_are_as_short_as_can_be() {
        let spellings = [
            ("1738000000.000000000", "1738000000.0"),
            ("0.10", "0.1"),
            ("1E3", "1000.0"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("123456789012345.67", "123456789012345.67"),
            ("1e16", "1e+16"),
            ("1.5e300", "1.5e+300"),
            ("0.0", "0.0"),
            ("-0.0", "-0.0"),
            ("1e400", "1e400"),
        ];
        for (digits, expected) in spellings {
            assert_eq!(spelled(digits), expected);
        }
    }
}
