//! Any JSON value, kept as text.

use std::fmt;
use std::str::FromStr;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Token, redact};
use crate::json::{SyntaxError, compact, write_string};
use crate::visible::visible_json;
use crate::wipe::wipe_string;

/// Any JSON value, kept as compact text: checked, without white space, numbers digit for digit.
///
/// In the schema: a property without a type. Two values are equal if their texts are, so the order of keys
/// and the way numbers and escapes are written count. Through serde's traits, numbers keep what [`Number`](crate::Number)s keep.
///
/// ```
/// use cln_runtime::{Json, JsonKind};
///
/// let json: Json = r#" {"time": 1.50, "tags": []} "#.parse()?;
/// assert_eq!(json.as_str(), r#"{"time":1.50,"tags":[]}"#);
/// assert_eq!(json.kind(), JsonKind::Object);
/// assert_eq!(Json::from("say \"hi\"").as_str(), r#""say \"hi\"""#);
/// # Ok::<(), cln_runtime::json::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(String);

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonKind {
    /// The kind of the value that `text` starts with, which must be JSON without leading white space.
    pub(crate) fn of(text: &str) -> Self {
        match text.as_bytes().first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Bool,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }

    /// The kind of the value that `token` stands for.
    pub(crate) fn of_token(token: Token<'_>) -> Self {
        match token {
            Token::Null => Self::Null,
            Token::Bool(_) => Self::Bool,
            Token::Number(_) => Self::Number,
            Token::Text(_) => Self::String,
            Token::Json(text) => Self::of(text.trim_ascii_start()),
        }
    }
}

impl Json {
    /// The value `null`.
    #[must_use]
    pub fn null() -> Self {
        Self("null".to_owned())
    }

    /// The compact JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The compact JSON text, without copying it. The caller has to take care of it from now on.
    #[must_use]
    pub fn into_string(mut self) -> String {
        std::mem::take(&mut self.0)
    }

    /// What kind of value it is.
    #[must_use]
    pub fn kind(&self) -> JsonKind {
        JsonKind::of(&self.0)
    }

    /// Bytes that this crate wrote as compact JSON.
    pub(crate) fn from_compact(json: Vec<u8>) -> Self {
        Self(String::from_utf8(json).unwrap_or_default())
    }
}

impl FromStr for Json {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        compact(text).map(Self)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self(value.to_string())
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

/// The string with this text; not the value that the text may be JSON for, which `parse` gives.
impl From<&str> for Json {
    fn from(text: &str) -> Self {
        let mut out = Vec::with_capacity(text.len() + 2);
        write_string(text, &mut out);
        Self::from_compact(out)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Json {
    /// The compact JSON text with `"<redacted>"` in place of what sounds secret, as `Debug` shows it: what a secret name
    /// ([`is_secret_name`](super::is_secret_name)) stands before, and the value beside such a name, as in
    /// `{"name": "rpc-password", "value": "..."}`. `true`, `false` and `null` say too little to be hidden.
    ///
    /// ```
    /// use cln_runtime::Json;
    ///
    /// let json: Json = r#"{"id": 1, "preimage": "bed4140e"}"#.parse()?;
    /// assert_eq!(json.redacted(), r#"{"id":1,"preimage":"<redacted>"}"#);
    /// # Ok::<(), cln_runtime::json::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn redacted(&self) -> String {
        redact::redacted(&self.0)
    }
}

/// The JSON text, [redacted](Json::redacted) and [visible](visible_json()).
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({})", visible_json(self.redacted()))
    }
}

/// What it holds may be a secret, whatever its field is called.
impl Drop for Json {
    fn drop(&mut self) {
        wipe_string(&mut self.0);
    }
}

impl ZeroizeOnDrop for Json {}

impl Zeroize for Json {
    fn zeroize(&mut self) {
        wipe_string(&mut self.0);
    }
}
