//! What only a source over a reader has to deal with.

use std::io::{self, ErrorKind, Read};

use super::in_pieces;
use crate::json::{Problem, Source, StreamSource, SyntaxError};

/// Plays back what a reader might do; panics when asked for more than is in the script.
struct Script(Vec<io::Result<&'static [u8]>>);

impl Read for Script {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        assert!(!self.0.is_empty(), "read once too often");
        self.0.remove(0)?.read(out)
    }
}

fn script(steps: Vec<io::Result<&'static [u8]>>) -> StreamSource<Script> {
    StreamSource::new(Script(steps))
}

#[test]
fn interrupted_reads_are_repeated() {
    let interrupted = || Err(ErrorKind::Interrupted.into());
    let mut source = script(vec![interrupted(), Ok(b"\"a"), interrupted(), interrupted(), Ok(b"b\"")]);
    assert_eq!(source.string(), Ok(&b"ab"[..]));
}

#[test]
fn failed_reads_are_reported_after_the_last_byte_that_came() {
    let mut source = script(vec![Ok(b"[1, \"a"), Err(ErrorKind::ConnectionReset.into())]);
    assert_eq!(source.skip(), Err(SyntaxError::new(6, Problem::Io(ErrorKind::ConnectionReset))));
}

#[test]
fn nothing_is_read_beyond_what_a_decision_needs() {
    let mut source = script(vec![Ok(b"{\"id\":\"abc\",\"ok\":tr"), Ok(b"ue}"), Ok(b"[]\n\""), Ok(b"x\"")]);
    source.enter_object().unwrap();
    assert_eq!(source.next_key(true), Ok(Some(&b"id"[..])));
    // The string is over before 64 bytes, so there is nothing to wait for.
    assert_eq!(source.peek_fixed(64), Ok(None));
    assert_eq!(source.string(), Ok(&b"abc"[..]));
    assert_eq!(source.next_key(false), Ok(Some(&b"ok"[..])));
    assert_eq!(source.boolean(), Ok(true));
    assert_eq!(source.next_key(false), Ok(None));
    assert_eq!(source.raw(), Ok("[]"));
    assert_eq!(source.string(), Ok(&b"x"[..]));
}

#[test]
fn a_reader_that_exaggerates_is_held_to_the_room_it_had() {
    /// Gives spaces twice, claiming far more than there was room for.
    struct Boaster(u8);
    impl Read for Boaster {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            out.fill(b' ');
            self.0 += 1;
            Ok(if self.0 > 2 { 0 } else { usize::MAX })
        }
    }
    let mut source = StreamSource::with_token_limit(Boaster(0), 8);
    assert_eq!(source.peek(), Err(SyntaxError::new(16, Problem::UnexpectedEnd)));
}

#[test]
fn tokens_longer_than_the_first_buffer_are_read() {
    let long = "é".repeat(100_000);
    let text = format!("[\"{long}\",\"{long}\\n\",{{\"{long}\" : {}}}]", "7".repeat(200_000));
    for piece in [1000, 65_536, usize::MAX] {
        let mut source = in_pieces(text.as_bytes(), piece);
        source.enter_array().unwrap();
        source.next_element(true).unwrap();
        assert_eq!(source.string(), Ok(long.as_bytes()));
        source.next_element(false).unwrap();
        assert_eq!(source.string(), Ok(format!("{long}\n").as_bytes()));
        source.next_element(false).unwrap();
        assert!(source.raw().unwrap().starts_with("{\"é"));
        assert_eq!(source.next_element(false), Ok(false));
        assert_eq!(source.offset(), text.len() as u64);
    }
}

/// The first text is the longest that the limit allows, the second one byte longer.
#[test]
fn the_limit_counts_one_token() {
    for (fits, too_long, start) in [
        ("[1, \"abcdef\"]", "[1, \"abcdefg\"]", 4),
        ("[1, \"abcd\\n\"]", "[1, \"abcde\\n\"]", 4),
        ("[1, 1234567]", "[1, 12345678]", 4),
        ("[1, {\"abcdef\"        :1}]", "[1, {\"abcdefg\":1}]", 5),
    ] {
        for piece in [1, 3, 100] {
            let read = |text: &str| {
                let bytes = text.as_bytes();
                StreamSource::with_token_limit(super::Pieces { bytes, piece }, 8).skip()
            };
            assert_eq!(read(fits), Ok(()), "{fits}");
            assert_eq!(read(too_long), Err(SyntaxError::new(start, Problem::TokenTooLong)), "{too_long}");
        }
    }
}

#[test]
fn the_limit_counts_a_raw_value_as_one_token() {
    let raw = |text: &'static str| {
        let mut source = StreamSource::with_token_limit(text.as_bytes(), 8);
        source.raw().map(str::to_owned)
    };
    assert_eq!(raw("   [1,2,34]").as_deref(), Ok("[1,2,34]"));
    assert_eq!(raw("   [1,2,345]"), Err(SyntaxError::new(3, Problem::ValueTooLong)));
}

#[test]
fn white_space_has_no_limit() {
    let text = format!("{0}[{0}1{0},{0}{{{0}\"a\"{0}:{0}2{0}}}{0}]{0}", " \n\t\r".repeat(10_000));
    let mut source = StreamSource::with_token_limit(text.as_bytes(), 16);
    assert_eq!(source.skip(), Ok(()));
    assert_eq!(source.finish(), Ok(()));
    assert_eq!(source.offset(), text.len() as u64);
}

#[test]
fn a_limit_of_nothing_refuses_everything() {
    let mut source = StreamSource::with_token_limit(&b"1"[..], 0);
    assert_eq!(source.peek(), Err(SyntaxError::new(0, Problem::TokenTooLong)));
}

#[test]
fn a_long_token_in_tiny_pieces_is_looked_at_once() {
    // Would take hours if every piece made the reader begin the token again.
    let length = 4_000_000;
    for token in
        [format!("\"{}\"", "a".repeat(length)), "1".repeat(length), format!("\"{}\"", "é\\n".repeat(length / 4))]
    {
        let mut source = in_pieces(token.as_bytes(), 1);
        assert_eq!(source.skip(), Ok(()));
        assert_eq!(source.offset(), token.len() as u64);
    }
}
