//! serde's traits for the domain types: scalars through tokens and views, JSON through serde's data model.
//!
//! Formats that describe themselves, such as JSON, YAML or CBOR, can be read. Messages never show the input.

use std::fmt;
use std::marker::PhantomData;

use ::serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Serialize, Serializer};
use zeroize::Zeroize;

use super::encode::serialize_slot;
use super::json_text::{JsonText, exact_number};
use super::tokens::visit_tokens;
use crate::rules::scalar_types;
use crate::types::*; // each that a row of the table names
use crate::value::{Reflect, Token};

/// Deserializes a scalar by the rules of [`Scalar::read`].
pub(super) fn deserialize<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

/// Turns what a format hands over into a token.
struct ScalarVisitor<T>(PhantomData<T>);

impl<T: Scalar> ScalarVisitor<T> {
    fn token<E: Error>(self, token: Token<'_>) -> Result<T, E> {
        T::read(token).map_err(|refused| E::custom(format_args!("expected {} [{}]", refused.expected, refused.rule)))
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    visit_tokens!(T);

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T, A::Error> {
        let mut json = String::new();
        JsonText(&mut json).visit_seq(elements)?;
        self.token(Token::Json(&json))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
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
