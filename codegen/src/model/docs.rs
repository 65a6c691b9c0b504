//! Descriptions as rustdoc: no doctests, no broken links, no lints, whatever the schema says.

use crate::diagnostic::is_unsafe;
use crate::schema::Prose;

/// Descriptions as lines of rustdoc Markdown.
pub(super) fn prose(lines: &Prose) -> Vec<String> {
    markdown(lines.iter().flat_map(|line| line.value.split('\n')))
}

/// A title with a full stop, unless it ends with a sign already.
pub(super) fn as_sentence(title: &str) -> String {
    let title = title.trim_end();
    let is_open = title.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ')' | '`' | '*'));
    if is_open { format!("{title}.") } else { title.to_owned() }
}

/// A description and, apart from it, what else is to be said.
pub(super) fn with_notes(mut lines: Vec<String>, notes: Vec<String>) -> Vec<String> {
    if !lines.is_empty() && !notes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(notes);
    lines
}

/// Text as lines of rustdoc Markdown that cannot be mistaken for code, links or HTML.
pub(super) fn markdown<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut written = Vec::new();
    let mut in_list = false;
    for line in lines {
        // Before blanks are looked at: those behind such a letter would indent the line, and make code of it.
        let text: String = line.chars().filter(|letter| !is_unsafe(*letter)).collect();
        let text = text.trim();
        if text.is_empty() {
            in_list = false;
            written.push(String::new());
        } else if let Some((marker, item)) = list_item(text) {
            in_list = true;
            written.push(format!("{marker} {}", line_start(&escape(item))));
        } else if in_list {
            // Without the indentation the line would still belong to the item, but clippy would complain.
            written.push(format!("  {}", line_start(&escape(text))));
        } else {
            written.push(line_start(&escape(text)));
        }
    }
    trim_blank(written)
}

/// The marker and the text of an item of an unordered list.
fn list_item(text: &str) -> Option<(char, &str)> {
    let marker = text.chars().next().filter(|first| matches!(first, '-' | '*' | '+'))?;
    let item = text.get(1..)?.strip_prefix(' ')?.trim_start();
    (!item.is_empty()).then_some((marker, item))
}

/// Escapes what would mean something at the start of a line, or of a list item, only: headings, quotes, lists, rules.
///
/// A list inside an item would turn the text after its marker into code if enough blanks follow.
fn line_start(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    match text.chars().next() {
        Some('#' | '>' | '-' | '+' | '=' | '|' | ':') => format!("\\{text}"),
        Some('*' | '_') if is_marker(text) => format!("\\{text}"),
        _ if digits > 0 && text.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])) => {
            let (number, rest) = text.split_at(digits);
            format!("{number}\\{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Whether an asterisk or underscore begins a list item or a rule, not emphasis.
fn is_marker(text: &str) -> bool {
    let after = text.chars().nth(1);
    after.is_none_or(char::is_whitespace) || text.chars().all(|letter| matches!(letter, '*' | '_' | ' '))
}

/// Escapes brackets, tags and stray backticks; code between single backticks stays as it is.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, code, after)) = next_code(rest) {
        escaped.push_str(&escape_plain(before));
        escaped.push('`');
        escaped.push_str(code);
        escaped.push('`');
        rest = after;
    }
    escaped.push_str(&escape_plain(rest));
    escaped
}

/// The text before the next code span, the code, and what follows.
fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    let plain = !code.trim().is_empty() && !after.starts_with('`') && !before.ends_with('\\');
    plain.then_some((before, code, after))
}

fn escape_plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        escaped.push_str(&escape_word(word));
    }
    escaped
}

/// A word, its special characters escaped; a bare address becomes code, since rustdoc wants it marked up.
fn escape_word(word: &str) -> String {
    if word.contains(':')
        && let Some(start) = word.find("http://").or_else(|| word.find("https://"))
        && let Some((before, address)) = word.split_at_checked(start)
    {
        let end = address.find(['<', '>', '`', '"', ')', ']', '|', '\\']).unwrap_or(address.len());
        if let Some((address, after)) = address.split_at_checked(end) {
            return format!("{}`{address}`{}", escape_signs(before), escape_signs(after));
        }
    }
    escape_signs(word)
}

