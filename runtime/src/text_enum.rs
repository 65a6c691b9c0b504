//! Enums of strings: closed ones, which users write, and open ones, which nodes write and which may grow.

use std::fmt;

use ::serde::de::{Deserializer, Error, Visitor};

use crate::rules::Rule;
use crate::types::ParseError;
use crate::value::{Reflect, Token, TokenError};

/// An enum made from the string values that a schema lists.
///
/// Implemented by generated code.
pub trait TextEnum: Reflect + Sized + 'static {
    /// The values of the schema, in its order, as they stand on the wire.
    const VALUES: &'static [&'static str];

    /// The variant with this wire value. An open enum keeps a value that its schema does not list; a closed one
    /// has no variant for it.
    fn from_wire(text: &str) -> Option<Self>;

    /// A value to start from, which never reaches users.
    #[doc(hidden)]
    fn placeholder() -> Self;
}

/// Reads an enum from a token.
///
/// # Errors
/// The token is no string, or a value that a closed enum does not list.
pub fn read_enum<T: TextEnum>(token: Token<'_>) -> Result<T, TokenError> {
    let Token::Text(text) = token else { return Err(TokenError::kind("a string")) };
    let text = std::str::from_utf8(text).map_err(|_| TokenError::format("a string"))?;
    T::from_wire(text).ok_or(TokenError { rule: Rule::Enum, expected: "one of the values that the schema lists" })
}

/// Reads an enum from its wire value.
///
/// # Errors
/// A closed enum does not list the value.
pub fn parse_enum<T: TextEnum>(text: &str, name: &'static str) -> Result<T, ParseError> {
    T::from_wire(text).ok_or_else(|| ParseError::new(name, "one of the values that the schema lists", text))
}

/// Deserializes an enum.
///
/// # Errors
/// Whatever the deserializer says, or a value that a closed enum does not list.
pub fn deserialize_enum<'de, T: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Text<T>(std::marker::PhantomData<T>);

    impl<T: TextEnum> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "one of {}", T::VALUES.join(", "))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            // The text is not shown: the enum may stand under a name that sounds secret.
            T::from_wire(text).ok_or_else(|| E::custom(format_args!("expected one of {}", T::VALUES.join(", "))))
        }
    }

    deserializer.deserialize_str(Text(std::marker::PhantomData))
}
