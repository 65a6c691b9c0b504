//! The line of a file that a diagnostic is about, made fit to be shown.

use std::ops::Range;

use super::visible;
use crate::text::{Source, Span};

/// How much of a line is kept around a place, in characters. A line that needs no more than both
/// together is kept whole.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Before the place.
    pub(super) before: usize,
    /// From the place on.
    pub(super) after: usize,
}

/// A line, or the part of it around a place, escaped where a terminal would not show it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the line, from 1.
    pub(super) line: usize,
    /// What is shown of it.
    pub(super) text: String,
    /// The place within `text`, in bytes; not beyond the line.
    pub(super) marked: Range<usize>,
    /// Whether columns cannot be counted in `text`: the beginning of the line is left out, or longer here.
    pub(super) is_shifted: bool,
}

impl Excerpt {
    /// The excerpt that shows the start of `span`.
    pub(super) fn new(source: &Source, span: Span, room: Room) -> Self {
        let position = source.position(span.start);
        let line = source.line_at(span.start);
        let place = span.start.clamp(line.start, line.end);
        let before = source.slice(Span::new(line.start, place));
        let inside = source.slice(Span::new(place, span.end.clamp(place, line.end)));
        let from = source.slice(Span::new(place, line.end));

        let whole = room.before + room.after;
        let is_short = source.slice(line).chars().nth(whole).is_none();
        let room = if is_short { Room { before: whole, after: whole } } else { room };
        let skipped = before.chars().count().saturating_sub(room.before);
        let mut text = String::from(if skipped > 0 { "…" } else { "" });
        text.push_str(&shown(before.chars().skip(skipped)));
        let start = text.len();
        let is_shifted = text.chars().ne(before.chars().map(blank));
        text.push_str(&shown(inside.chars().take(room.after)));
        let end = text.len();
        let inside = inside.chars().take(room.after).count();
        text.push_str(&shown(from.chars().take(room.after).skip(inside)));
        if from.chars().nth(room.after).is_some() {
            text.push('…');
        }
        Self { line: position.line, text, marked: start..end, is_shifted }
    }
}

/// What takes one column for each character, as far as can be told.
fn shown(letters: impl Iterator<Item = char>) -> String {
    visible(letters.map(blank).collect::<String>())
}

/// A tab takes one column, too.
const fn blank(letter: char) -> char {
    if letter == '\t' { ' ' } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, start: usize, end: usize) -> Excerpt {
        let room = Room { before: 50, after: 70 };
        Excerpt::new(&Source::new("a.json", text), Span::new(start, end), room)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let excerpt = excerpt("{\n\t\"é\": 1\r\n}", 3, 7);
        assert_eq!(excerpt.line, 2);
        assert_eq!(excerpt.text, " \"é\": 1");
        assert_eq!(&excerpt.text[excerpt.marked], "\"é\"");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
        let excerpt = excerpt(&text, 1000, 1004);
        let expected = format!("…{}HERE{}…", "a".repeat(50), "b".repeat(66));
        assert_eq!(excerpt.text, expected);
        assert_eq!(&excerpt.text[excerpt.marked], "HERE");
    }

    #[test]
    fn a_long_place_is_cut_too() {
        let excerpt = excerpt(&"é".repeat(1000), 0, 2000);
        assert_eq!(excerpt.text, format!("{}…", "é".repeat(70)));
        assert_eq!(excerpt.marked, 0..140);
    }

    #[test]
    fn a_place_over_several_lines_ends_with_its_first() {
        let excerpt = excerpt("[\n1]", 0, 4);
        assert_eq!((excerpt.text.as_str(), excerpt.marked), ("[", 0..1));
    }

    #[test]
    fn what_a_terminal_would_act_on_is_escaped_and_the_place_still_right() {
        let text = "[\"\u{1b}[31m\u{200b}\", \"\u{202e}\", 1]";
        let excerpt = excerpt(text, text.find("\"\u{202e}").unwrap_or_default(), text.rfind(',').unwrap_or_default());
        assert_eq!(excerpt.text, r#"["\u{1b}[31m\u{200b}", "\u{202e}", 1]"#);
        assert_eq!(&excerpt.text[excerpt.marked], r#""\u{202e}""#);
        assert!(excerpt.is_shifted);
    }

    #[test]
    fn the_end_of_the_file_is_a_place() {
        let expected = Excerpt { line: 2, text: String::new(), marked: 0..0, is_shifted: false };
        assert_eq!(excerpt("[\n", 2, 2), expected);
    }
}
