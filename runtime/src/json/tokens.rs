//! Reading single tokens from any input.

use std::fmt;
use std::ops::Range;

use super::error::Problem;
use super::input::Input;
use super::number::{self, NumberScan};
use super::scan::{plain_end, white_run};
use super::text::{self, TextScan, unescape};
use super::{MAX_DEPTH, Mark, SyntaxError};
use crate::wipe::{Buffer, reserve};

/// A reader of tokens: [`SliceSource`](super::SliceSource) or [`StreamSource`](super::StreamSource), by its input.
///
/// Both are this one type so that they cannot disagree about what JSON is.
#[derive(Clone)]
pub struct Tokens<I> {
    pub(super) input: I,
    /// How many arrays and objects the cursor is inside of.
    depth: usize,
    /// The last string that could not be handed out as it stands in the input.
    pub(super) scratch: Buffer,
}

/// Where the text of a string that has just been read is to be found.
pub(super) enum Text {
    /// In the window, this many bytes after the opening quote, not consumed yet.
    Window(usize),
    /// In the scratch buffer; the string is consumed.
    Scratch,
}

impl<I> Tokens<I> {
    pub(super) const fn over(input: I) -> Self {
        Self { input, depth: 0, scratch: Buffer::new() }
    }
}

impl<I: Input> Tokens<I> {
    /// Skips white space and gives the byte after it, which is not consumed.
    #[inline]
    pub(super) fn significant(&mut self) -> Result<u8, SyntaxError> {
        match *self.input.window() {
            [byte, ..] if byte > b' ' => Ok(byte),
            // As after the colons of pretty-printed input.
            [b' ', byte, ..] if byte > b' ' => {
                self.input.take(1);
                Ok(byte)
            }
            _ => self.skip_white()?.ok_or_else(|| self.unexpected_end()),
        }
    }

    /// As [`significant`](Self::significant), with `None` at the end of the input. Not inlined, to keep small what is.
    #[inline(never)]
    pub(super) fn skip_white(&mut self) -> Result<Option<u8>, SyntaxError> {
        loop {
            let window = self.input.window();
            let run = white_run(window);
            let found = window.get(run).copied();
            self.input.take(run);
            if found.is_some() || !self.input.more()? {
                return Ok(found);
            }
        }
    }

    /// For when there is nothing after the window.
    #[cold]
    fn unexpected_end(&self) -> SyntaxError {
        self.problem_at(self.input.window().len(), Problem::UnexpectedEnd)
    }

    /// `problem` at the byte with this index in the window.
    #[cold]
    pub(super) fn problem_at(&self, index: usize, problem: Problem) -> SyntaxError {
        SyntaxError::new(self.input.offset() + index as u64, problem)
    }

    pub(super) fn set_mark(&mut self) -> Mark {
        self.input.hold();
        Mark { depth: self.depth }
    }

    pub(super) fn go_back(&mut self, mark: &Mark) {
        self.input.rewind();
        self.depth = mark.depth;
    }

