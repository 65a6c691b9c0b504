//! Rust text laid out for people: an item, field or arm a line, and lines of at most [`WIDTH`] columns where that can be.
//!
//! What is emitted uses little of Rust, so that this can be small and quick; it also serves build scripts, for which
//! a formatter of all Rust would be one more crate to compile. It changes nothing but blanks and commas at the end of
//! lists, whatever it is given.

mod measure;
mod tokens;

#[cfg(test)]
mod tests;

use std::ops::Range;

use tokens::{Token, tokens};

/// How wide lines may become.
const WIDTH: usize = 110;

/// Parts of a list that are no wider than this share lines.
const SMALL: usize = 50;

const INDENT: &str = "    ";

/// Appends items to a text that ends with a whole line.
pub(super) fn lay_out(items: &str, text: &mut String) {
    let tokens = tokens(items);
    let mut layout = Layout { tokens: &tokens, line: text.len(), text, indent: 0 };
    layout.block(0..tokens.len());
}

struct Layout<'t, 'o> {
    tokens: &'t [Token<'t>],
    text: &'o mut String,
    /// Where the current line begins.
    line: usize,
    indent: usize,
}

impl<'t> Layout<'t, '_> {
    /// Items, fields, statements or arms, each on a line of its own. Those with attributes are parted from what is long.
    fn block(&mut self, range: Range<usize>) {
        let mut is_long = false;
        let mut shares_line = false;
        let mut at = range.start;
        while at < range.end {
            let end = self.entry_end(at, range.end);
            let is_attribute = self.is_attribute(at);
            if is_long && is_attribute {
                self.text.push('\n');
            }
            let start = self.text.len();
            if !shares_line {
                self.begin_line();
            }
            self.entry(at..end);
            is_long = !is_attribute && self.line > start;
            shares_line = self.is_word_attribute(at) && self.is_word_attribute(end);
            self.text.push(if shares_line { ' ' } else { '\n' });
            at = end;
        }
    }

    fn begin_line(&mut self) {
        self.line = self.text.len();
        for _ in 0..self.indent {
            self.text.push_str(INDENT);
        }
    }

    fn entry(&mut self, range: Range<usize>) {
        if let Some(text) = self.doc_comment(&range) {
            return self.comment(text);
        }
        let mut at = range.start;
        while let Some(token) = self.tokens.get(at).filter(|_| at < range.end) {
            if token.spaced && at > range.start {
                self.text.push(' ');
            }
            match token.close {
                Some(close) => {
                    self.group(at, close, &range);
                    at = close + 1;
                }
                None => {
                    self.push(token.text);
                    at += 1;
                }
            }
        }
    }

    fn comment(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.text.push('\n');
                self.begin_line();
            }
            self.text.push_str("///");
            self.text.push_str(line);
        }
    }

    /// A group: on the line if it fits, else its parts on lines of their own.
    fn group(&mut self, open: usize, close: usize, entry: &Range<usize>) {
        let inside = open + 1..close;
        if inside.is_empty() {
            self.push_range(open..open + 1);
            self.push_range(close..close + 1);
        } else if self.is_block(open, entry.start) {
            self.bracketed(open, close, |layout| layout.block(inside));
        } else if self.fits(open..self.line_end(close, entry.end)) {
            self.push_range(open..close + 1);
        } else {
            let parts = self.parts(inside.clone());
            match parts.as_slice() {
                [only] if self.has_groups(only.clone()) && self.text_of(open) != "{" => {
                    self.push_range(open..open + 1);
                    self.entry(inside);
                    self.push_range(close..close + 1);
                }
                // Nothing would be won; and an attribute such as `#[doc = "..."]` has no room for a comma at its end.
                [only] if self.is_small(only.clone()) || self.is_attribute(open.saturating_sub(1)) => {
                    self.push_range(open..close + 1)
                }
                [_, _, ..] if self.text_of(open) != "(" && parts.iter().all(|part| self.is_small(part.clone())) => {
                    self.bracketed(open, close, |layout| layout.filled(&parts));
                }
                _ => self.bracketed(open, close, |layout| layout.listed(&parts)),
            }
        }
    }

    /// A group whose brackets stand at the ends of other lines than its content.
    fn bracketed(&mut self, open: usize, close: usize, content: impl FnOnce(&mut Self)) {
        self.push_range(open..open + 1);
        self.text.push('\n');
        self.indent += 1;
        content(self);
        self.indent -= 1;
        self.begin_line();
        self.push_range(close..close + 1);
    }

    /// Each part of a list on a line of its own.
    fn listed(&mut self, parts: &[Range<usize>]) {
        for part in parts {
            self.begin_line();
            self.entry(part.clone());
            // After the rest of a struct no comma may stand.
            self.text.push_str(if self.text_of(part.start).starts_with("..") { "\n" } else { ",\n" });
        }
    }

    /// As many parts of a list on each line as fit.
    fn filled(&mut self, parts: &[Range<usize>]) {
        self.begin_line();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
                if self.column() + self.width(part.clone()) + ", ".len() <= WIDTH {
                    self.text.push(' ');
                } else {
                    self.text.push('\n');
                    self.begin_line();
                }
            }
            self.push_range(part.clone());
        }
        self.text.push_str(",\n");
    }

    fn push(&mut self, text: &str) {
        // No other token goes on over lines.
        if text.starts_with(['"', 'r'])
            && let Some(last) = text.rfind('\n')
        {
            self.line = self.text.len() + last + 1;
        }
        self.text.push_str(text);
    }

    /// Tokens on one line.
    fn push_range(&mut self, range: Range<usize>) {
        let tokens = self.tokens.get(range).unwrap_or_default();
        for (index, token) in tokens.iter().enumerate() {
            if token.spaced && index > 0 {
                self.text.push(' ');
            }
            // The last comma of a list is for lists on several lines; of a tuple it is a part.
            let is_last = token.text == "," && tokens.get(index + 1).is_some_and(|next| matches!(next.text, "}" | "]"));
            if !is_last {
                self.push(token.text);
            }
        }
    }
}
