//! A feerate as a node reads it: a word, so many blocks, or a number of satoshi.

use super::{Refusal, unsigned};
use crate::wire::Value;

/// What a node has an estimate for.
const WORDS: &[&[u8]] = &[
    b"opening",
    b"mutual_close",
    b"penalty",
    b"unilateral_close",
    b"unilateral_anchor_close",
    b"slow",
    b"normal",
    b"urgent",
    b"minimum",
];

/// Whether it is one.
pub(super) fn feerate(name: &str, value: Value<'_>) -> Result<(), Refusal> {
    let (base, what) = match value.string() {
        Some(text) if WORDS.contains(&text) => return Ok(()),
        Some(text) => match text.strip_suffix(b"blocks") {
            Some(blocks) => (blocks, "an integer"),
            None => (text.strip_suffix(b"perkb").or_else(|| text.strip_suffix(b"perkw")).unwrap_or(text), PER),
        },
        None => (value.token(), PER),
    };
    if value.is_scalar() && unsigned(base).is_some_and(|number| u32::try_from(number).is_ok()) {
        return Ok(());
    }
    let comma = if what == PER { "," } else { "" };
    let begin = format!("'{name}' should be {what}{comma} not '");
    Err(Refusal::invalid([begin.as_bytes(), base, b"'"].concat()))
}

const PER: &str = "an integer with optional perkw/perkb";
