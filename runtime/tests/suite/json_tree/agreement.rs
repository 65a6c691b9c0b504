//! What must hold of any bytes: the slice source against serde_json, the stream source against the slice source.

use std::io::{self, Read};

use cln_runtime::json::{Problem, SliceSource, Source, StreamSource, SyntaxError, compact};

use super::{Tree, read_text};

/// Whether serde_json's verdict says nothing about ours. All that is known to be different, and why:
///
/// - Depth: serde_json stops at 128 levels, this crate after 128.
/// - Range: serde_json refuses numbers that no `f64` can hold, such as `1e400`; here numbers are text.
fn is_known_difference(ours: &Result<Tree, SyntaxError>, theirs: &serde_json::Error) -> bool {
    let message = theirs.to_string();
    let too_deep = message.starts_with("recursion limit exceeded");
    let deep_enough = ours.as_ref().err().is_none_or(|error| *error.problem() != Problem::UnexpectedEnd);
    (too_deep && deep_enough) || message.starts_with("number out of range")
}

/// Verdict and value are those of serde_json. Gives the verdict.
pub(crate) fn agrees_with_serde_json(bytes: &[u8]) -> bool {
    let ours = read_text(&mut SliceSource::new(bytes));
    match (&ours, serde_json::from_slice(bytes)) {
        (Ok(ours), Ok(theirs)) => assert_same_value(ours, &theirs),
        (Err(error), Ok(_)) => panic!("only serde_json accepts {:?}: {error}", String::from_utf8_lossy(bytes)),
        (_, Err(error)) if is_known_difference(&ours, &error) => {}
        (Ok(_), Err(error)) => panic!("only serde_json refuses {:?}: {error}", String::from_utf8_lossy(bytes)),
        (Err(_), Err(_)) => {}
    }
    ours.is_ok()
}

fn assert_same_value(ours: &Tree, theirs: &serde_json::Value) {
    match (ours, theirs) {
        (Tree::Null, serde_json::Value::Null) => {}
        (Tree::Bool(ours), serde_json::Value::Bool(theirs)) => assert_eq!(ours, theirs),
        (Tree::String(ours), serde_json::Value::String(theirs)) => assert_eq!(ours, theirs),
        (Tree::Number(ours), serde_json::Value::Number(theirs)) => assert_same_number(ours, theirs),
        (Tree::Array(ours), serde_json::Value::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len());
            ours.iter().zip(theirs).for_each(|(ours, theirs)| assert_same_value(ours, theirs));
        }
        (Tree::Object(ours), serde_json::Value::Object(theirs)) => {
            for (index, (key, value)) in ours.iter().enumerate() {
                // Of members with the same key, serde_json keeps the last.
                if !ours[index + 1..].iter().any(|(later, _)| later == key) {
                    assert_same_value(value, &theirs[key]);
                }
            }
            assert!(theirs.keys().all(|key| ours.iter().any(|(known, _)| known == key)));
        }
        _ => panic!("{ours:?} is not {theirs:?}"),
    }
}

/// Integers must be the same to the last digit; what serde_json makes an `f64` must be the nearest one, or next to it.
fn assert_same_number(ours: &str, theirs: &serde_json::Number) {
    let text = theirs.to_string();
    if theirs.is_u64() || theirs.is_i64() || ours == text {
        assert_eq!(ours, text);
        return;
    }
    let (ours, theirs) = (ours.parse::<f64>().unwrap(), theirs.as_f64().unwrap());
    assert!((ours - theirs).abs() <= ours.abs() * f64::EPSILON, "{ours} is not {theirs}");
}

/// Gives `piece` bytes, then one fewer, down to one, and again.
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
    piece: usize,
    next: usize,
}

impl<'a> Pieces<'a> {
    pub(crate) const fn new(rest: &'a [u8], piece: usize) -> Self {
        Self { rest, piece, next: 0 }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.next = if self.next <= 1 { self.piece } else { self.next - 1 };
        (&mut self.rest).take(self.next as u64).read(out)
    }
}

fn in_pieces(rest: &[u8], piece: usize) -> StreamSource<Pieces<'_>> {
    StreamSource::new(Pieces::new(rest, piece))
}

/// A stream, however it comes, gives the tokens and the errors of a slice.
pub(crate) fn streams_give_the_tokens_of_slices(bytes: &[u8], piece: usize) {
    let expected = read_text(&mut SliceSource::new(bytes));
    assert_eq!(read_text(&mut in_pieces(bytes, piece)), expected);
    assert_eq!(read_text(&mut StreamSource::new(bytes)), expected);
}

/// What is skipped, or kept as text, is checked as what is read.
pub(crate) fn skipped_and_raw_values_are_checked(bytes: &[u8], piece: usize) {
    let read = read_text(&mut SliceSource::new(bytes)).map(drop);
    assert_eq!(skip(SliceSource::new(bytes)), read);
    assert_eq!(skip(in_pieces(bytes, piece)), read);
    let text = raw(SliceSource::new(bytes));
    assert_eq!(text.clone().map(drop), read);
    assert_eq!(raw(in_pieces(bytes, piece)), text);
    if let Ok(text) = text {
        assert_eq!(text.as_bytes(), bytes.trim_ascii());
    }
}

fn skip(mut source: impl Source) -> Result<(), SyntaxError> {
    source.skip()?;
    source.finish()
}

fn raw(mut source: impl Source) -> Result<String, SyntaxError> {
    let text = source.raw()?.to_owned();
    source.finish()?;
    Ok(text)
}

/// Without white space it is the same value, or the same mistake.
pub(crate) fn compacting_changes_no_value(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let expected = read_text(&mut SliceSource::new(bytes));
    match compact(text) {
        Ok(short) => {
            assert_eq!(read_text(&mut SliceSource::new(short.as_bytes())), expected);
            assert_eq!(compact(&short), Ok(short));
        }
        Err(error) => assert_eq!(Err(error), expected),
    }
}
