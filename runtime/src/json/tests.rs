//! What each token reader and each writer does, on a slice and on streams cut in every way.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod errors;
mod scan;
mod slice;
mod stream;
mod values;
mod write;

use std::io::{self, Read};

use super::{Source, StreamSource, SyntaxError};

/// A reader that gives at most `piece` bytes at a time.
struct Pieces<'a> {
    bytes: &'a [u8],
    piece: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let piece = self.piece.min(out.len());
        (&mut self.bytes).take(piece as u64).read(out)
    }
}

fn in_pieces(bytes: &[u8], piece: usize) -> StreamSource<Pieces<'_>> {
    StreamSource::new(Pieces { bytes, piece })
}

/// Runs `$body` on a slice source and on stream sources with pieces of several sizes, all over the same input.
macro_rules! on_all_sources {
    ($input:expr, |$source:ident| $body:expr) => {{
        let text = $input;
        let input = AsRef::<[u8]>::as_ref(&text);
        {
            let $source = &mut $crate::json::SliceSource::new(input);
            $body
        }
        for piece in [1, 2, 3, 7, 8, 9, 64, 1 << 20] {
            let $source = &mut $crate::json::tests::in_pieces(input, piece);
            $body
        }
    }};
}
use on_all_sources;

/// Reads one whole text, looking at every token.
fn read_all(source: &mut impl Source) -> Result<(), SyntaxError> {
    source.skip()?;
    source.finish()
}
