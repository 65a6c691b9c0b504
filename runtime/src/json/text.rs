//! The inside of a string: where it ends, and what it says.

use super::error::Problem;
use super::scan::plain_end;

/// A search for the end of a string that can go on when more bytes have come.
#[derive(Debug)]
pub(super) struct TextScan {
    /// Index of the next byte to look at, at most one beyond the window; once the end is found, of the closing quote.
    pub(super) at: usize,
    /// Whether a backslash was met.
    pub(super) escaped: bool,
    /// Whether a byte was met that is not ASCII.
    pub(super) non_ascii: bool,
}

/// Why [`TextScan::advance`] stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// At the closing quote.
    Quote,
    /// At a control character.
    Control,
    /// For want of bytes.
    End,
}

impl TextScan {
    /// A search that begins after the opening quote, at index 0 of the window.
    pub(super) const fn new() -> Self {
        Self { at: 1, escaped: false, non_ascii: false }
    }

    /// Goes on looking through `window`, which begins with the same bytes as last time.
    pub(super) fn advance(&mut self, window: &[u8]) -> Stop {
        loop {
            self.at = plain_end(window, self.at);
            match window.get(self.at) {
                None => return Stop::End,
                Some(b'"') => return Stop::Quote,
                Some(b'\\') => {
                    self.escaped = true;
                    // Over the next byte too, which may not have come yet and which may be a quote.
                    self.at += 2;
                }
                Some(0x80..) => {
                    self.non_ascii = true;
                    self.at += window[self.at..].iter().take_while(|byte| !byte.is_ascii()).count();
                }
                Some(_) => return Stop::Control,
            }
        }
    }
}

/// Appends `text`, the inside of a string, to `out` with its escapes resolved.
///
/// An error comes with the index of the backslash it is about.
pub(super) fn unescape(text: &[u8], out: &mut Vec<u8>) -> Result<(), (usize, Problem)> {
    let mut at = 0;
    while let Some(run) = text[at..].iter().position(|&byte| byte == b'\\') {
        out.extend_from_slice(&text[at..at + run]);
        at += run;
        let (character, length) = escape(&text[at..]).map_err(|problem| (at, problem))?;
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        at += length;
    }
    out.extend_from_slice(&text[at..]);
    Ok(())
}

/// The character meant by the escape sequence at the start of `text`, and the sequence's length.
fn escape(text: &[u8]) -> Result<(char, usize), Problem> {
    let character = match text.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(text),
        _ => return Err(Problem::Escape),
    };
    Ok((character, 2))
}

/// As [`escape`], for `\uXXXX` and for two of them that make a surrogate pair.
fn unicode_escape(text: &[u8]) -> Result<(char, usize), Problem> {
    let first = code_unit(text).ok_or(Problem::Escape)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 6));
    }
    let second = code_unit(&text[6..]).ok_or(Problem::LoneSurrogate)?;
    match (first, second) {
        (0xd800..0xdc00, 0xdc00..0xe000) => {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            Ok((char::from_u32(code).ok_or(Problem::LoneSurrogate)?, 12))
        }
        _ => Err(Problem::LoneSurrogate),
    }
}

/// The UTF-16 code unit written as `\uXXXX` at the start of `text`.
fn code_unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit * 16 + char::from(digit).to_digit(16)?))
}
