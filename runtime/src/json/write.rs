//! Writing JSON text.

use super::scan::{is_white, plain_end};
use super::{SliceSource, Source, SyntaxError};

/// Appends `text` as a JSON string.
///
/// Escapes what JSON demands and no more: quotes, backslashes and control characters.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let (mut written, mut at) = (0, 0);
    loop {
        at = plain_end(bytes, at);
        let Some(&byte) = bytes.get(at) else { break };
        if byte.is_ascii() {
            out.extend_from_slice(&bytes[written..at]);
            write_escape(byte, out);
            written = at + 1;
        }
        at += 1;
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

/// Appends the shortest escape sequence for a byte that may not stand in a string as it is.
fn write_escape(byte: u8, out: &mut Vec<u8>) {
    let letter = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            return write_digits(&[byte], out);
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

/// Appends `bytes` as a JSON string of lower-case hex digits.
pub fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_digits(bytes, out);
    out.push(b'"');
}

/// Appends two hex digits for each byte.
fn write_digits(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + 2 * bytes.len(), 0);
    let encoded = const_hex::encode_to_slice(bytes, &mut out[start..]);
    debug_assert!(encoded.is_ok(), "there is room for two digits per byte");
}

/// Appends `number` in decimal.
pub fn write_u64(mut number: u64, out: &mut Vec<u8>) {
    // `u64::MAX` has 20 digits.
    let mut digits = [0; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

/// Appends `number` in decimal.
pub fn write_i64(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    write_u64(number.unsigned_abs(), out);
}

/// The same JSON text without white space around its tokens; numbers and strings stay exactly as they are written.
///
/// # Errors
/// If `text` is not JSON.
pub fn compact(text: &str) -> Result<String, SyntaxError> {
    let mut source = SliceSource::new(text.as_bytes());
    source.skip()?;
    source.finish()?;
    let mut place = Place::Outside;
    let is_kept = |&character: &char| {
        let outside = matches!(place, Place::Outside);
        place = place.after(character);
        !(outside && u8::try_from(character).is_ok_and(is_white))
    };
    Ok(text.chars().filter(is_kept).collect())
}

/// Where in a text that is known to be JSON a character stands.
#[derive(Clone, Copy)]
enum Place {
    Outside,
    Inside,
    /// Inside a string, after a backslash.
    Escaped,
}

impl Place {
    const fn after(self, character: char) -> Self {
        match (self, character) {
            (Self::Outside, '"') | (Self::Escaped, _) => Self::Inside,
            (Self::Inside, '"') => Self::Outside,
            (Self::Inside, '\\') => Self::Escaped,
            (place, _) => place,
        }
    }
}
