//! Decimal digits to numbers, and nothing else: no sign, no space, no separator.

/// The number that `text` writes with decimal digits; leading zeros are allowed.
///
/// `None` where there is no digit, anything but digits, or a number that does not fit.
pub(super) fn decimal<T: TryFrom<u128>>(text: &[u8]) -> Option<T> {
    decimal_of(text.iter().copied())
}

/// Like [`decimal`], without leading zeros: nodes up to v26.06.6 read `010` as octal where they read a number of any base,
/// later ones as ten, so such a text has no agreed meaning.
pub(super) fn decimal_of_any_node<T: TryFrom<u128>>(text: &[u8]) -> Option<T> {
    let has_leading_zero = text.len() > 1 && text.first() == Some(&b'0');
    decimal(text).filter(|_| !has_leading_zero)
}

/// Like [`decimal`], of digits that do not lie side by side.
pub(super) fn decimal_of<T: TryFrom<u128>>(text: impl IntoIterator<Item = u8>) -> Option<T> {
    let mut number = None;
    for byte in text {
        let digit = u128::from(byte.checked_sub(b'0').filter(|digit| *digit <= 9)?);
        number = Some(number.unwrap_or(0_u128).checked_mul(10)?.checked_add(digit)?);
    }
    T::try_from(number?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_only() {
        assert_eq!(decimal::<u64>(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(decimal::<u64>(b"007"), Some(7));
        for text in ["", "+1", "-1", " 1", "1 ", "1_0", "1.0", "0x1", "a", "18446744073709551616", "\u{661}"] {
            assert_eq!(decimal::<u64>(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_octal_is_not_read() {
        assert_eq!(decimal_of_any_node::<u64>(b"0"), Some(0));
        assert_eq!(decimal_of_any_node::<u64>(b"10"), Some(10));
        for text in ["", "00", "01", "010", "0x1", "-1"] {
            assert_eq!(decimal_of_any_node::<u64>(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn too_many_digits_do_not_wrap() {
        assert_eq!(decimal::<u128>(&[b'9'; 40]), None);
        assert_eq!(decimal::<u16>(b"65536"), None);
    }
}
