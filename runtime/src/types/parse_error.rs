//! Why a text is not a value of a domain type.

use std::fmt;

use crate::visible::visible;

/// Characters of the input that a message shows at most.
const SHOWN: usize = 40;

/// A text that is not what its type demands.
///
/// The message names the type and what it expects. It shows the beginning of the text, except for types
/// that hold secrets.
///
/// ```
/// use cln_runtime::{Hash, Secret};
///
/// let error = "beef".parse::<Hash>().unwrap_err();
/// assert_eq!(error.to_string(), r#"not a Hash: expected a string of 64 hex digits, found "beef""#);
///
/// let error = "beef".parse::<Secret>().unwrap_err();
/// assert_eq!(error.to_string(), "not a Secret: expected a string of 64 hex digits");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    type_name: &'static str,
    expected: &'static str,
    found: Option<String>,
}

impl ParseError {
    /// `found` is not `expected`, which is what `type_name` reads.
    pub(crate) fn new(type_name: &'static str, expected: &'static str, found: &str) -> Self {
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Self { type_name, expected, found: Some(shown) }
    }

    /// Like [`new`](Self::new), for what must not be shown.
    pub(crate) const fn secret(type_name: &'static str, expected: &'static str) -> Self {
        Self { type_name, expected, found: None }
    }

    /// The same error without the text.
    pub(crate) fn redacted(self) -> Self {
        Self { found: None, ..self }
    }

    /// The name of the type that was to be read, such as `Hash`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// What the type reads, as the end of a sentence.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a {}: expected {}", self.type_name, self.expected)?;
        match &self.found {
            Some(found) => write!(f, ", found {}", visible(format_args!("{found:?}"))),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ParseError {}

/// Implements `FromStr` for a [`Scalar`] that is read from a string in JSON, too, by the same rules.
macro_rules! scalar_from_str {
    ($type:ident) => {
        impl ::std::str::FromStr for $type {
            type Err = $crate::types::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::value::Scalar>::read($crate::value::Token::Text(text.as_bytes()))
                    .map_err(|refused| $crate::types::ParseError::new(stringify!($type), refused.expected, text))
            }
        }
    };
}

pub(super) use scalar_from_str;
