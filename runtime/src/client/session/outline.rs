//! The outline of JSON text that arrives in pieces: its tokens down to some depth; what lies deeper is passed over.
//!
//! It tells where values begin and end, not whether they are JSON: whoever decodes them finds that out, and need not
//! wait until the end for it. Each byte is looked at once, however small the pieces are.
//!
//! A value ends where its quotes and brackets say so, whatever else stands in it: control characters in strings, words
//! that mean nothing, commas too many. Two things cannot be passed over, because the end is not known then: brackets
//! that do not match, and text that looks like the next message inside this one.

mod brackets;
mod bytes;

use std::ops::Range;

use super::garbage::Garbage;
pub(super) use bytes::is_white;

use brackets::Brackets;
use bytes::{IS_STRUCTURE, last_of, text_run_end};

/// One part of the outline. Places are indices in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// `{` or `[`
    Open(u8),
    /// `}` or `]`
    Close(u8),
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A string with its quotes.
    Text(Range<usize>),
    /// A number or word.
    Bare(Range<usize>),
    /// An array or object too deep to be shown, whole.
    Deep(Range<usize>),
    /// A byte that begins nothing in JSON.
    Odd(u8),
}

impl Part {
    /// The byte that it begins with.
    pub(crate) fn first(&self, text: &[u8]) -> u8 {
        match self {
            Self::Open(byte) | Self::Close(byte) | Self::Odd(byte) => *byte,
            Self::Colon => b':',
            Self::Comma => b',',
            Self::Text(range) | Self::Bare(range) | Self::Deep(range) => {
                text.get(range.start).copied().unwrap_or_default()
            }
        }
    }
}

/// Finds the parts of text, of which more may come.
#[derive(Debug)]
pub(crate) struct Outline {
    /// How many arrays and objects are shown inside each other.
    levels: usize,
    /// How many of those are open.
    open: usize,
    /// The next byte to look at.
    at: usize,
    /// The part that `at` is inside of.
    within: Within,
    gone: Gone,
}

/// What is still known of text that was taken away.
#[derive(Clone, Copy, Debug)]
struct Gone {
    /// The last byte that was no white space.
    last: u8,
    /// The last bytes.
    tail: [u8; NEXT_NAMED.len()],
}

#[derive(Clone, Copy, Debug)]
enum Within {
    Nothing,
    Text { start: usize },
    Bare { start: usize },
    Deep { start: usize, open: Brackets, in_text: bool },
}

/// How the next message of a node begins: real nodes end each with a blank line. A string that ends so, as it stands, was
/// never closed.
const NEXT: &[u8; 3] = b"\n\n{";

/// How it begins, up to the end of its first name. No value does: where JSON has one, this one was cut before it.
const NEXT_NAMED: &[u8; 11] = b"\n\n{\"jsonrpc";

/// The next message begins inside this one.
const UNCLOSED: Garbage = Garbage { expected: "the end of a message before the next one begins", found: b'{' };

impl Outline {
    /// Shows this many arrays and objects inside each other.
    pub(crate) const fn new(levels: usize) -> Self {
        Self { levels, open: 0, at: 0, within: Within::Nothing, gone: Gone { last: 0, tail: [0; NEXT_NAMED.len()] } }
    }

    /// How many bytes have been looked at.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The text's beginning is taken away, all of which has been looked at. Of a part that began in it only the end will
    /// be told right.
    pub(crate) fn forget(&mut self, gone: &[u8]) {
        let count = gone.len();
        self.gone = Gone { last: last_of(gone).unwrap_or(self.gone.last), tail: self.before(gone, count) };
        self.at -= count;
        match &mut self.within {
            Within::Nothing => {}
            Within::Text { start } | Within::Bare { start } | Within::Deep { start, .. } => {
                *start = start.saturating_sub(count);
            }
        }
    }

    /// The next part of `text`, which begins as it did last time; `None` if more text is needed for it.
    pub(crate) fn next(&mut self, text: &[u8]) -> Result<Option<Part>, Garbage> {
        match self.within {
            Within::Nothing => self.begin(text),
            Within::Text { start } => self.text(text, start),
            Within::Bare { start } => Ok(self.bare(text, start)),
            Within::Deep { start, open, in_text } => self.deep(text, start, open, in_text),
        }
    }

