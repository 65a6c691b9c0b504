//! Writing JSON text.

use super::scan::plain_end;
use crate::wipe::{extend, push, reserve};

/// Appends `text` as a JSON string.
///
/// Escapes what JSON demands and no more: quotes, backslashes and control characters.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    reserve(out, bytes.len() + 2);
    out.push(b'"');
    let (mut written, mut at) = (0, 0);
    loop {
        at = plain_end(bytes, at);
        let Some(&byte) = bytes.get(at) else { break };
        if byte.is_ascii() {
            extend(out, &bytes[written..at]);
            write_escape(byte, out);
            written = at + 1;
        }
        at += 1;
    }
    extend(out, &bytes[written..]);
    push(out, b'"');
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
            extend(out, b"\\u00");
            return write_digits(&[byte], out);
        }
    };
    extend(out, &[b'\\', letter]);
}

/// Appends `bytes` as a JSON string of lower-case hex digits.
pub fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    push(out, b'"');
    write_digits(bytes, out);
    push(out, b'"');
}

/// Appends two hex digits for each byte.
fn write_digits(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    reserve(out, 2 * bytes.len());
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
    extend(out, &digits[start..]);
}

/// Appends `number` in decimal.
pub fn write_i64(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        push(out, b'-');
    }
    write_u64(number.unsigned_abs(), out);
}
