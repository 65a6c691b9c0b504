//! Since when something is deprecated.

use super::Version;
use crate::text::Span;

/// Since when something is deprecated, and when it goes. A bare `true` says neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The first release in which it is deprecated.
    pub since: Option<Version>,
    /// The release without it.
    pub removed_in: Option<Version>,
    /// Where the file says so.
    pub span: Span,
}
