//! Answers that cannot be used.

use std::fmt;

use super::raw_text::RawText;
use crate::record::DecodeError;
use crate::wipe::Buffer;

/// Why an answer cannot be used.
#[derive(Clone, Debug)]
pub struct UnreadableError {
    reason: Reason,
    raw: RawText,
}

#[derive(Clone, Debug)]
enum Reason {
    Decode(DecodeError),
    TooLong,
}

impl UnreadableError {
    pub(crate) const fn decode(error: DecodeError, raw: RawText) -> Self {
        Self { reason: Reason::Decode(error), raw }
    }

    pub(crate) fn too_long() -> Self {
        Self { reason: Reason::TooLong, raw: RawText::new(Buffer::new()) }
    }

    /// What does not match the schema, and where in the result or error, or in the answer around them; `None` if the
    /// answer was too long to be kept.
    #[must_use]
    pub const fn mismatch(&self) -> Option<&DecodeError> {
        match &self.reason {
            Reason::Decode(error) => Some(error),
            Reason::TooLong => None,
        }
    }

    /// Whether the answer is longer than [`Settings::max_answer`](crate::client::Settings::max_answer).
    #[must_use]
    pub const fn is_too_long(&self) -> bool {
        matches!(self.reason, Reason::TooLong)
    }

    /// The whole answer as it was sent; empty if it was too long.
    #[must_use]
    pub const fn raw(&self) -> &RawText {
        &self.raw
    }
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Decode(error) => error.fmt(f),
            Reason::TooLong => f.write_str("it is longer than the client accepts (see Settings::max_answer)"),
        }
    }
}

impl std::error::Error for UnreadableError {}