    /// Counts one more array or object and consumes its bracket.
    #[inline]
    pub(super) fn enter(&mut self, bracket: u8, expected: &'static str) -> Result<(), SyntaxError> {
        if self.significant()? != bracket {
            return Err(self.problem_at(0, Problem::Expected(expected)));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.problem_at(0, Problem::Depth));
        }
        self.depth += 1;
        self.input.take(1);
        Ok(())
    }

    /// Consumes a closing bracket.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.input.take(1);
    }

    /// Where in the window the text of the next key is, if it is written as most are: no white space before its
    /// comma or its colon, no escapes, and all of it in the window.
    #[inline]
    pub(super) fn fast_key(&self, first: bool) -> Option<Range<usize>> {
        let window = self.input.window();
        if !first && window.first() != Some(&b',') {
            return None;
        }
        let comma = usize::from(!first);
        let quote = comma + white_run(&window[comma..]);
        if window.get(quote) != Some(&b'"') {
            return None;
        }
        let end = plain_end(window, quote + 1);
        window[end..].starts_with(b"\":").then_some(quote + 1..end)
    }

    /// Consumes the key whose opening quote is next, and its colon, whatever is in it and between them.
    #[inline(never)]
    pub(super) fn slow_key(&mut self) -> Result<&[u8], SyntaxError> {
        if let Text::Window(length) = self.text()? {
            // Looking for the colon may overwrite the window.
            self.scratch.clear();
            self.scratch.extend(&self.input.take(length + 2)[1..=length]);
        }
        if self.significant()? != b':' {
            return Err(self.problem_at(0, Problem::Expected("a colon")));
        }
        self.input.take(1);
        Ok(&self.scratch)
    }

    /// Reads the string whose opening quote is next, whatever is in it.
    fn text(&mut self) -> Result<Text, SyntaxError> {
        let mut scan = TextScan::new();
        loop {
            match scan.advance(self.input.window()) {
                text::Stop::Quote => break,
                text::Stop::Control => return Err(self.problem_at(scan.at, Problem::ControlCharacter)),
                text::Stop::End if self.input.more()? => {}
                text::Stop::End => return Err(self.unexpected_end()),
            }
        }
        let text = &self.input.window()[1..scan.at];
        if scan.non_ascii {
            utf8(text, self.input.offset() + 1)?;
        }
        if !scan.escaped {
            return Ok(Text::Window(text.len()));
        }
        self.scratch.clear();
        // It is never longer than its text.
        reserve(self.scratch.as_vec(), text.len());
        unescape(text, self.scratch.as_vec()).map_err(|(index, problem)| self.problem_at(1 + index, problem))?;
        self.input.take(scan.at + 1);
        Ok(Text::Scratch)
    }

    /// Consumes the string whose opening quote is next, whatever is in it.
    #[inline(never)]
    pub(super) fn slow_string(&mut self) -> Result<&[u8], SyntaxError> {
        Ok(match self.text()? {
            Text::Window(length) => &self.input.take(length + 2)[1..=length],
            Text::Scratch => &self.scratch,
        })
    }

    /// The length of the number that is next, whatever its form; it is not consumed.
    #[inline(never)]
    pub(super) fn slow_number(&mut self) -> Result<usize, SyntaxError> {
        let mut scan = NumberScan::new();
        loop {
            match scan.advance(self.input.window()) {
                number::Stop::Done => return Ok(scan.at),
                number::Stop::Wrong => return Err(self.problem_at(scan.at, Problem::Number)),
                number::Stop::End { complete } => match (self.input.more()?, complete) {
                    (true, _) => {}
                    (false, true) => return Ok(scan.at),
                    (false, false) => return Err(self.unexpected_end()),
                },
            }
        }
    }

    /// Consumes `word` if it is next.
    #[inline]
    pub(super) fn word(&mut self, word: &'static str) -> Result<(), SyntaxError> {
        while !self.input.window().starts_with(word.as_bytes()) {
            self.refuse_other_word(word)?;
        }
        self.input.take(word.len());
        Ok(())
    }

    /// Fails if the window does not begin as `word` does, or else lengthens it.
    #[cold]
    fn refuse_other_word(&mut self, word: &'static str) -> Result<(), SyntaxError> {
        let window = self.input.window();
        let same = window.iter().zip(word.as_bytes()).take_while(|(found, wanted)| found == wanted).count();
        if same < window.len() {
            return Err(self.problem_at(same, Problem::Expected(word)));
        }
        if self.input.more()? { Ok(()) } else { Err(self.unexpected_end()) }
    }
}

/// `bytes`, which begin at `offset` of the input, as text.
#[inline]
pub(super) fn utf8(bytes: &[u8], offset: u64) -> Result<&str, SyntaxError> {
    std::str::from_utf8(bytes).map_err(|error| SyntaxError::new(offset + error.valid_up_to() as u64, Problem::Utf8))
}

/// Shows the position only: the input may hold secrets.
impl<I: Input> fmt::Debug for Tokens<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("offset", &self.input.offset())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}
