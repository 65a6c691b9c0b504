//! Which bytes matter in the outline of JSON.

/// The last byte that is no white space.
pub(super) fn last_of(text: &[u8]) -> Option<u8> {
    text.iter().rev().find(|byte| !is_white(**byte)).copied()
}

/// The bytes that matter outside strings where only nesting counts.
pub(super) static IS_STRUCTURE: [bool; 256] = {
    let mut is = [false; 256];
    is[b'"' as usize] = true;
    is[b'{' as usize] = true;
    is[b'}' as usize] = true;
    is[b'[' as usize] = true;
    is[b']' as usize] = true;
    is
};

/// Whether it is white space.
pub(crate) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The index, `at` or later, of the first quote or backslash, eight bytes at a time; the length of the text if there is
/// none. Any other byte passes: what must not be in a string, the decoder refuses.
#[inline]
pub(super) fn text_run_end(text: &[u8], at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    let zero_bytes = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut next = at;
    while let Some(chunk) = text.get(next..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let special = zero_bytes(word ^ (ONES * u64::from(b'"'))) | zero_bytes(word ^ (ONES * u64::from(b'\\')));
        if special != 0 {
            return next + special.trailing_zeros() as usize / 8;
        }
        next += 8;
    }
    let rest = text.get(next..).unwrap_or_default();
    next + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count()
}