    fn begin(&mut self, text: &[u8]) -> Result<Option<Part>, Garbage> {
        self.at += text[self.at..].iter().take_while(|byte| is_white(**byte)).count();
        let start = self.at;
        let Some(&first) = text.get(start) else {
            return Ok(None);
        };
        self.at += 1;
        let part = match first {
            b'{' if self.open > 0 && self.may_be_next(text, start, b'\n') && self.is_next(text, start) => {
                return Err(UNCLOSED);
            }
            b'{' | b'[' if self.open == self.levels => return self.deep(text, start, Brackets::first(first), false),
            b'{' | b'[' => {
                self.open += 1;
                Part::Open(first)
            }
            b'}' | b']' if self.open > 0 => {
                self.open -= 1;
                Part::Close(first)
            }
            b':' => Part::Colon,
            b',' => Part::Comma,
            b'"' => return self.text(text, start),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => return Ok(self.bare(text, start)),
            odd if self.open > 0 => Part::Odd(odd),
            found => return Err(Garbage { expected: "JSON", found }),
        };
        Ok(Some(part))
    }

    fn text(&mut self, text: &[u8], start: usize) -> Result<Option<Part>, Garbage> {
        let is_whole = self.finish_text(text)?;
        self.within = if is_whole { Within::Nothing } else { Within::Text { start } };
        Ok(is_whole.then_some(Part::Text(start..self.at)))
    }

    /// Goes to behind the closing quote; `false` if that has not come yet.
    fn finish_text(&mut self, text: &[u8]) -> Result<bool, Garbage> {
        loop {
            let at = text_run_end(text, self.at);
            match text.get(at) {
                None => {
                    self.at = at;
                    return Ok(false);
                }
                Some(b'"') if self.may_be_in_next(text, at) && self.is_in_next(text, at) => return Err(UNCLOSED),
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(true);
                }
                // The byte after the backslash may not have come yet, and may be a quote.
                Some(_) if at + 1 == text.len() => {
                    self.at = at;
                    return Ok(false);
                }
                Some(_) => self.at = at + 2,
            }
        }
    }

    /// A number or word is whole once something else follows.
    fn bare(&mut self, text: &[u8], start: usize) -> Option<Part> {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        self.at += text[self.at..].iter().take_while(|byte| belongs(byte)).count();
        let is_whole = self.at < text.len();
        self.within = if is_whole { Within::Nothing } else { Within::Bare { start } };
        is_whole.then_some(Part::Bare(start..self.at))
    }

    fn deep(
        &mut self,
        text: &[u8],
        start: usize,
        mut open: Brackets,
        mut in_text: bool,
    ) -> Result<Option<Part>, Garbage> {
        loop {
            if in_text && !self.finish_text(text)? {
                break;
            }
            let run = text[self.at..].iter().position(|byte| IS_STRUCTURE[usize::from(*byte)]);
            self.at = run.map_or(text.len(), |run| self.at + run + 1);
            in_text = false;
            match run.map(|_| text[self.at - 1]) {
                None => break,
                Some(b'"') => {
                    in_text = true;
                    continue;
                }
                Some(b'{') if self.may_be_next(text, self.at - 1, b'\n') && self.is_next(text, self.at - 1) => {
                    return Err(UNCLOSED);
                }
                Some(bracket @ (b'{' | b'[')) => open.open(bracket),
                Some(bracket) => open.close(bracket)?,
            }
            if open.depth == 0 {
                self.within = Within::Nothing;
                return Ok(Some(Part::Deep(start..self.at)));
            }
        }
        self.within = Within::Deep { start, open, in_text };
        Ok(None)
    }

    /// Whether the byte before this place is `byte`, or was taken away: only then a closer look is needed.
    fn may_be_next(&self, text: &[u8], at: usize, byte: u8) -> bool {
        text.get(at.wrapping_sub(1)).is_none_or(|before| *before == byte)
    }

    /// Whether the `{` at this place begins the next message, although this one has not ended: it comes after a blank
    /// line, and not where JSON has another value.
    #[cold]
    fn is_next(&self, text: &[u8], at: usize) -> bool {
        let last = last_of(text.get(..at).unwrap_or_default()).unwrap_or(self.gone.last);
        self.before::<2>(text, at) == *b"\n\n" && !matches!(last, b'[' | b',' | b':')
    }

    /// Whether a quote at this place may be that of the next message: only then a closer look is needed.
    fn may_be_in_next(&self, text: &[u8], at: usize) -> bool {
        text.get(at.wrapping_sub(1)).is_none_or(|before| matches!(before, b'{' | b'c'))
    }

    /// Whether the closing quote at this place is the first of the next message, or the second.
    #[cold]
    fn is_in_next(&self, text: &[u8], at: usize) -> bool {
        self.before(text, at) == *NEXT || self.before(text, at) == *NEXT_NAMED
    }

    /// The bytes before this place, also those that were taken away.
    #[cold]
    fn before<const N: usize>(&self, text: &[u8], at: usize) -> [u8; N] {
        let known = text.get(..at).unwrap_or_default().iter().rev().chain(self.gone.tail.iter().rev());
        let mut before = [0; N];
        before.iter_mut().rev().zip(known).for_each(|(place, byte)| *place = *byte);
        before
    }
}

#[cfg(test)]
mod tests;
