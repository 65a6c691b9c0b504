//! Runs of bytes, eight at a time: plain string text and white space.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES * 0x80;
/// From so many bytes on a string is long.
const LONG: usize = 32;
/// How many bytes of a long string are looked at in one go.
const BLOCK: usize = 64;
const SPACES: u64 = ONES * b' ' as u64;

/// The index, `at` or later, of the first byte that is not plain: a quote, a backslash, a control character or a byte
/// that is not ASCII. The length of `bytes` if there is none.
#[inline]
pub(super) fn plain_end(bytes: &[u8], at: usize) -> usize {
    let mut next = at;
    while let Some(chunk) = chunk_at(bytes, next) {
        let special = special_bytes(chunk);
        if special != 0 {
            return next + first_byte(special);
        }
        next += 8;
        if next - at == LONG {
            return plain_end_of_long(bytes, next);
        }
    }
    plain_end_of_rest(bytes, next)
}

/// [`plain_end`] in what goes on for a while: block by block.
#[inline(never)]
fn plain_end_of_long(bytes: &[u8], mut at: usize) -> usize {
    let blocks = bytes.get(at..).unwrap_or_default().as_chunks::<BLOCK>().0;
    at += BLOCK * blocks.iter().take_while(|block| is_plain_block(block)).count();
    while let Some(chunk) = chunk_at(bytes, at) {
        let special = special_bytes(chunk);
        if special != 0 {
            return at + first_byte(special);
        }
        at += 8;
    }
    plain_end_of_rest(bytes, at)
}

/// [`plain_end`] in less than a chunk.
#[inline]
fn plain_end_of_rest(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| is_plain(**byte)).count()
}

/// Whether all bytes are plain. Looks at all of them without branching, which compilers turn into vector instructions.
#[inline]
fn is_plain_block(block: &[u8; BLOCK]) -> bool {
    block.iter().fold(true, |plain, &byte| plain & is_plain(byte))
}

/// How many bytes at the start of `bytes` are white space.
#[inline]
pub(super) fn white_run(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(..=b' ') => indentation(bytes),
        _ => 0,
    }
}

/// [`white_run`] where there is some. Not inlined, so that compact input does not carry this code around.
#[inline(never)]
fn indentation(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        // Mostly spaces: take them by the word, and line breaks one by one.
        while let Some(chunk) = chunk_at(bytes, at) {
            let other = chunk ^ SPACES;
            if other != 0 {
                at += first_byte(other);
                break;
            }
            at += 8;
        }
        if !bytes.get(at).is_some_and(|&byte| is_white(byte)) {
            return at;
        }
        at += 1;
    }
}

/// Whether JSON counts `byte` as white space.
#[inline]
pub(super) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Whether `byte` may stand in a string as it is, and is a character by itself.
#[inline]
const fn is_plain(byte: u8) -> bool {
    // As a signed number, a byte that is not ASCII is below zero.
    (byte as i8 >= b' ' as i8) & (byte != b'"') & (byte != b'\\')
}

/// The high bit of the first byte that is not plain is set, and no bit below it.
///
/// Subtracting borrows only out of a byte that is itself found, so bits *above* the first may be wrong.
#[inline]
const fn special_bytes(chunk: u64) -> u64 {
    let quote = (chunk ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (chunk ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = chunk.wrapping_sub(SPACES);
    (quote | backslash | control | chunk) & HIGH
}

/// The index of the byte that holds the lowest bit set.
#[inline]
const fn first_byte(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

#[inline]
fn chunk_at(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*chunk))
}
