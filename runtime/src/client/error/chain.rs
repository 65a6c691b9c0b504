//! How errors show their causes.

use std::fmt;

/// Writes a text without its cause, which callers get from `source()`; `{:#}` writes both.
pub(super) fn with_cause(
    f: &mut fmt::Formatter<'_>,
    text: impl fmt::Display,
    cause: &impl fmt::Display,
) -> fmt::Result {
    if f.alternate() { write!(f, "{text}: {cause:#}") } else { write!(f, "{text}") }
}
