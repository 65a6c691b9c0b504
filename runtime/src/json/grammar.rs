//! The grammar of JSON over any input.

use super::error::Problem;
use super::input::Input;
use super::number::{short_integer, short_unsigned};
use super::scan::plain_end;
use super::tokens::{Tokens, utf8};
use super::{Mark, Next, Source, SyntaxError};

impl<I: Input> Source for Tokens<I> {
    #[inline]
    fn peek(&mut self) -> Result<Next, SyntaxError> {
        Ok(match self.significant()? {
            b'"' => Next::String,
            b'-' | b'0'..=b'9' => Next::Number,
            b'{' => Next::Object,
            b'[' => Next::Array,
            b't' | b'f' => Next::Bool,
            b'n' => Next::Null,
            b'+' | b'.' => return Err(self.problem_at(0, Problem::Number)),
            _ => return Err(self.problem_at(0, Problem::Expected("a value"))),
        })
    }

    #[inline]
    fn enter_object(&mut self) -> Result<(), SyntaxError> {
        self.enter(b'{', "an object")
    }

    #[inline]
    fn next_key(&mut self, first: bool) -> Result<Option<&[u8]>, SyntaxError> {
        if let Some(text) = self.fast_key(first) {
            return Ok(Some(&self.input.take(text.end + 2)[text]));
        }
        let mut byte = self.significant()?;
        if byte == b'}' {
            self.leave();
            return Ok(None);
        }
        if !first {
            if byte != b',' {
                return Err(self.problem_at(0, Problem::Expected("a comma or a closing brace")));
            }
            self.input.take(1);
            byte = self.significant()?;
        }
        if byte != b'"' {
            return Err(self.problem_at(0, Problem::Expected("a key in quotes")));
        }
        self.slow_key().map(Some)
    }

    #[inline(always)]
    fn expected_key(&mut self, first: bool, length: usize, is_it: impl FnOnce(&[u8]) -> bool) -> bool {
        let comma = usize::from(!first);
        let end = comma + 1 + length;
        let Some(window) = self.input.window().get(..end + 2) else { return false };
        let found = (first || window[0] == b',')
            && window[comma] == b'"'
            && window[end] == b'"'
            && window[end + 1] == b':'
            && is_it(&window[comma + 1..end]);
        if found {
            self.input.take(end + 2);
        }
        found
    }

    #[inline]
    fn enter_array(&mut self) -> Result<(), SyntaxError> {
        self.enter(b'[', "an array")
    }

    #[inline]
    fn next_element(&mut self, first: bool) -> Result<bool, SyntaxError> {
        match self.significant()? {
            b']' => {
                self.leave();
                Ok(false)
            }
            _ if first => Ok(true),
            b',' => {
                self.input.take(1);
                Ok(true)
            }
            _ => Err(self.problem_at(0, Problem::Expected("a comma or a closing bracket"))),
        }
    }

    #[inline]
    fn string(&mut self) -> Result<&[u8], SyntaxError> {
        if self.significant()? != b'"' {
            return Err(self.problem_at(0, Problem::Expected("a string")));
        }
        let window = self.input.window();
        let end = plain_end(window, 1);
        if window.get(end) == Some(&b'"') {
            return Ok(&self.input.take(end + 1)[1..end]);
        }
        self.slow_string()
    }

    #[inline(always)]
    fn fast_unsigned(&mut self, most: u64) -> Option<u64> {
        let white = usize::from(self.input.window().first() == Some(&b' '));
        let (number, length) = short_unsigned(self.input.window().get(white..)?)?;
        if number > most {
            return None;
        }
        self.input.take(white + length);
        Some(number)
    }

    #[inline(always)]
    fn fast_string(&mut self) -> Option<&[u8]> {
        let window = self.input.window();
        let quote = usize::from(window.first() == Some(&b' '));
        if window.get(quote) != Some(&b'"') {
            return None;
        }
        let end = plain_end(window, quote + 1);
        (window.get(end) == Some(&b'"')).then(|| &self.input.take(end + 1)[quote + 1..end])
    }

    #[inline]
    fn peek_fixed(&mut self, len: usize) -> Result<Option<&[u8]>, SyntaxError> {
        if self.significant()? != b'"' {
            return Ok(None);
        }
        let mut seen = 1;
        while self.input.window().len() < len.saturating_add(2) {
            // A quote here means that the string is shorter: asking for more could wait for ever on a peer.
            let window = self.input.window();
            let closed = window[seen..].contains(&b'"');
            seen = window.len();
            if closed || !self.input.more()? {
                return Ok(None);
            }
        }
        let window = self.input.window();
        Ok((window[len + 1] == b'"').then(|| &window[1..=len]))
    }

    #[inline]
    fn accept_fixed(&mut self, len: usize) {
        self.input.take(len + 2);
    }

    #[inline]
    fn number(&mut self) -> Result<&str, SyntaxError> {
        if !matches!(self.significant()?, b'-' | b'0'..=b'9') {
            return Err(self.problem_at(0, Problem::Expected("a number")));
        }
        let length = match short_integer(self.input.window()) {
            Some(length) => length,
            None => self.slow_number()?,
        };
        let offset = self.input.offset();
        utf8(self.input.take(length), offset)
    }

    #[inline]
    fn boolean(&mut self) -> Result<bool, SyntaxError> {
        match self.significant()? {
            b't' => self.word("true").map(|()| true),
            b'f' => self.word("false").map(|()| false),
            _ => Err(self.problem_at(0, Problem::Expected("true or false"))),
        }
    }

    #[inline]
    fn null(&mut self) -> Result<(), SyntaxError> {
        self.significant()?;
        self.word("null")
    }

    fn skip(&mut self) -> Result<(), SyntaxError> {
        let mut first = true;
        // Recursion is safe: `enter` bounds it by `MAX_DEPTH`.
        match self.peek()? {
            Next::Object => {
                self.enter_object()?;
                while self.next_key(first)?.is_some() {
                    self.skip()?;
                    first = false;
                }
            }
            Next::Array => {
                self.enter_array()?;
                while self.next_element(first)? {
                    self.skip()?;
                    first = false;
                }
            }
            Next::String => {
                self.string()?;
            }
            Next::Number => {
                self.number()?;
            }
            Next::Bool => {
                self.boolean()?;
            }
            Next::Null => self.null()?,
        }
        Ok(())
    }

    fn raw(&mut self) -> Result<&str, SyntaxError> {
        self.raw_by(Self::skip)
    }

    fn raw_by<E: From<SyntaxError>>(&mut self, read: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<&str, E> {
        self.significant()?;
        let start = self.input.offset();
        self.input.hold();
        read(self)?;
        Ok(utf8(self.input.release(), start)?)
    }

    fn mark(&mut self) -> Mark {
        self.set_mark()
    }

    fn rewind(&mut self, mark: Mark) {
        self.go_back(&mark);
    }

    fn finish(&mut self) -> Result<(), SyntaxError> {
        match self.skip_white()? {
            None => Ok(()),
            Some(_) => Err(self.problem_at(0, Problem::Trailing)),
        }
    }

    #[inline]
    fn offset(&self) -> u64 {
        self.input.offset()
    }

    fn ahead(&self) -> usize {
        self.input.window().len()
    }
}
