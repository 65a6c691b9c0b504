//! Text of users inside messages.

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
    let shown = visible(&chars.by_ref().take(LONGEST).collect::<String>()).replace('`', "\\u{60}");
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{shown}{rest}`")
}

/// The text as a terminal can show it on one line.
pub(crate) fn visible(text: &str) -> String {
    text.chars().flat_map(escaped).collect()
}

/// A character as it is, or its escape if a terminal would act on it, or show nothing: two names may not look the same.
fn escaped(c: char) -> Box<dyn Iterator<Item = char>> {
    if is_unsafe(c) || is_unseen(c) { Box::new(c.escape_unicode()) } else { Box::new(std::iter::once(c)) }
}

/// Whether a terminal would act on the character instead of showing it: control characters, and
/// those that turn the direction of writing.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character has no width.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}'..='\u{2029}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
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
