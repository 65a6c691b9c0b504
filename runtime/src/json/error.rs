//! Why bytes are not JSON, and where.

use std::fmt;

/// Deepest nesting of arrays and objects that is read; one level more is an error, not a crash.
pub const MAX_DEPTH: usize = 128;

/// What broke the grammar of JSON, at a byte offset.
///
/// Never shows the input: it may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    offset: u64,
    problem: Problem,
}

/// What was wrong at the offset.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The input ended inside a value, or before one.
    UnexpectedEnd,
    /// A byte that cannot stand here; the text says what could.
    Expected(&'static str),
    /// A number that JSON does not allow, such as `01`, `1.` or `+1`.
    Number,
    /// A control character below U+0020 that was not escaped.
    ControlCharacter,
    /// A backslash followed by something JSON does not know.
    Escape,
    /// Half of a UTF-16 surrogate pair in `\u` escapes.
    LoneSurrogate,
    /// Bytes that are not UTF-8.
    Utf8,
    /// More than [`MAX_DEPTH`] arrays and objects inside each other.
    Depth,
    /// Something other than white space after the value.
    Trailing,
    /// One string or number longer than the reader's limit (readers of streams only).
    TokenTooLong,
    /// A value that has to be looked at as a whole, such as one of several alternatives, is longer than the reader's
    /// limit (readers of streams only).
    ValueTooLong,
    /// The underlying reader failed (readers of streams only).
    Io(std::io::ErrorKind),
}

impl SyntaxError {
    /// `problem` at byte `offset`.
    pub(crate) const fn new(offset: u64, problem: Problem) -> Self {
        Self { offset, problem }
    }

    /// Where, in bytes from the start of the input.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What was wrong.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd => f.write_str("the input ends too early"),
            Self::Expected(what) => write!(f, "expected {what}"),
            Self::Number => f.write_str("not a number as JSON writes it"),
            Self::ControlCharacter => f.write_str("a control character in a string must be escaped"),
            Self::Escape => f.write_str("unknown escape sequence in a string"),
            Self::LoneSurrogate => f.write_str("half a surrogate pair in a string"),
            Self::Utf8 => f.write_str("the bytes are not UTF-8"),
            Self::Depth => write!(f, "nested more than {} levels deep", MAX_DEPTH),
            Self::Trailing => f.write_str("something follows the end of the value"),
            Self::TokenTooLong => f.write_str("one string or number is longer than the limit"),
            Self::ValueTooLong => f.write_str("a value that must be looked at as a whole is longer than the limit"),
            Self::Io(kind) => write!(f, "reading failed: {kind}"),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.problem, self.offset)
    }
}

impl std::error::Error for SyntaxError {}
