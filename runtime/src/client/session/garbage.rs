//! What stands where JSON should have something else.

use std::fmt;

/// The text is not what it has to be. Shows no more of it than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbage {
    /// What would have been right there.
    pub(crate) expected: &'static str,
    /// The byte that stands there.
    pub(crate) found: u8,
}

impl fmt::Display for Garbage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {:?}", self.expected, char::from(self.found))
    }
}
