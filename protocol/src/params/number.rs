//! Integers, as C's `strtoull` reads them when it may choose the base.

/// The number that a whole token is: decimal, hexadecimal after `0x`, octal after `0`, with white space before it and a
/// sign, which wraps around. A node takes the empty text for zero.
pub fn unsigned(token: &[u8]) -> Option<u64> {
    let (is_negative, magnitude) = magnitude(token)?;
    Some(if is_negative { magnitude.wrapping_neg() } else { magnitude })
}

/// The same of a number that may be negative, as `strtoll` reads it.
pub fn signed(token: &[u8]) -> Option<i64> {
    let (is_negative, magnitude) = magnitude(token)?;
    let number = i128::from(magnitude);
    i64::try_from(if is_negative { -number } else { number }).ok()
}

/// Whether it is negative, and how much.
fn magnitude(token: &[u8]) -> Option<(bool, u64)> {
    if token.is_empty() {
        return Some((false, 0));
    }
    let start = token.iter().position(|byte| !matches!(byte, b' ' | 9..=13))?;
    let (is_negative, digits) = match token.get(start..)? {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let magnitude = match digits {
        [b'0', b'x' | b'X', hex @ ..] => number(hex, 16),
        [b'0', _, ..] => number(digits, 8),
        _ => number(digits, 10),
    }?;
    Some((is_negative, magnitude))
}

fn number(digits: &[u8], base: u32) -> Option<u64> {
    // What is nothing but digits has no sign, which Rust would take.
    let are_digits = digits.iter().all(|digit| char::from(*digit).is_digit(base));
    let text = std::str::from_utf8(digits).ok().filter(|_| are_digits)?;
    u64::from_str_radix(text, base).ok()
}

#[cfg(test)]
mod tests {
    use super::{signed, unsigned};

    #[test]
    fn reads_what_a_node_reads() {
        for (token, number) in [
            ("0", 0),
            ("1", 1),
            ("", 0),
            ("0x1", 1),
            ("0XfF", 255),
            ("010", 8),
            ("+7", 7),
            (" \t7", 7),
            ("-1", u64::MAX),
            ("-0x10", u64::MAX - 15),
            ("-18446744073709551615", 1),
            ("18446744073709551615", u64::MAX),
            ("9223372036854775808", 1 << 63),
        ] {
            assert_eq!(unsigned(token.as_bytes()), Some(number), "{token:?}");
        }
    }

    #[test]
    fn reads_signs() {
        for (token, number) in [
            ("", Some(0)),
            ("-1", Some(-1)),
            ("-0x10", Some(-16)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some(i64::MIN)),
            ("-9223372036854775809", None),
            ("1.0", None),
        ] {
            assert_eq!(signed(token.as_bytes()), number, "{token:?}");
        }
    }

    #[test]
    fn refuses_what_a_node_refuses() {
        for token in [
            "1.0",
            "1.5",
            "1e3",
            "18446744073709551616",
            "true",
            "{}",
            "[1]",
            "08",
            "0x",
            "-",
            " ",
            "7 ",
            "--1",
            "+-1",
            "0x+1",
            "null",
            "\u{e9}",
        ] {
            assert_eq!(unsigned(token.as_bytes()), None, "{token:?}");
        }
    }
}
