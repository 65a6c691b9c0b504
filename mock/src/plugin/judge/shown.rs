//! What a plugin has said, made fit to be shown: no secrets, no control characters, not too long.

use cln_codegen::schema::Side;
use cln_codegen::secrecy::{Commands, Replace, replaced_json};
use cln_runtime::rules::Shape;
use cln_runtime::visible;

/// The longest text that is looked into for members that are secrets, in bytes.
const READ: usize = 64 << 10;

/// The longest text that is shown, in characters.
const SHOWN: usize = 1000;

/// So many hexadecimal digits in a row may be a preimage, hold one, or be what is left of one that was written wrongly.
const SECRET_DIGITS: usize = 32;

/// What stands in the place of a secret.
const HIDDEN: &str = "<redacted>";

/// The text as a fault has it.
pub(crate) fn shown(text: &[u8]) -> String {
    // A run of digits may go on behind the cut: none is left there.
    let is_cut = text.len() > READ;
    let head = String::from_utf8_lossy(text.get(..READ).unwrap_or(text));
    let head = if is_cut { head.trim_end_matches(|letter: char| letter.is_ascii_hexdigit()) } else { &head };
    let named = if is_cut { None } else { replaced_json(&Nobody, head, &mut Hide) };
    let safe = without_digits(named.as_deref().unwrap_or(head));
    let line = visible(safe.trim()).to_string();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None if is_cut => line + "…",
        None => line,
    }
}

/// The text without runs of digits that may be secrets.
fn without_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_hexdigit()) {
        let (before, from) = rest.split_at(start);
        let length = from.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(length);
        out.push_str(before);
        out.push_str(if length < SECRET_DIGITS { digits } else { HIDDEN });
        rest = after;
    }
    out + rest
}

/// No schema describes what plugins answer: names alone tell what is secret.
struct Nobody;

impl Commands for Nobody {
    fn with_rules(&self, _command: &str, _side: Side, _use_rules: &mut dyn FnMut(&Shape<'_>)) {}
}

struct Hide;

impl Replace for Hide {
    fn secret(&mut self, _json: &str) -> String {
        format!("\"{HIDDEN}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_by_their_names_and_by_their_looks() {
        let key = "ab".repeat(32);
        let told =
            shown(format!(r#"{{"payment_key":"{key}","bitcoin-rpcpassword":"hunter2","label":"x"}}"#).as_bytes());
        assert_eq!(told, r#"{"payment_key":"<redacted>","bitcoin-rpcpassword":"<redacted>","label":"x"}"#);
        assert_eq!(
            shown(format!("{{'key':'{key}',}} {}", "c".repeat(31)).as_bytes()),
            format!("{{'key':'<redacted>',}} {}", "c".repeat(31))
        );
    }

    #[test]
    fn nothing_reaches_the_terminal_as_it_is() {
        assert_eq!(shown(b"\n\na\x1b[2K\xffb\n\n"), "a\\u{1b}[2K\u{fffd}b");
    }

    #[test]
    fn long_texts_are_cut_and_no_secret_is_left_at_the_cut() {
        assert_eq!(shown(&b"x".repeat(SHOWN)), "x".repeat(SHOWN));
        assert_eq!(shown(&b"x".repeat(SHOWN + 1)), "x".repeat(SHOWN) + "…");
        let secret_at_cut = [b" ".repeat(READ - 40), b"ab".repeat(32)].concat();
        assert_eq!(shown(&secret_at_cut), "…");
    }
}
