//! serde's traits for the domain types: scalars through tokens and views, JSON through serde's data model.
//!
//! Formats that describe themselves, such as JSON, YAML or CBOR, can be read. Messages never show the input.

use std::fmt;

use ::serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Serialize, Serializer};
use zeroize::Zeroize;

use super::encode::serialize_slot;
use super::json_text::{JsonText, exact_number};
use super::tokens::visit_tokens;
use crate::rules::scalar_types;
use crate::types::*; // each that a row of the table names
use crate::value::{Reflect, Token, TokenError};

/// Deserializes a scalar by the rules of [`Scalar::read`].
pub(super) fn deserialize<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = None;
    let read = &mut |token: Token<'_>| {
        value = Some(T::read(token)?);
        Ok(())
    };
    deserializer.deserialize_any(ScalarVisitor { expected: T::EXPECTED, read })?;
    value.ok_or_else(|| D::Error::custom(format_args!("expected {}", T::EXPECTED)))
}

/// Turns what a format hands over into a token. It does not know the type that reads the token, so that its methods are
/// compiled once a format and not once a type.
struct ScalarVisitor<'r> {
    expected: &'static str,
    read: &'r mut dyn FnMut(Token<'_>) -> Result<(), TokenError>,
}

impl ScalarVisitor<'_> {
    fn token<E: Error>(self, token: Token<'_>) -> Result<(), E> {
        (self.read)(token)
            .map_err(|refused| E::custom(format_args!("expected {} [{}]", refused.expected, refused.rule)))
    }
}

impl<'de> Visitor<'de> for ScalarVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    visit_tokens!(());

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        let mut json = String::new();
        JsonText(&mut json).visit_seq(elements)?;
        self.token(Token::Json(&json))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let first: Option<String> = members.next_key()?;
        if let Some(digits) = exact_number(first.as_deref(), &mut members)? {
            return self.token(Token::Number(&digits));
        }
        let mut json = String::new();
        JsonText(&mut json).members(first, members)?;
        self.token(Token::Json(&json))
    }
}

macro_rules! scalar_serde {
    (std $std:tt own { $($(#[$doc:meta])* $kind:ident($ty:ident) = $facts:expr;)* } again $again:tt) => {$(
        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_slot(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

scalar_types!(scalar_serde);

impl<T: Zeroize + Reflect> Serialize for Sensitive<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_slot(self, serializer)
    }
}

impl<'de, T: Zeroize + Scalar> Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
