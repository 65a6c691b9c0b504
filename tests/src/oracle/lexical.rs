//! The string types: what their text has to look like.

/// An even number of hex digits, either case; none is an even number.
pub(super) fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `hash`, `secret`, `txid`: 64 hex digits.
pub(super) fn is_32_bytes(text: &str) -> bool {
    text.len() == 64 && is_hex(text)
}

/// 66 hex digits starting `02` or `03`.
pub(super) fn is_pubkey(text: &str) -> bool {
    text.len() == 66 && is_hex(text) && (text.starts_with("02") || text.starts_with("03"))
}

/// Hex, at most 144 digits.
pub(super) fn is_signature(text: &str) -> bool {
    text.len() <= 144 && is_hex(text)
}

/// 128 hex digits.
pub(super) fn is_bip340sig(text: &str) -> bool {
    text.len() == 128 && is_hex(text)
}

/// `BLOCKxTXxOUT`: three decimals below 2^24, 2^24 and 2^16.
pub(super) fn is_short_channel_id(text: &str) -> bool {
    match text.split('x').collect::<Vec<_>>()[..] {
        [block, tx, out] => {
            is_decimal_below(block, 1 << 24) && is_decimal_below(tx, 1 << 24) && is_decimal_below(out, 1 << 16)
        }
        _ => false,
    }
}

/// A short channel id with `/0` or `/1`.
pub(super) fn is_short_channel_id_dir(text: &str) -> bool {
    let id = text.strip_suffix("/0").or_else(|| text.strip_suffix("/1"));
    id.is_some_and(is_short_channel_id)
}

/// `TXID:N`.
pub(super) fn is_outpoint(text: &str) -> bool {
    text.split_once(':').is_some_and(|(txid, n)| is_32_bytes(txid) && is_index(n))
}

/// Digits, optional decimals, three capitals: `1.50USD`.
pub(super) fn is_currency(text: &str) -> bool {
    let split = text.len().checked_sub(3).and_then(|middle| text.split_at_checked(middle));
    split.is_some_and(|(number, code)| {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        are_digits(whole) && are_digits(decimals) && code.bytes().all(|byte| byte.is_ascii_uppercase())
    })
}

/// One or more decimal digits and nothing else.
pub(super) fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number below 2^32. One with a leading zero is octal to some nodes, so it has no meaning.
pub(super) fn is_index(text: &str) -> bool {
    is_decimal_below(text, 1 << 32) && (text == "0" || !text.starts_with('0'))
}

/// Decimal digits of a number below `bound`; leading zeros do not matter.
pub(super) fn is_decimal_below(text: &str, bound: u64) -> bool {
    are_digits(text) && text.parse::<u64>().is_ok_and(|number| number < bound)
}
