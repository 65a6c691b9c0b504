//! First stage: schema files as text, with places in them.

mod discover;
mod json;
mod json_error;
mod json_text;
mod read;
mod scan;

use std::ops::Range;
use std::path::MAIN_SEPARATOR;
use std::sync::OnceLock;

pub use discover::{SchemaFile, discover};
pub use json::{Member, Node, Spanned, Value, parse_json};
pub use read::{MAX_BYTES, is_stdin};
pub use scan::MAX_DEPTH;

/// A place in a [`Source`]: byte offsets, the end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The span of the bytes `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same as a range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A place for people: line and column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A schema file's path, as the user gave it, and its text.
#[derive(Debug)]
pub struct Source {
    /// The path with `/` separators, for messages and for the trace in generated code.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Offsets at which lines start. Only diagnostics need them, so they are found on first use.
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// A source that need not be a file.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into().replace(MAIN_SEPARATOR, "/"), text: text.into(), line_starts: OnceLock::new() }
    }

    /// Line and column of a byte offset. An offset past the end, or inside a character, counts as
    /// the nearest place before it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_boundary(&self.text, offset);
        let line = self.line_starts().partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.line_starts().get(index)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// The bytes of the line that holds `offset`, without its line break.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> Span {
        let offset = floor_boundary(&self.text, offset);
        let (before, after) = self.text.split_at(offset);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| offset + at);
        let line = self.text.get(start..end).unwrap_or_default();
        let cut = line.strip_suffix('\r').unwrap_or(line);
        Span::new(start, start + cut.len())
    }

    /// The text of a span; empty if the span is not one of this source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// The last character boundary of `text` that is not after `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a/b.json", "é{\r\n  \"x\"\n");
        assert_eq!(source.path, "a/b.json");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(7), Position { line: 2, column: 3 });
        assert_eq!(source.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn an_offset_inside_a_character_is_taken_back() {
        let source = Source::new("a", "é");
        assert_eq!(source.position(1), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_line_ends_before_its_break() {
        let source = Source::new("a", "one\r\ntwo\n");
        assert_eq!(source.slice(source.line_at(1)), "one");
        assert_eq!(source.slice(source.line_at(6)), "two");
        assert_eq!(source.slice(source.line_at(9)), "");
    }

    #[test]
    fn a_foreign_span_is_empty() {
        assert_eq!(Source::new("a", "é").slice(Span::new(1, 9)), "");
    }
}
