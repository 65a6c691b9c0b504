//! The values of options as a node reads them.

/// An integer: what `strtoll` in base 0 makes of the whole of a text: white space, a sign, `0x` for hexadecimal and `0` for octal
/// digits. `None` if it is not the whole, or does not fit.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    let rest = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let (is_negative, rest) = match rest.as_bytes().first() {
        Some(b'-') => (true, rest.get(1..)?),
        Some(b'+') => (false, rest.get(1..)?),
        _ => (false, rest),
    };
    let (base, digits) = match rest.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, rest.get(2..)?),
        [b'0', ..] => (8, rest),
        _ => (10, rest),
    };
    // Rust would take another sign.
    if !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let size = i128::from(u64::from_str_radix(digits, base).ok()?);
    i64::try_from(if is_negative { -size } else { size }).ok()
}

/// Whether a node can list it: it copies an integer as it was typed, and ends if there is anything but this in it.
#[must_use]
pub fn can_be_listed(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
}

/// A boolean, in any case.
#[must_use]
pub fn truth(text: &str) -> Option<bool> {
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes"]) { Some(true) } else { is(["false", "no"]).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_c_reads_them() {
        let read = |text| integer(text);
        assert_eq!(["5", "-5", "+5", " 7", "\t7"].map(read), [Some(5), Some(-5), Some(5), Some(7), Some(7)]);
        assert_eq!(["0x10", "0X1f", "-0x1f", "007", "0"].map(read), [Some(16), Some(31), Some(-31), Some(7), Some(0)]);
        assert_eq!(["", "-", "0x", "08", "1k", "7 ", "--1", "0x-1", "1_0", "abc"].map(read), [None; 10]);
        let edges = ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"];
        assert_eq!(edges.map(read), [Some(i64::MAX), None, Some(i64::MIN), None]);
        assert_eq!(integer("0xffffffffffffffffff"), None);
    }

    #[test]
    fn only_plain_numbers_can_be_listed() {
        assert_eq!(["5", "-5", "007"].map(can_be_listed), [true; 3]);
        assert_eq!(["0x10", " 7", "+7", "zz"].map(can_be_listed), [false; 4]);
    }
}
