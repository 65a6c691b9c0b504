//! Text of others, made fit for a terminal and for a line of a log.

use std::fmt::{self, Display, Formatter, Write as _};

/// Whether a terminal shows the character as itself, instead of acting on it or showing nothing.
///
/// By Unicode's properties: not the general categories Cc (control characters), Cf (formats, those that turn the
/// direction of writing among them), Zl and Zp (separators of lines and paragraphs), and nothing that is
/// `Default_Ignorable_Code_Point` (what has no width). The few of Cf that are `Prepended_Concatenation_Mark`, such as
/// U+0600, the Arabic number sign, are signs to be seen.
///
/// ```
/// assert!("größe, שלום, سلام, नमस्ते, 支払い".chars().all(cln_runtime::is_visible));
/// assert!(!['\n', '\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{2028}'].into_iter().any(cln_runtime::is_visible));
/// ```
#[must_use]
pub const fn is_visible(letter: char) -> bool {
    !matches!(letter,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line, with an escape such as `\u{202e}` in place of each character that is not [`is_visible`].
///
/// For whatever somebody else has written and people are to read: a node's messages, names, aliases, paths. All errors
/// of this crate show themselves so. What holds an emoji together stays: a variation selector behind one, and a joiner
/// between two of them.
///
/// ```
/// use cln_runtime::visible;
///
/// assert_eq!(visible("paid\u{1b}[2K\ralice").to_string(), r"paid\u{1b}[2K\u{d}alice");
/// assert_eq!(visible("⚡\u{fe0f} 支払い").to_string(), "⚡\u{fe0f} 支払い");
/// ```
#[must_use]
pub const fn visible<T: Display>(text: T) -> Visible<T> {
    Visible { text, form: Form::Line }
}

/// Like [`visible`], for a text of several lines: line feeds and tabs stay.
#[must_use]
pub const fn visible_lines<T: Display>(text: T) -> Visible<T> {
    Visible { text, form: Form::Lines }
}

/// Like [`visible`], for a text that is JSON: it is escaped as JSON is, and so stays the same JSON.
///
/// ```
/// use cln_runtime::visible_json;
///
/// assert_eq!(visible_json("{\"alias\":\"\u{202e}\"}").to_string(), r#"{"alias":"\u202e"}"#);
/// ```
#[must_use]
pub const fn visible_json<T: Display>(json: T) -> Visible<T> {
    Visible { text: json, form: Form::Json }
}

/// What [`visible`], [`visible_lines`] and [`visible_json`] make: it is escaped when it is shown, not before.
#[derive(Clone, Copy, Debug)]
pub struct Visible<T> {
    text: T,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Line,
    Lines,
    Json,
}

impl<T: Display> Display for Visible<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#}", self.text) } else { self.text.to_string() };
        if text.chars().all(is_visible) {
            return f.write_str(&text);
        }
        let mut letters = text.chars().peekable();
        let mut before = None;
        while let Some(letter) = letters.next() {
            let is_kept =
                is_visible(letter) || self.form.keeps(letter) || joins(before, letter, letters.peek().copied());
            before = is_kept.then_some(letter);
            if is_kept {
                f.write_char(letter)?;
            } else {
                self.form.escape(letter, f)?;
            }
        }
        Ok(())
    }
}

impl Form {
    /// Whether this is part of the text's structure. In a string of JSON it would be escaped already.
    const fn keeps(self, letter: char) -> bool {
        matches!((self, letter), (Self::Lines | Self::Json, '\n' | '\t'))
    }

    fn escape(self, letter: char, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line | Self::Lines => write!(f, "{}", letter.escape_unicode()),
            Self::Json => letter.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(f, "\\u{unit:04x}")),
        }
    }
}

/// Whether the letter holds an emoji together: a variation selector behind one, a joiner between two.
fn joins(before: Option<char>, letter: char, after: Option<char>) -> bool {
    const SELECTORS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
    // The blocks of symbols that emoji are in.
    let is_emoji = |letter: char| matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    match letter {
        '\u{200d}' => {
            before.is_some_and(|before| is_emoji(before) || SELECTORS.contains(&before)) && after.is_some_and(is_emoji)
        }
        letter => SELECTORS.contains(&letter) && before.is_some_and(is_emoji),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_emoji_together_stays_and_nothing_like_it() {
        for text in ["⚠\u{fe0f}", "👩\u{200d}💻", "❤\u{fe0f}\u{200d}🔥", "👩🏽\u{200d}🚀"] {
            assert_eq!(visible(text).to_string(), text);
        }
        for (text, shown) in [
            ("a\u{fe0f}", r"a\u{fe0f}"),
            ("⚠\u{fe0f}\u{fe0f}", "⚠\u{fe0f}\\u{fe0f}"),
            ("👩\u{200d}", r"👩\u{200d}"),
            ("👩\u{200d}a", r"👩\u{200d}a"),
            ("a\u{200d}👩", r"a\u{200d}👩"),
            ("a\u{fe0f}\u{200d}👩", r"a\u{fe0f}\u{200d}👩"),
            ("👩\u{200b}👩", r"👩\u{200b}👩"),
        ] {
            assert_eq!(visible(text).to_string(), shown);
        }
    }

    #[test]
    fn lines_and_tabs_stay_where_they_are_structure() {
        let text = "a\tb\r\n\u{1b}";
        assert_eq!(visible(text).to_string(), r"a\u{9}b\u{d}\u{a}\u{1b}");
        assert_eq!(visible_lines(text).to_string(), "a\tb\\u{d}\n\\u{1b}");
        assert_eq!(visible(visible(text)).to_string(), visible(text).to_string(), "escaped once");
    }

    #[test]
    fn json_stays_the_same_json() {
        assert_eq!(visible_json("[\"\u{7f}\u{e0001}\",\n\t1]").to_string(), "[\"\\u007f\\udb40\\udc01\",\n\t1]");
    }

    #[test]
    fn how_a_value_is_to_be_shown_is_handed_on() {
        assert_eq!(format!("{:#}", visible(format_args!("{}\u{7}", "x"))), r"x\u{7}");
        struct Cause;
        impl Display for Cause {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str(if f.alternate() { "all\u{7}" } else { "short\u{7}" })
            }
        }
        assert_eq!(
            (format!("{}", visible(Cause)), format!("{:#}", visible(Cause))),
            (r"short\u{7}".into(), r"all\u{7}".into())
        );
    }
}
