//! A scalar on its way into a typed value.

use std::fmt;

use crate::rules::Rule;

/// A scalar on its way into a typed value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as it was written.
    Number(&'a str),
    /// A string's text, escapes resolved; always valid UTF-8.
    Text(&'a [u8]),
    /// A whole JSON value, exactly as it was written.
    Json(&'a str),
}

/// Why a typed value would not take a [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenError {
    /// Which rule the token breaks.
    pub rule: Rule,
    /// What would have been taken, as the end of a sentence: "a string of 64 hex digits".
    pub expected: &'static str,
}

impl TokenError {
    /// The token is another kind of JSON value than `expected`.
    #[must_use]
    pub const fn kind(expected: &'static str) -> Self {
        Self { rule: Rule::Type, expected }
    }

    /// The token is of the right kind, but its text is not `expected`.
    #[must_use]
    pub const fn format(expected: &'static str) -> Self {
        Self { rule: Rule::Format, expected }
    }

    /// None of a value's alternatives takes it.
    #[must_use]
    pub const fn no_arm() -> Self {
        Self { rule: Rule::OneOf, expected: "one of the alternatives that the schema lists" }
    }

    /// The token is a number, but not one in the range that `expected` names.
    #[must_use]
    pub const fn range(expected: &'static str) -> Self {
        Self { rule: Rule::Range, expected }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for TokenError {}
