//! serde's data model to tokens.

/// The methods of a `Visitor` that every visitor of scalars has: whatever a format hands over becomes a
/// [`Token`](crate::value::Token), which the visitor's own `token` takes. That way no message of serde's can show a value.
///
/// The most frequent ones, for unsigned numbers and strings, stand apart: a visitor may have a shorter way for them.
macro_rules! visit_tokens {
    ($value:ty) => {
        $crate::serde::tokens::visit_rare_tokens!($value);

        fn visit_u64<E: ::serde::de::Error>(self, value: u64) -> Result<$value, E> {
            self.token($crate::value::Token::Number(::itoa::Buffer::new().format(value)))
        }

        fn visit_str<E: ::serde::de::Error>(self, value: &str) -> Result<$value, E> {
            self.token($crate::value::Token::Text(value.as_bytes()))
        }
    };
}

/// [`visit_tokens`] without unsigned numbers and strings.
macro_rules! visit_rare_tokens {
    ($value:ty) => {
        fn visit_bool<E: ::serde::de::Error>(self, value: bool) -> Result<$value, E> {
            self.token($crate::value::Token::Bool(value))
        }

        fn visit_i64<E: ::serde::de::Error>(self, value: i64) -> Result<$value, E> {
            self.token($crate::value::Token::Number(::itoa::Buffer::new().format(value)))
        }

        fn visit_i128<E: ::serde::de::Error>(self, value: i128) -> Result<$value, E> {
            self.token($crate::value::Token::Number(::itoa::Buffer::new().format(value)))
        }

        fn visit_u128<E: ::serde::de::Error>(self, value: u128) -> Result<$value, E> {
            self.token($crate::value::Token::Number(::itoa::Buffer::new().format(value)))
        }

        fn visit_f64<E: ::serde::de::Error>(self, value: f64) -> Result<$value, E> {
            // `{:?}` keeps the `.0` or exponent that tells a float from an integer.
            self.token($crate::value::Token::Number(&format!("{value:?}")))
        }

        fn visit_unit<E: ::serde::de::Error>(self) -> Result<$value, E> {
            self.token($crate::value::Token::Null)
        }

        fn visit_none<E: ::serde::de::Error>(self) -> Result<$value, E> {
            self.token($crate::value::Token::Null)
        }

        fn visit_some<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<$value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_newtype_struct<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<$value, D::Error> {
            deserializer.deserialize_any(self)
        }
    };
}

pub(crate) use {visit_rare_tokens, visit_tokens};
