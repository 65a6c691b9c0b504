//! Text of users inside messages.

/// The longest text a message repeats, in characters.
const LONGEST: usize = 60;

/// The text between backticks, for a message: control characters escaped, cut if it is long, visible if it is empty.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let mut chars = text.chars();
    let shown: String = chars.by_ref().take(LONGEST).flat_map(escaped).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{shown}{rest}`")
}

/// The text as a terminal can show it on one line.
pub(crate) fn visible(text: &str) -> String {
    text.chars().flat_map(escaped).collect()
}

/// A character as it is, or its escape if a terminal would act on it.
fn escaped(c: char) -> Box<dyn Iterator<Item = char>> {
    if is_unsafe(c) { Box::new(c.escape_unicode()) } else { Box::new(std::iter::once(c)) }
}

/// Whether a terminal would act on the character instead of showing it: control characters, and
/// those that turn the direction of writing.
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
    fn long_text_is_cut() {
        assert_eq!(quoted(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
        assert_eq!(quoted(&"x".repeat(60)), format!("`{}`", "x".repeat(60)));
    }
}
