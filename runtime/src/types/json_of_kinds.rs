//! JSON values of a few kinds only: `json_object_or_array`, `json_scalar`, `proof_field`.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroize;

use super::ParseError;
use crate::value::{Json, JsonKind, Scalar, Token, TokenError, scalar_slot};
use crate::visible::visible_json;

/// Defines a [`Json`] that is one of a few kinds.
macro_rules! json_of_kinds {
    ($($(#[$doc:meta])* $type:ident: $($kind:ident)|+, $expected:literal, placeholder: $placeholder:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $type(Json);

        impl $type {
            /// The compact JSON text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// What kind of value it is.
            #[must_use]
            pub fn kind(&self) -> JsonKind {
                self.0.kind()
            }

            const fn takes(kind: JsonKind) -> bool {
                matches!(kind, $(JsonKind::$kind)|+)
            }
        }

        impl Scalar for $type {
            const EXPECTED: &'static str = $expected;

            fn read(token: Token<'_>) -> Result<Self, TokenError> {
                let json = Json::read(token)?;
                if Self::takes(json.kind()) { Ok(Self(json)) } else { Err(TokenError::kind($expected)) }
            }

            fn check(token: Token<'_>) -> Result<(), TokenError> {
                Json::check(token)?;
                if Self::takes(JsonKind::of_token(token)) { Ok(()) } else { Err(TokenError::kind($expected)) }
            }
        }

        scalar_slot!($type, placeholder: Self(Json::from_compact($placeholder.to_vec())), view: |value| value.0.view());

        impl TryFrom<Json> for $type {
            type Error = ParseError;

            fn try_from(json: Json) -> Result<Self, ParseError> {
                if Self::takes(json.kind()) {
                    Ok(Self(json))
                } else {
                    Err(ParseError::new(stringify!($type), $expected, json.as_str()))
                }
            }
        }

        impl From<$type> for Json {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl FromStr for $type {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                Self::read(Token::Json(text)).map_err(|_| ParseError::new(stringify!($type), $expected, text))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($type), visible_json(self.0.redacted()))
            }
        }

        impl Zeroize for $type {
            fn zeroize(&mut self) {
                self.0.zeroize();
            }
        }
    )*};
}

json_of_kinds! {
    /// A JSON object of which the schema says no more.
    ///
    /// ```
    /// use cln_runtime::JsonObject;
    ///
    /// let object: JsonObject = r#"{"a": [1]}"#.parse()?;
    /// assert_eq!(object.as_str(), r#"{"a":[1]}"#);
    /// assert!("[1]".parse::<JsonObject>().is_err());
    /// # Ok::<(), cln_runtime::ParseError>(())
    /// ```
    JsonObject: Object, "an object", placeholder: b"{}";

    /// A JSON object or array (type `json_object_or_array`).
    ///
    /// ```
    /// use cln_runtime::JsonObjectOrArray;
    ///
    /// let params: JsonObjectOrArray = "[1, 2]".parse()?;
    /// assert_eq!(params.as_str(), "[1,2]");
    /// assert!("1".parse::<JsonObjectOrArray>().is_err());
    /// # Ok::<(), cln_runtime::ParseError>(())
    /// ```
    JsonObjectOrArray: Object | Array, "an object or array", placeholder: b"{}";

    /// A JSON string, number or `null` (type `json_scalar`).
    ///
    /// ```
    /// use cln_runtime::{JsonKind, JsonScalar};
    ///
    /// let value: JsonScalar = r#""text""#.parse()?;
    /// assert_eq!(value.kind(), JsonKind::String);
    /// assert!("true".parse::<JsonScalar>().is_err());
    /// # Ok::<(), cln_runtime::ParseError>(())
    /// ```
    JsonScalar: String | Number | Null, "a string, a number or null", placeholder: b"null";

    /// A JSON number or string (type `proof_field`).
    ///
    /// ```
    /// use cln_runtime::ProofField;
    ///
    /// assert_eq!("1.50".parse::<ProofField>()?.as_str(), "1.50");
    /// assert!("null".parse::<ProofField>().is_err());
    /// # Ok::<(), cln_runtime::ParseError>(())
    /// ```
    ProofField: Number | String, "a number or string", placeholder: b"0";
}
