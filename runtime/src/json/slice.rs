//! Tokens from bytes that lie in memory.

use super::input::Input;
use super::tokens::{Tokens, utf8};
use super::{Source, SyntaxError};

/// Reads tokens from a byte slice.
///
/// Cloning is cheap and gives a second reader at the same place.
pub type SliceSource<'a> = Tokens<Slice<'a>>;

/// The bytes of a [`SliceSource`].
#[derive(Clone, Copy)]
pub struct Slice<'a> {
    rest: &'a [u8],
    /// Length of the whole input; with `rest` it makes the offset.
    total: usize,
    /// What `rest` was when `hold` was called.
    held: &'a [u8],
}

impl<'a> SliceSource<'a> {
    /// Reads `bytes`, which should hold one JSON text.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self::over(Slice { rest: bytes, total: bytes.len(), held: bytes })
    }

    /// Like [`raw`](Source::raw), and the text lives as long as the input.
    ///
    /// # Errors
    /// If what follows is not a JSON value.
    pub fn raw_borrowed(&mut self) -> Result<&'a str, SyntaxError> {
        self.peek()?;
        let start = self.input.offset();
        let from = self.input.rest;
        self.skip()?;
        utf8(&from[..from.len() - self.input.rest.len()], start)
    }
}

impl Input for Slice<'_> {
    #[inline]
    fn window(&self) -> &[u8] {
        self.rest
    }

    #[inline]
    fn more(&mut self) -> Result<bool, SyntaxError> {
        Ok(false)
    }

    #[inline]
    fn take(&mut self, count: usize) -> &[u8] {
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    #[inline]
    fn offset(&self) -> u64 {
        (self.total - self.rest.len()) as u64
    }

    fn hold(&mut self) {
        self.held = self.rest;
    }

    fn release(&mut self) -> &[u8] {
        &self.held[..self.held.len() - self.rest.len()]
    }

    fn rewind(&mut self) {
        self.rest = self.held;
    }
}
