//! Tokens from bytes that arrive in pieces.

use std::io::{ErrorKind, Read};

use super::SyntaxError;
use super::error::Problem;
use super::input::Input;
use super::tokens::Tokens;
use crate::wipe::Buffer;

/// Reads tokens from an [`io::Read`](Read), holding one buffer in memory.
///
/// Reads as little as it can: a value that shows its own end, an object for instance, is complete without
/// waiting for what comes after it, so one connection can carry one value after another.
pub type StreamSource<R> = Tokens<Stream<R>>;

/// Size of the buffer until a token needs a larger one.
const FIRST_BUFFER: usize = 64 * 1024;

/// The bytes of a [`StreamSource`].
pub struct Stream<R> {
    reader: R,
    /// Bytes `start..end` are the window; those before are kept only if held.
    buffer: Buffer,
    start: usize,
    end: usize,
    /// Where in the buffer the bytes begin that `hold` asked to keep.
    held: Option<usize>,
    /// Offset in the whole stream of the buffer's first byte.
    base: u64,
    /// The buffer never becomes larger than this.
    limit: usize,
}

impl<R: Read> StreamSource<R> {
    /// The longest token that [`new`](Self::new) allows, in bytes: 64 MiB.
    pub const DEFAULT_TOKEN_LIMIT: usize = 64 * 1024 * 1024;

    /// Reads from `reader`. It is asked for large pieces, so it need not be buffered.
    #[must_use]
    pub fn new(reader: R) -> Self {
        Self::with_token_limit(reader, Self::DEFAULT_TOKEN_LIMIT)
    }

    /// Reads from `reader` and refuses a token longer than `limit` bytes with
    /// [`Problem::TokenTooLong`], at the offset where the token begins.
    ///
    /// Counted are a string with its quotes, a number with the byte that shows its end, and for
    /// [`raw`](super::Source::raw) the whole value, which is refused with [`Problem::ValueTooLong`]. No more than `limit` bytes of input are in memory at a time,
    /// and once more as much if a string that long has escapes.
    #[must_use]
    pub fn with_token_limit(reader: R, limit: usize) -> Self {
        let buffer = Buffer::zeros(FIRST_BUFFER.min(limit));
        Self::over(Stream { reader, buffer, start: 0, end: 0, held: None, base: 0, limit })
    }
}

impl<R> Stream<R> {
    /// Makes the buffer longer than what it must keep.
    fn make_room(&mut self) -> Result<(), SyntaxError> {
        let keep = self.held.unwrap_or(self.start);
        if keep == 0 {
            return self.grow();
        }
        self.buffer.copy_within(keep..self.end, 0);
        self.base += keep as u64;
        self.start -= keep;
        self.end -= keep;
        self.held = self.held.map(|_| 0);
        Ok(())
    }

    fn grow(&mut self) -> Result<(), SyntaxError> {
        if self.buffer.len() >= self.limit {
            let problem = if self.held.is_some() { Problem::ValueTooLong } else { Problem::TokenTooLong };
            return Err(SyntaxError::new(self.base, problem));
        }
        let length = self.buffer.len().saturating_mul(2).min(self.limit);
        self.buffer.resize(length);
        Ok(())
    }
}

impl<R: Read> Input for Stream<R> {
    #[inline]
    fn window(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    #[cold]
    fn more(&mut self) -> Result<bool, SyntaxError> {
        if self.end == self.buffer.len() {
            self.make_room()?;
        }
        let free = &mut self.buffer[self.end..];
        loop {
            match self.reader.read(free) {
                Ok(count) => {
                    // A reader that claims more than there was room for must not move us out of the buffer.
                    self.end += count.min(free.len());
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(SyntaxError::new(self.base + self.end as u64, Problem::Io(error.kind()))),
            }
        }
    }

    #[inline]
    fn take(&mut self, count: usize) -> &[u8] {
        let from = self.start;
        self.start += count;
        &self.buffer[from..self.start]
    }

    #[inline]
    fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    fn hold(&mut self) {
        self.held = Some(self.start);
    }

    fn release(&mut self) -> &[u8] {
        let from = self.held.take().unwrap_or(self.start);
        &self.buffer[from..self.start]
    }
}
