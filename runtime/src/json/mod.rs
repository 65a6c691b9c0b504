//! JSON as tokens: what the walker reads from, whether the bytes lie in memory or arrive in pieces.
//!
//! Stricter than most readers where money is concerned: numbers keep every digit, invalid UTF-8 and
//! lone surrogates are errors, nesting is bounded by [`MAX_DEPTH`].
//!
//! [`SliceSource`] and [`StreamSource`] are one reader, [`Tokens`], over two inputs, which differ only in where the
//! next byte comes from. What is common is read on a short path (`fast_*`), everything else on one that takes any
//! input apart and can go on where the bytes in memory end (`slow_*`).

mod error;
mod grammar;
mod input;
mod number;
pub mod pointer;
mod scan;
mod slice;
mod stream;
mod text;
mod tokens;
mod tree;
mod whole;
pub mod write;

#[cfg(test)]
mod tests;

pub use error::{MAX_DEPTH, Problem, SyntaxError};
pub use slice::SliceSource;
pub use stream::StreamSource;
pub use tokens::Tokens;
pub use tree::Tree;
pub use whole::compact;
pub use write::write_string;

pub(crate) use whole::{is_number, is_value};

/// What the next value is, told by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// `{`
    Object,
    /// `[`
    Array,
    /// `"`
    String,
    /// `-` or a digit
    Number,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
}

/// A place to go back to: see [`Source::mark`].
#[derive(Debug)]
pub struct Mark {
    /// How many arrays and objects the cursor was inside of.
    depth: usize,
}

/// A reader of JSON tokens.
///
/// The caller knows the grammar's state: it calls [`peek`](Source::peek) where a value must begin and
/// then exactly one of the methods that consume a value of that kind. Any error is final: after it the
/// source must not be used again. The source counts nesting and refuses what lies deeper than [`MAX_DEPTH`].
///
/// Text is handed out as bytes because most of it is compared with names or decoded as hex; it is
/// always valid UTF-8, with escapes resolved.
pub trait Source {
    /// Skips white space and tells what value comes next, consuming nothing of it.
    fn peek(&mut self) -> Result<Next, SyntaxError>;

    /// Consumes `{`. To be followed by [`next_key`](Source::next_key) until that gives `None`.
    fn enter_object(&mut self) -> Result<(), SyntaxError>;

    /// Consumes the comma (unless `first`), a key and its colon; or the closing brace, which is `None`.
    fn next_key(&mut self, first: bool) -> Result<Option<&[u8]>, SyntaxError>;

    /// Consumes what [`next_key`](Source::next_key) would and is `true`, if the next key is as long as `length`, written
    /// as most are, and `is_it`; else consumes nothing.
    fn expected_key(&mut self, first: bool, length: usize, is_it: impl FnOnce(&[u8]) -> bool) -> bool;

    /// Consumes `[`. To be followed by [`next_element`](Source::next_element) until that gives `false`.
    fn enter_array(&mut self) -> Result<(), SyntaxError>;

    /// Consumes the comma (unless `first`) and is `true` where an element follows; or consumes the closing
    /// bracket and is `false`.
    fn next_element(&mut self, first: bool) -> Result<bool, SyntaxError>;

    /// Consumes a string and gives its text, escapes resolved.
    fn string(&mut self) -> Result<&[u8], SyntaxError>;

    /// Consumes an integer from zero to `most`, if that comes next and is written as most are; else nothing.
    fn fast_unsigned(&mut self, most: u64) -> Option<u64>;

    /// Consumes a string and gives its text, if that comes next and is written as most are; else consumes nothing.
    fn fast_string(&mut self) -> Option<&[u8]>;

    /// If the next value is a string of exactly `len` bytes between its quotes, gives those bytes
    /// *unchecked* and consumes nothing. A caller that finds them to be, say, hex digits may then call
    /// [`accept_fixed`](Source::accept_fixed); otherwise it must call [`string`](Source::string).
    fn peek_fixed(&mut self, len: usize) -> Result<Option<&[u8]>, SyntaxError>;

    /// Consumes the string of `len` bytes that [`peek_fixed`](Source::peek_fixed) has just shown.
    fn accept_fixed(&mut self, len: usize);

    /// Consumes a number and gives its exact text.
    fn number(&mut self) -> Result<&str, SyntaxError>;

    /// Consumes `true` or `false`.
    fn boolean(&mut self) -> Result<bool, SyntaxError>;

    /// Consumes `null`.
    fn null(&mut self) -> Result<(), SyntaxError>;

    /// Consumes a whole value of any kind, checking that it is JSON.
    fn skip(&mut self) -> Result<(), SyntaxError>;

    /// Like [`skip`](Source::skip), and gives the value's exact text, without white space around it.
    fn raw(&mut self) -> Result<&str, SyntaxError>;

    /// Like [`raw`](Source::raw), but it is `read` that consumes the value: exactly one, and without `raw`.
    ///
    /// # Errors
    /// Those of `read`, and bytes that are not UTF-8.
    fn raw_by<E: From<SyntaxError>>(&mut self, read: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<&str, E>;

    /// Begins to look ahead: [`rewind`](Source::rewind) goes back to here, whatever has been consumed until then, even if
    /// that was wrong. Meanwhile neither `raw` nor another mark may be asked for, and a stream keeps what it consumes.
    fn mark(&mut self) -> Mark;

    /// Goes back to where [`mark`](Source::mark) was called.
    fn rewind(&mut self, mark: Mark);

    /// Fails unless nothing but white space is left.
    fn finish(&mut self) -> Result<(), SyntaxError>;

    /// How many bytes have been consumed, for error positions.
    fn offset(&self) -> u64;

    /// How many bytes that have not been consumed lie in memory.
    fn ahead(&self) -> usize;
}
