//! Underscores, which would be emphasis in Markdown.

use cln_codegen::source::Spanned;
use cln_runtime::visible;

/// What begins and ends a block of code.
const FENCE: &str = "```";

/// The text with a backslash before each underscore that is not in code. A backtick that begins no code, and a
/// backslash at the very end, are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (kept, length) = match letter {
            '`' => match code(rest) {
                Some(length) => (true, length),
                None => (false, 1),
            },
            '\\' => match rest.chars().nth(1) {
                Some(next) => (true, 1 + next.len_utf8()),
                None => (false, 1),
            },
            '_' => {
                escaped.push('\\');
                (true, 1)
            }
            other => (true, other.len_utf8()),
        };
        let (part, after) = rest.split_at(length);
        escaped.push_str(if kept { part } else { "" });
        rest = after;
    }
    escaped
}

/// A name, escaped, on one line whatever it holds.
pub(super) fn name(name: &str) -> String {
    escaped(&visible(name).to_string())
}

/// The length of the code that the text begins with, its backticks included.
fn code(text: &str) -> Option<usize> {
    let block = text.strip_prefix(FENCE).and_then(|inner| inner.find(FENCE));
    block.map(|length| length + 2 * FENCE.len()).or_else(|| span(text))
}

/// The length of the code between two backticks that the text begins with.
fn span(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '`' => return Some(at + 1),
            '\\' => drop(letters.next()),
            _ => {}
        }
    }
    None
}

/// Lines as one escaped text; code may go over several of them.
pub(super) fn prose(lines: &[Spanned<String>], between: &str) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    escaped(&lines.join(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underscores_are_escaped_except_in_code() {
        assert_eq!(escaped("a_b `c_d` e_f"), r"a\_b `c_d` e\_f");
        assert_eq!(escaped("_ `a\n_`_"), "\\_ `a\n_`\\_");
        assert_eq!(escaped("```\na_b `c_d`\n``` e_f"), "```\na_b `c_d`\n``` e\\_f");
        assert_eq!(escaped("``a_b``"), r"``a\_b``", "two backticks are code without anything in it");
    }

    #[test]
    fn what_is_escaped_already_stays() {
        assert_eq!(escaped(r"a\_b \` c_d"), r"a\_b \` c\_d");
        assert_eq!(escaped(r"`a\`_`"), r"`a\`_`", "an escaped backtick does not end code");
    }

    #[test]
    fn what_begins_nothing_is_left_out() {
        assert_eq!(escaped("``a` is b_c"), r"``a is b\_c");
        assert_eq!(escaped("支払い_`"), "支払い\\_");
        assert_eq!(escaped("a\\"), "a");
        assert_eq!(escaped("```a_b"), r"``a\_b");
    }
}
