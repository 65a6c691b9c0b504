//! Lines of any length, in bounded memory.

use std::io::{self, ErrorKind, Read};

use super::Failure;

/// Lines up to this many bytes are handed out as they lie in memory.
const BUFFER: usize = 1 << 20;

/// Reads lines: what stands before each line feed, and after the last one, if there is anything.
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// Bytes `start..end` of the buffer have not been handed out.
    start: usize,
    end: usize,
    /// A long line has been handed out, and its end has not been read.
    is_inside: bool,
}

/// One line, without its line feed.
pub(super) enum Line<'l, R> {
    /// It lies in memory.
    Whole(&'l [u8]),
    /// It does not; it need not be read to its end.
    Long(Long<'l, R>),
}

/// A reader of one long line.
pub(super) struct Long<'l, R>(&'l mut Lines<R>);

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: vec![0; BUFFER], start: 0, end: 0, is_inside: false }
    }

    /// The next line. Before it waits for more input, it calls `wait`.
    pub(super) fn next(
        &mut self,
        mut wait: impl FnMut() -> Result<(), Failure>,
    ) -> Result<Option<Line<'_, R>>, Failure> {
        self.finish_line()?;
        let mut seen = 0;
        loop {
            if let Some(length) = line_feed(&self.buffer[self.start + seen..self.end]) {
                let from = self.start;
                self.start += seen + length + 1;
                return Ok(Some(Line::Whole(&self.buffer[from..self.start - 1])));
            }
            seen = self.end - self.start;
            if seen == BUFFER {
                self.is_inside = true;
                return Ok(Some(Line::Long(Long(self))));
            }
            wait()?;
            if !self.more().map_err(failure)? {
                let from = self.start;
                self.start = self.end;
                return Ok((seen > 0).then(|| Line::Whole(&self.buffer[from..self.end])));
            }
        }
    }

    /// Passes over what is left of a long line.
    fn finish_line(&mut self) -> Result<(), Failure> {
        while self.is_inside {
            let rest = self.end - self.start;
            let length = self.piece(rest).map_err(failure)?;
            self.start += length;
        }
        Ok(())
    }

    /// How many of the next bytes, at most `limit`, belong to the long line; none at its end, which is consumed.
    fn piece(&mut self, limit: usize) -> io::Result<usize> {
        if !self.is_inside {
            return Ok(0);
        }
        if self.start == self.end && !self.more()? {
            self.is_inside = false;
            return Ok(0);
        }
        let waiting = &self.buffer[self.start..self.end];
        let waiting = &waiting[..waiting.len().min(limit.max(1))];
        match line_feed(waiting) {
            Some(0) => {
                self.start += 1;
                self.is_inside = false;
                Ok(0)
            }
            Some(length) => Ok(length),
            None => Ok(waiting.len()),
        }
    }

    /// Reads more behind what the buffer holds; `false` at the end of the input.
    fn more(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        loop {
            let free = &mut self.buffer[self.end..];
            match self.input.read(free) {
                Ok(count) => {
                    self.end += count.min(free.len());
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl<R: Read> Read for Long<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.0.piece(out.len())?.min(out.len());
        let from = self.0.start;
        out[..length].copy_from_slice(&self.0.buffer[from..from + length]);
        self.0.start += length;
        Ok(length)
    }
}

fn line_feed(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| byte == b'\n')
}

fn failure(error: io::Error) -> Failure {
    Failure::Input(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

    use super::*;

    /// Gives so many bytes at a time.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            (&mut self.0).take(self.1 as u64).read(out)
        }
    }

    /// The length of each line, and whether it was long. Of a long one so much is read; `None` is all.
    fn lengths(text: &[u8], piece: usize, read: Option<usize>) -> Vec<(usize, bool)> {
        let mut lines = Lines::new(Pieces(text, piece));
        let mut found = Vec::new();
        while let Some(line) = lines.next(|| Ok(())).unwrap_or_else(|_| panic!("nothing fails")) {
            found.push(match line {
                Line::Whole(line) => (line.len(), false),
                Line::Long(line) => {
                    let mut text = Vec::new();
                    line.take(read.map_or(u64::MAX, |read| read as u64)).read_to_end(&mut text).unwrap();
                    assert!(!text.contains(&b'\n'));
                    (text.len(), true)
                }
            });
        }
        found
    }

    #[test]
    fn lines_of_any_length_are_found_whatever_the_pieces() {
        let text = [&b"ab\n\n"[..], &vec![b'x'; BUFFER + 5], b"\nc\r\n", &vec![b'y'; 3 * BUFFER], b"\nend"].concat();
        let expected = [(2, false), (0, false), (BUFFER + 5, true), (2, false), (3 * BUFFER, true), (3, false)];
        for piece in [7, 4096, BUFFER, usize::MAX] {
            assert_eq!(lengths(&text, piece, None), expected);
            let cut = expected.map(|(length, is_long)| (if is_long { 10 } else { length }, is_long));
            assert_eq!(lengths(&text, piece, Some(10)), cut, "the rest is passed over");
        }
    }

    #[test]
    fn a_line_feed_at_the_end_begins_no_line() {
        assert_eq!(lengths(b"", 1, None), []);
        assert_eq!(lengths(b"\n", 1, None), [(0, false)]);
        assert_eq!(lengths(b"a\nb", 1, None), lengths(b"a\nb\n", 1, None));
        let long = [&vec![b'x'; BUFFER][..], b"\n"].concat();
        assert_eq!(lengths(&long, usize::MAX, None), [(BUFFER, true)]);
    }
}
