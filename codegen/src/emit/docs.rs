//! Documentation attributes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::diagnostic::is_unsafe;

/// Lines as one attribute; the blanks make it print as lines of `/// text`.
pub(super) fn attributes<L: AsRef<str>>(lines: &[L]) -> TokenStream {
    let mut text = String::new();
    for (index, line) in lines.iter().map(AsRef::as_ref).enumerate() {
        text.push_str(if index > 0 { "\n" } else { "" });
        text.push_str(if line.is_empty() { "" } else { " " });
        text.push_str(line);
    }
    let text = raw(&text);
    quote!(#[doc = #text])
}

/// A raw string: its text can be read as it is, and need not be escaped and understood again.
pub(super) fn raw(text: &str) -> Literal {
    // Most texts are plain, and a check of bytes is quicker than one of letters.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'));
    if !is_plain && text.contains(|letter| letter != '\n' && is_unsafe(letter)) {
        return Literal::string(text); // In which it is escaped.
    }
    let hashes = if text.contains("\"#") { "#".repeat(longest_end(text) + 1) } else { "#".to_owned() };
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// The most `#` that follow a quote.
fn longest_end(text: &str) -> usize {
    let hashes = text.split('"').skip(1).map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count());
    hashes.max().unwrap_or_default()
}

/// The documentation of a type, and where its schema stands.
pub(super) fn traced(mut lines: Vec<String>, trace: &str) -> TokenStream {
    lines.extend([String::new(), self::trace(trace)]);
    attributes(&lines)
}

/// Where a schema stands, as a line.
pub(super) fn trace(place: &str) -> String {
    format!("Schema: {}", code(place))
}

/// A link to a type, or to a part of one.
pub(super) fn link(item: &str) -> String {
    format!("[`{item}`]")
}

/// A name as a code span: on one line, and between more backticks than it holds in a row.
pub(super) fn code(name: &str) -> String {
    let text = name.replace(is_unsafe, "\u{fffd}");
    if !text.contains('`') {
        return format!("`{text}`");
    }
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_strings_hold_any_text() {
        for (text, expected) in [("a", "r#\"a\"#"), ("\"# \"##", "r###\"\"# \"##\"###"), ("\r\n", "\"\\r\\n\"")] {
            assert_eq!(raw(text).to_string(), expected);
        }
    }

    #[test]
    fn names_are_code_whatever_they_hold() {
        let cases =
            [("a b", "`a b`"), ("a\n\rb", "`a\u{fffd}\u{fffd}b`"), ("a`b``", "``` a`b`` ```"), ("`", "`` ` ``")];
        for (name, expected) in cases {
            assert_eq!(code(name), expected);
        }
    }
}
