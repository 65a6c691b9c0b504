//! A first look at the bytes, for what the JSON parser does not refuse.
//!
//! The parser works by recursion, takes control characters in strings, and takes more than JSON's
//! four kinds of white space.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Source, Span};

/// The deepest nesting of arrays and objects. Schemas of the node stay below 16.
pub const MAX_DEPTH: usize = 64;

/// Refuses a text that is nested too deep, or holds a character where JSON has none.
pub(super) fn scan(source: &Arc<Source>) -> Result<(), Box<Diagnostic>> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in source.text.bytes().enumerate() {
        if byte < b' ' && (in_string || !matches!(byte, b'\t' | b'\n' | b'\r')) {
            return Err(Box::new(stray(source, at, in_string)));
        }
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' if depth == MAX_DEPTH => return Err(Box::new(too_deep(source, at))),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            0x80.. => return Err(Box::new(stray(source, at, in_string))),
            _ => {}
        }
    }
    Ok(())
}

fn too_deep(source: &Arc<Source>, at: usize) -> Diagnostic {
    let message = format!("the file is nested more than {MAX_DEPTH} levels deep");
    Diagnostic::new(Code::NestedTooDeep, message)
        .at(source, Span::new(at, at + 1))
        .label(format!("level {}", MAX_DEPTH + 1))
        .hint("real schemas need fewer than 16 levels; is this file a schema?")
}

/// A control character, or outside of strings a character that is not ASCII.
fn stray(source: &Arc<Source>, at: usize, in_string: bool) -> Diagnostic {
    let found = source.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let (place, hint) = match (found, in_string) {
        ('\n' | '\r', true) => {
            ("a line break inside a string", "close the string with `\"`, or write the line break as `\\n`")
        }
        (_, true) => ("a control character inside a string", "write it as an escape, such as `\\t` or `\\u001b`"),
        ('\u{feff}', false) => ("a byte order mark", "save the file as UTF-8 without a byte order mark"),
        (_, false) => ("a character outside of any string", "remove it, or put it into a string"),
    };
    let message = format!("not JSON: {place} (U+{:04X})", u32::from(found));
    Diagnostic::new(Code::NotJson, message)
        .at(source, Span::new(at, at + found.len_utf8()))
        .label("not allowed here")
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<(Code, usize)> {
        let error = scan(&Arc::new(Source::new("a.json", text))).err()?;
        Some((error.code, error.span?.start))
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(refused(&format!("{}{}", "[".repeat(64), "]".repeat(64))), None);
        assert_eq!(refused(&"[".repeat(65)), Some((Code::NestedTooDeep, 64)));
        assert_eq!(refused(&"{\"a\":".repeat(100_000)), Some((Code::NestedTooDeep, 320)));
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        let text = format!("[\"{}\\\"[\\\\\", [\"]\"]]", "[".repeat(99));
        assert_eq!(refused(&text), None);
    }

    #[test]
    fn control_characters_belong_into_escapes() {
        assert_eq!(refused("[\"a\tb\"]"), Some((Code::NotJson, 3)));
        assert_eq!(refused("[\"\\\u{1}\"]"), Some((Code::NotJson, 3)));
        assert_eq!(refused("\t\r\n []"), None);
        assert_eq!(refused("[\u{c}]"), Some((Code::NotJson, 1)));
    }

    #[test]
    fn other_alphabets_belong_into_strings() {
        assert_eq!(refused("[\"é\"]"), None);
        assert_eq!(refused("[\u{a0}]"), Some((Code::NotJson, 1)));
        assert_eq!(refused("\u{feff}[]"), Some((Code::NotJson, 0)));
    }
}
