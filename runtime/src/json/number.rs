//! The grammar of numbers.

/// A walk over a number that can go on when more bytes have come.
#[derive(Debug)]
pub(super) struct NumberScan {
    /// Index of the first byte that is not known to belong to the number.
    pub(super) at: usize,
    state: State,
}

/// What has been read of the number.
#[derive(Clone, Copy, Debug)]
enum State {
    Start,
    Minus,
    Zero,
    Integer,
    Point,
    Fraction,
    Exponent,
    Sign,
    Power,
}

/// Why [`NumberScan::advance`] stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The number is complete, and the next byte cannot be meant as part of one.
    Done,
    /// At a byte that no number has here.
    Wrong,
    /// For want of bytes; `complete` if what is there would do as a number.
    End {
        /// Whether the number may end here.
        complete: bool,
    },
}

impl NumberScan {
    /// A walk that begins at index 0 of the window.
    pub(super) const fn new() -> Self {
        Self { at: 0, state: State::Start }
    }

    /// Goes on through `window`, which begins with the same bytes as last time.
    pub(super) fn advance(&mut self, window: &[u8]) -> Stop {
        while let Some(&byte) = window.get(self.at) {
            match self.state.after(byte) {
                Some(state) => self.state = state,
                None if self.state.is_complete() && !is_number_byte(byte) => return Stop::Done,
                None => return Stop::Wrong,
            }
            self.at += 1;
        }
        Stop::End { complete: self.state.is_complete() }
    }
}

impl State {
    const fn after(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Start, b'-') => Self::Minus,
            (Self::Start | Self::Minus, b'0') => Self::Zero,
            (Self::Start | Self::Minus, b'1'..=b'9') | (Self::Integer, b'0'..=b'9') => Self::Integer,
            (Self::Zero | Self::Integer, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Integer | Self::Fraction, b'e' | b'E') => Self::Exponent,
            (Self::Exponent, b'+' | b'-') => Self::Sign,
            (Self::Exponent | Self::Sign | Self::Power, b'0'..=b'9') => Self::Power,
            _ => return None,
        })
    }

    const fn is_complete(self) -> bool {
        matches!(self, Self::Zero | Self::Integer | Self::Fraction | Self::Power)
    }
}

/// Whether `byte` occurs in numbers. Directly after a number it makes the number wrong, as in `01`.
#[inline]
const fn is_number_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
}

/// The length of the number at the start of `window` if it is an integer above zero that ends inside the window.
///
/// By far the commonest numbers, so they get a short way that [`NumberScan`] would also go.
#[inline]
pub(super) fn short_integer(window: &[u8]) -> Option<usize> {
    if !matches!(window.first(), Some(b'1'..=b'9')) {
        return None;
    }
    let length = 1 + window[1..].iter().position(|byte| !byte.is_ascii_digit())?;
    (!is_number_byte(window[length])).then_some(length)
}

/// The integer at the start of `window` and its length, if it is one of at most nineteen digits that ends inside the
/// window: those fit 64 bits.
#[inline]
pub(super) fn short_unsigned(window: &[u8]) -> Option<(u64, usize)> {
    let (mut number, mut length) = window.first_chunk().map_or((0, 0), |chunk| leading_digits(*chunk));
    loop {
        let byte = *window.get(length)?;
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            let is_whole = length > 0 && !is_number_byte(byte) && (window[0] != b'0' || length == 1);
            return is_whole.then_some((number, length));
        }
        if length == 19 {
            return None;
        }
        number = number * 10 + u64::from(digit);
        length += 1;
    }
}

/// The number that the digits at the start of `chunk` make, and how many these are.
///
/// Eight digits become four numbers of two digits, two of four and one of eight, all in one word.
#[inline]
const fn leading_digits(chunk: [u8; 8]) -> (u64, usize) {
    let digits = u64::from_le_bytes(chunk) ^ 0x3030_3030_3030_3030;
    // The high bit of the first byte above nine is set; a carry reaches later bytes only.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    let length = others.trailing_zeros() / 8;
    if length == 0 {
        return (0, 0);
    }
    // The digits move to the end, with zeros before them.
    let digits = digits << (64 - 8 * length);
    let pairs = (digits * 10).wrapping_add(digits >> 8);
    let even = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let odd = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(1 + (10_000 << 32));
    (even.wrapping_add(odd) >> 32, length as usize)
}

#[cfg(test)]
mod tests {
    use super::short_unsigned;

    #[test]
    fn integers_of_any_length_are_read_whatever_follows() {
        for length in 1..=19 {
            for digits in ["1234567890123456789", "9999999999999999999", "1000000000000000000"] {
                let digits = &digits[..length];
                for rest in [",", "}", " \u{e9}\u{e9}\u{e9}\u{e9}", ",\"name\":12345", "]          "] {
                    let text = format!("{digits}{rest}");
                    assert_eq!(short_unsigned(text.as_bytes()), digits.parse().ok().map(|it| (it, length)), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_such_integer_is_left_to_the_grammar() {
        for text in ["", "12", "12345678", "01,", "00000000,", "0123456789,", "-1,", "1.5,", "12345678.5,", "1e3,"] {
            assert_eq!(short_unsigned(text.as_bytes()), None, "{text}");
        }
        assert_eq!(short_unsigned(b"12345678901234567890,"), None);
        assert_eq!(short_unsigned(b"/1234567,"), None);
        assert_eq!(short_unsigned(b":1234567,"), None);
        assert_eq!(short_unsigned(b"0,       "), Some((0, 1)));
    }
}
