//! How strict validation is asked for: from where, how much is reported.

use super::report::{KEPT, Report};
use super::{Mode, Violations, walk};
use crate::json::SliceSource;
use crate::rules::{Kind, Shape};

/// Strict validation with other than the usual settings.
///
/// ```
/// use cln_runtime::{Record, RpcError, Validation};
///
/// let json = br#"{"code": "x", "message": 1, "message": 2}"#;
/// let first = Validation::new().first_only().json(json, RpcError::SHAPE).unwrap_err();
/// assert_eq!(first.iter().map(|violation| violation.pointer()).collect::<Vec<_>>(), ["/code"]);
/// let two = Validation::new().keep(2).json(json, RpcError::SHAPE).unwrap_err();
/// assert_eq!((two.len(), two.omitted()), (2, 2));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Validation {
    first_only: bool,
    keep: usize,
}

impl Default for Validation {
    fn default() -> Self {
        Self::new()
    }
}

impl Validation {
    /// Reports every violation and keeps a thousand.
    pub const fn new() -> Self {
        Self { first_only: false, keep: KEPT }
    }

    /// Stops at the violation that is the first in the document, and reports it alone.
    pub const fn first_only(mut self) -> Self {
        self.first_only = true;
        self
    }

    /// Keeps so many violations at most, and counts the others. At least one is kept.
    pub const fn keep(mut self, violations: usize) -> Self {
        self.keep = if violations == 0 { 1 } else { violations };
        self
    }

    /// Checks a document that lies in memory against every rule of a shape, such as a record's
    /// [`SHAPE`](crate::Record::SHAPE).
    ///
    /// # Errors
    /// The violations, in document order.
    pub fn json(&self, json: &[u8], shape: &Shape<'_>) -> Result<(), Violations> {
        walk(SliceSource::new(json), &Kind::Object(shape), None, Mode::Strict, self.report())
    }

    fn report(&self) -> Report {
        Report::strict(self.first_only, self.keep)
    }
}
