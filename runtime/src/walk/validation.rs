//! How strict validation is asked for: from where, how much is reported.

use std::io::Read;

use super::notification::walk_notification;
use super::report::{KEPT, Report};
use super::{Mode, Topic, Violations, walk};
use crate::json::{SliceSource, StreamSource};
use crate::rules::{Kind, Shape};

/// Strict validation with other than the usual settings.
///
/// ```
/// use cln_runtime::{Record, RpcError, Validation};
///
/// let json = br#"{"code": "x", "message": 1, "message": 2}"#;
/// let first = Validation::new().first_only().validate_json(json, RpcError::SHAPE).unwrap_err();
/// assert_eq!(first.iter().map(|violation| violation.pointer()).collect::<Vec<_>>(), ["/code"]);
/// let two = Validation::new().keep(2).validate_json(json, RpcError::SHAPE).unwrap_err();
/// assert_eq!((two.len(), two.omitted()), (2, 2));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Validation {
    first_only: bool,
    keep: usize,
    buffer: usize,
}

impl Default for Validation {
    fn default() -> Self {
        Self::new()
    }
}

impl Validation {
    /// How much of a stream is held at a time unless told otherwise, in bytes: 16 MiB.
    pub const DEFAULT_BUFFER: usize = 16 << 20;

    /// Reports every violation and keeps a thousand.
    pub const fn new() -> Self {
        Self { first_only: false, keep: KEPT, buffer: Self::DEFAULT_BUFFER }
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

    /// Of a stream, holds no more than so many bytes at a time.
    ///
    /// So long may be one string or number, and one value that must be looked at as a whole: an object with conditions,
    /// a value with alternatives, a map. What is longer is a violation of [`Rule::Limit`](crate::Rule::Limit), which
    /// ends the reading. The names of an object that its schema does not list have to be remembered, to find those
    /// that stand twice; together they may take as much.
    pub const fn buffer(mut self, bytes: usize) -> Self {
        self.buffer = bytes;
        self
    }

    /// Checks a document that lies in memory against every rule of a shape, such as a record's
    /// [`SHAPE`](crate::Record::SHAPE).
    ///
    /// # Errors
    /// The violations, in document order.
    pub fn validate_json(&self, json: &[u8], shape: &Shape<'_>) -> Result<(), Violations> {
        self.validate_value(json, &Kind::Object(shape))
    }

    /// Checks a value of any kind that lies in memory, such as that of one [field](crate::rules::Field::strict_kind).
    ///
    /// ```
    /// use cln_runtime::Validation;
    /// use cln_runtime::rules::{Kind, ScalarKind};
    ///
    /// let kind = Kind::Scalar(ScalarKind::U8);
    /// assert!(Validation::new().validate_value(b"255", &kind).is_ok());
    /// let violations = Validation::new().validate_value(b"256", &kind).unwrap_err();
    /// let told = "the whole value: expected an integer from 0 to 255, found the number 256 [range]";
    /// assert_eq!(violations.to_string(), told);
    /// ```
    ///
    /// # Errors
    /// The violations, in document order.
    pub fn validate_value(&self, json: &[u8], kind: &Kind<'_>) -> Result<(), Violations> {
        walk(SliceSource::new(json), kind, None, Mode::Strict, self.report())
    }

    /// Checks a document that arrives in pieces, and is never in memory as a whole, against every rule of a shape.
    ///
    /// The reader is asked for large pieces, so it need not be buffered. It is read to its end: nothing but white space
    /// may follow the document. If it fails, the last violation is one of [`Rule::Io`](crate::Rule::Io).
    ///
    /// # Errors
    /// The violations, in document order: the same as [`validate_json`](Validation::validate_json) reports.
    pub fn validate_reader(&self, mut reader: impl Read, shape: &Shape<'_>) -> Result<(), Violations> {
        self.stream(&mut reader, shape)
    }

    /// Not generic, so that the walker is compiled in this crate alone.
    fn stream(&self, reader: &mut dyn Read, shape: &Shape<'_>) -> Result<(), Violations> {
        let report = self.report().with_names(self.buffer);
        walk(StreamSource::with_token_limit(reader, self.buffer), &Kind::Object(shape), None, Mode::Strict, report)
    }

    /// Checks a notification against the rules of its payload: the payload itself, wrapped as nodes wrap it, or the whole
    /// JSON-RPC message. Pointers begin at the payload.
    ///
    /// ```
    /// use cln_runtime::{Record, RpcError, Validation};
    ///
    /// // As if errors were notified.
    /// let error = br#"{"jsonrpc": "2.0", "method": "error", "params": {"error": {"code": "x", "message": ""}}}"#;
    /// let violations = Validation::new().validate_notification("error", error, RpcError::SHAPE).unwrap_err();
    /// assert_eq!(violations.iter().map(|violation| violation.pointer()).collect::<Vec<_>>(), ["/code"]);
    /// ```
    ///
    /// # Errors
    /// The violations, in document order; a message of another topic is one of [`Rule::Enum`](crate::Rule::Enum).
    pub fn validate_notification(&self, topic: &str, json: &[u8], shape: &Shape<'_>) -> Result<(), Violations> {
        let topic = Topic { name: topic, shape, in_message: true };
        walk_notification(SliceSource::new(json), &topic, None, Mode::Strict, self.report())
    }

    /// [`validate_notification`](Self::validate_notification) of a document that arrives in pieces.
    ///
    /// A payload that is wrapped is never in memory as a whole. One that is not has to be, until it is known not to be:
    /// it may be as long as [`buffer`](Self::buffer) allows.
    ///
    /// # Errors
    /// As [`validate_notification`](Self::validate_notification) and [`validate_reader`](Self::validate_reader).
    pub fn validate_notification_reader(
        &self,
        topic: &str,
        mut reader: impl Read,
        shape: &Shape<'_>,
    ) -> Result<(), Violations> {
        self.notification_stream(&Topic { name: topic, shape, in_message: true }, &mut reader)
    }

    fn notification_stream(&self, topic: &Topic<'_>, reader: &mut dyn Read) -> Result<(), Violations> {
        let report = self.report().with_names(self.buffer);
        let source = StreamSource::with_token_limit(reader, self.buffer);
        walk_notification(source, topic, None, Mode::Strict, report)
    }

    fn report(&self) -> Report {
        Report::strict(self.first_only, self.keep)
    }
}
