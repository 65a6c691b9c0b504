//! How a walk is made, and how it ends early.

/// How much the walker tolerates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Decoding what a node writes: unknown fields are skipped, unknown enum values and old spellings accepted.
    Lenient,
    /// Decoding what a client writes: unknown fields and enum values are refused.
    Closed,
    /// Validation: every rule of the schema, every violation.
    Strict,
}

/// The walk cannot go on: the input is no JSON, or the first violation was all that was asked for.
pub(crate) struct Stop;
