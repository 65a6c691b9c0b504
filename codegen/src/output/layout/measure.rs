//! Where things end, and whether they fit.

use std::ops::Range;

use super::{Layout, SMALL, WIDTH};

impl<'t> Layout<'t, '_> {
    pub(super) fn text_of(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| token.text)
    }

    /// Where an item, a field, a statement or an arm ends: an attribute, after a comma or semicolon, after a body.
    pub(super) fn entry_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        let mut angles = 0_usize;
        while let Some(token) = self.tokens.get(at).filter(|_| at < end) {
            match (token.text, token.close) {
                (_, Some(close)) => {
                    at = close;
                    let is_attribute = at == self.attribute_end(start);
                    let is_body = self.text_of(at) == "}" && !matches!(self.text_of(at + 1), "," | ";" | "." | "else");
                    if is_attribute || is_body {
                        return at + 1;
                    }
                }
                ("<", _) => angles += 1,
                (">", _) => angles = angles.saturating_sub(1),
                ("," | ";", _) if angles == 0 => return at + 1,
                _ => {}
            }
            at += 1;
        }
        end
    }

    pub(super) fn is_attribute(&self, at: usize) -> bool {
        matches!(self.text_of(at), "#" | "#!")
    }

    /// Whether it is an attribute of one word, such as `#[inline]`, in a row of which they share a line.
    pub(super) fn is_word_attribute(&self, at: usize) -> bool {
        self.is_attribute(at) && self.attribute_end(at) == at + 3
    }

    /// Where an attribute that begins here closes; 0 if none does.
    pub(super) fn attribute_end(&self, at: usize) -> usize {
        let close = self.tokens.get(at + 1).and_then(|token| token.close);
        close.filter(|_| self.is_attribute(at)).unwrap_or_default()
    }

    /// The parts of a list, without the commas between them.
    pub(super) fn parts(&self, list: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = list.start;
        while start < list.end {
            let end = self.part_end(start, list.end);
            parts.push(start..end);
            start = end + 1;
        }
        parts
    }

    pub(super) fn part_end(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        let mut angles = 0_usize;
        while let Some(token) = self.tokens.get(at).filter(|_| at < end) {
            match token.text {
                "<" => angles += 1,
                ">" => angles = angles.saturating_sub(1),
                "," if angles == 0 => return at,
                _ => {}
            }
            at = token.close.unwrap_or(at) + 1;
        }
        end
    }

    /// Whether a brace holds items, statements or arms, not the fields of a value or the names of a `use`.
    pub(super) fn is_block(&self, open: usize, entry: usize) -> bool {
        const KEYWORDS: [&str; 7] = ["enum", "fn", "if", "impl", "match", "mod", "struct"];
        let before = self.tokens.get(entry..open).unwrap_or_default();
        let is_named = before.last().is_some_and(|last| last.text == "::" || last.text.starts_with(char::is_uppercase));
        self.text_of(open) == "{" && !(is_named && before.iter().all(|token| !KEYWORDS.contains(&token.text)))
    }

    /// What has to stand on the same line as the end of a group: everything up to the next place for a line break.
    pub(super) fn line_end(&self, close: usize, end: usize) -> usize {
        let after = self.tokens.get(close + 1..end).unwrap_or_default();
        let group = after.iter().position(|token| token.close.is_some());
        group.map_or(end, |group| close + 1 + group + 1)
    }

    pub(super) fn has_groups(&self, range: Range<usize>) -> bool {
        self.tokens.get(range).unwrap_or_default().iter().any(|token| token.close.is_some())
    }

    /// Whether a part of a list can share a line with others.
    pub(super) fn is_small(&self, range: Range<usize>) -> bool {
        let part = self.tokens.get(range.clone()).unwrap_or_default();
        self.width(range) <= SMALL && part.iter().all(|token| token.close.is_none())
    }

    /// The columns that tokens take on one line.
    pub(super) fn width(&self, range: Range<usize>) -> usize {
        let Some([first, .., last] | [first @ last]) = self.tokens.get(range) else { return 0 };
        last.end + first.width() - first.end
    }

    /// Whether tokens fit on what is left of the line.
    pub(super) fn fits(&self, range: Range<usize>) -> bool {
        self.column() + self.width(range) <= WIDTH
    }

    pub(super) fn column(&self) -> usize {
        self.text.len() - self.line
    }

    /// The text of a documentation attribute, if these tokens are one that can be a comment.
    pub(super) fn doc_comment(&self, range: &Range<usize>) -> Option<&'t str> {
        match self.tokens.get(range.clone())? {
            [hash, _, doc, _, text, _] if hash.text == "#" && doc.text == "doc" => comment(text.text),
            _ => None,
        }
    }
}

/// What a string literal without escapes means, if a comment can say it.
fn comment(literal: &str) -> Option<&str> {
    let plain = || literal.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'));
    let raw = || literal.strip_prefix('r')?.trim_matches('#').strip_prefix('"')?.strip_suffix('"');
    let text = plain().or_else(raw)?;
    // `////` and `/**` mean something else.
    text.split('\n').all(|line| line.is_empty() || line.starts_with(' ')).then_some(text)
}