fn escape_signs(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // An escape that the schema's author has written already.
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => {
                escaped.push('\\');
                escaped.extend(letters.next());
            }
            '[' | ']' | '<' | '>' | '`' | '|' | '\\' | '~' | '$' | '&' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Without blank lines at either end, and no two in a row.
fn trim_blank(lines: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        if !line.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            kept.push(line);
        }
    }
    if kept.last().is_some_and(String::is_empty) {
        kept.pop();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        markdown(text.lines()).join("\n")
    }

    #[test]
    fn titles_end_with_a_full_stop() {
        for (title, sentence) in [("Pay (fast)", "Pay (fast)."), ("Pay.\n", "Pay."), ("Pay?", "Pay?"), ("", "")] {
            assert_eq!(as_sentence(title), sentence);
        }
    }

    #[test]
    fn nothing_becomes_a_doctest() {
        assert_eq!(one("see:\n\n    let x = 1;\n\tmore"), "see:\n\nlet x = 1;\nmore");
        assert_eq!(one("```\ncode\n```"), "\\`\\`\\`\ncode\n\\`\\`\\`");
        assert_eq!(one("~~~"), "\\~\\~\\~");
    }

    #[test]
    fn a_list_inside_an_item_becomes_no_code() {
        assert_eq!(one("- -      let x = 1;"), r"- \-      let x = 1;");
        assert_eq!(one("* +      x"), r"* \+      x");
        assert_eq!(one("* * *"), r"* \* *");
        assert_eq!(one("- 1.      x"), r"- 1\.      x");
        assert_eq!(one("- 1)\u{a0}x"), "- 1\\)\u{a0}x");
        assert_eq!(one("***\n___\n*"), "\\***\n\\___\n\\*");
        assert_eq!(one("- *emphasis* stays"), "- *emphasis* stays");
    }

    #[test]
    fn nothing_becomes_a_link_or_a_tag() {
        assert_eq!(one("an [array] of <node>"), r"an \[array\] of \<node\>");
        assert_eq!(one("see https://docs.example/x_y (there)"), "see `https://docs.example/x_y` (there)");
        assert_eq!(one("(see http://a.b/c)"), "(see `http://a.b/c`)");
    }

    #[test]
    fn code_stays_and_stray_backticks_do_not_open_any() {
        assert_eq!(one("the `payment_hash[0]` of"), "the `payment_hash[0]` of");
        assert_eq!(one("a ` alone"), r"a \` alone");
        assert_eq!(one("*emphasis* stays"), "*emphasis* stays");
    }

    #[test]
    fn what_lines_begin_with_means_nothing_but_lists() {
        assert_eq!(one("# no heading"), r"\# no heading");
        assert_eq!(one("1. no list"), r"1\. no list");
        assert_eq!(one("- item\nmore of it\n\nafter"), "- item\n  more of it\n\nafter");
    }

    #[test]
    fn what_ends_comments_and_strings_is_just_text() {
        assert_eq!(one(r##"*/ "# ]]"##), r##"*/ "# \]\]"##);
        assert_eq!(one("a\u{7}b\r"), "ab");
        assert_eq!(one("turn\u{202e}ed"), "turned");
        // What is left out hides no indentation.
        assert_eq!(one("a\n\n\u{202e}      let x = 1;\u{7} \u{7}"), "a\n\nlet x = 1;");
        assert_eq!(one("- a\n\n\u{1}1.      let x = 1;\n\u{1} # b"), "- a\n\n1\\.      let x = 1;\n\\# b");
        assert_eq!(one("\n\na\n\n\n\nb\n\n"), "a\n\nb");
    }
}
