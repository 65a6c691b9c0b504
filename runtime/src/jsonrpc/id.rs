//! What ties an answer to its request.

use std::fmt;

use crate::types::{Json, Number};
use crate::value::{Placeholder, Reflect, Token, TokenError, ValueRef};

/// The `id` of a request, which the node echoes in its answer.
///
/// It implements serde's traits: an id that goes through them is written as it was. A number that serde knows only as a
/// float is an error.
///
/// ```
/// use cln_runtime::jsonrpc::Id;
///
/// assert_eq!(Id::from(7).to_string(), "7");
/// assert_eq!(Id::from("wallet:delpay#7").to_string(), "\"wallet:delpay#7\"");
///
/// // Which call a notification is about.
/// let calls = std::collections::HashMap::from([(Id::from(7), "delpay")]);
/// assert_eq!(calls[&Id::from(7)], "delpay");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Id {
    /// A number, exactly as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// `null`: in an answer, the node could not make out the request's id.
    Null,
}

impl From<u64> for Id {
    fn from(id: u64) -> Self {
        Self::Number(Number::from(id))
    }
}

impl From<&str> for Id {
    fn from(id: &str) -> Self {
        Self::String(id.to_owned())
    }
}

impl From<String> for Id {
    fn from(id: String) -> Self {
        Self::String(id)
    }
}

/// The id as JSON.
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::String(text) => Json::from(text.as_str()).fmt(f),
            Self::Null => f.write_str("null"),
        }
    }
}

impl Placeholder for Id {
    fn placeholder() -> Self {
        Self::Null
    }
}

impl Reflect for Id {
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        // Through the slots of the parts: what they take is taken.
        *self = match token {
            Token::Number(_) => {
                let mut number = Number::placeholder();
                number.put(token)?;
                Self::Number(number)
            }
            Token::Text(_) => {
                let mut text = String::new();
                text.put(token)?;
                Self::String(text)
            }
            Token::Null | Token::Json("null") => Self::Null,
            Token::Json(text) => return self.put_json(text),
            Token::Bool(_) => return Err(TokenError::kind(EXPECTED)),
        };
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        match self {
            Self::Number(number) => number.view(),
            Self::String(text) => ValueRef::Text(text),
            Self::Null => ValueRef::Null,
        }
    }
}

const EXPECTED: &str = "a number, a string or null";

impl Id {
    /// The walker hands over ids whole, as JSON text, because they may be of several kinds.
    fn put_json(&mut self, text: &str) -> Result<(), TokenError> {
        use crate::json::{SliceSource, Source};

        let mut source = SliceSource::new(text.as_bytes());
        let refused = |_| TokenError::kind(EXPECTED);
        match text.as_bytes().first() {
            Some(b'"') => self.put(Token::Text(source.string().map_err(refused)?)),
            Some(b'-' | b'0'..=b'9') => self.put(Token::Number(text)),
            _ => Err(TokenError::kind(EXPECTED)),
        }
    }
}
