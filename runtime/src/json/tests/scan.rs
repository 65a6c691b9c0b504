//! Eight bytes at a time against one byte at a time.

use crate::json::number::short_unsigned;
use crate::json::scan::{plain_end, white_run};

/// Calls `check` with every pair of neighbours at every place in bytes that are otherwise `fill`.
fn for_each_pair(fill: u8, check: impl Fn(&[u8])) {
    for place in 0..20 {
        for first in 0..=u8::MAX {
            for second in [first, first ^ 1, fill, b'"', b'\\', b' ', b'\n', 0, 0x1f, 0x80, 0xff] {
                let mut bytes = [fill; 23];
                bytes[place..place + 2].copy_from_slice(&[first, second]);
                check(&bytes);
            }
        }
    }
}

#[test]
fn plain_text_ends_at_the_first_byte_that_is_special() {
    let is_special = |byte: &u8| matches!(byte, ..0x20 | b'"' | b'\\' | 0x80..);
    for_each_pair(b'a', |bytes| {
        for from in [0, 1, 9, bytes.len()] {
            let end = bytes[from..].iter().position(is_special).map_or(bytes.len(), |run| from + run);
            assert_eq!(plain_end(bytes, from), end, "{bytes:?} from {from}");
        }
    });
}

#[test]
fn long_plain_text_ends_at_the_first_byte_that_is_special() {
    for length in 0..150 {
        for special in [b'"', b'\\', 0, 0x1f, 0x80, 0xff] {
            for end in 0..length {
                let mut bytes = vec![b'a'; length];
                bytes[end] = special;
                bytes[length - 1] = special;
                assert_eq!(plain_end(&bytes, 0), end, "{special:#x} at {end} of {length}");
            }
        }
        assert_eq!(plain_end(&vec![0x7f; length], 0), length);
    }
}

#[test]
fn short_integers_are_those_that_end_in_the_window_and_fit_64_bits() {
    for (text, number) in [
        ("0,", Some((0, 1))),
        ("7}", Some((7, 1))),
        ("1722303670 ", Some((1_722_303_670, 10))),
        ("9999999999999999999]", Some((9_999_999_999_999_999_999, 19))),
        ("1", None),
        ("", None),
        ("00,", None),
        ("01,", None),
        ("1.0,", None),
        ("1e3,", None),
        ("1-,", None),
        ("-1,", None),
        ("x", None),
        (",", None),
        ("18446744073709551615,", None),
        ("18446744073709551616,", None),
    ] {
        assert_eq!(short_unsigned(text.as_bytes()), number, "{text}");
    }
}

#[test]
fn white_space_ends_at_the_first_other_byte() {
    let is_other = |byte: &u8| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    for_each_pair(b' ', |bytes| {
        let end = bytes.iter().position(is_other).unwrap_or(bytes.len());
        assert_eq!(white_run(bytes), end, "{bytes:?}");
    });
}
