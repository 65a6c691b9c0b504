//! Text of users inside messages.

use std::fmt::Display;

/// The longest text a message repeats, in characters.
const LONGEST: usize = 60;

/// The text between backticks, for a message: what cannot be seen is escaped, and a backtick, since it would end the
/// quotation; cut if it is long, visible if it is empty.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let mut chars = text.chars();
    let shown = visible(chars.by_ref().take(LONGEST).collect::<String>()).replace('`', "\\u{60}");
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{shown}{rest}`")
}

/// The text as a terminal can show it on one line, escaped where a terminal would act on it or show nothing: two names
/// may not look the same.
pub(crate) fn visible(text: impl Display) -> String {
    cln_runtime::visible(text).to_string()
}

/// Whether the character may not stand in Rust as it is: control characters, and those that turn the direction of
/// writing, which the compiler refuses. What is shown to people is held to more, see [`visible`].
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_stands_between_backticks() {
        assert_eq!(quoted("größe"), "`größe`");
    }

    #[test]
    fn no_text_can_be_seen() {
        assert_eq!(quoted(""), "`\"\"`");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        assert_eq!(quoted("a\u{1b}[31m\n\u{202e}"), "`a\\u{1b}[31m\\u{a}\\u{202e}`");
    }

    #[test]
    fn what_has_no_width_is_escaped() {
        assert_eq!(quoted("pay\u{200b}ment\u{feff}"), "`pay\\u{200b}ment\\u{feff}`");
    }

    #[test]
    fn a_backtick_does_not_end_the_quotation() {
        assert_eq!(quoted("a`b"), "`a\\u{60}b`");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}`", "x".repeat(60)));
    }
}
