//! What all scalar types have in common: reading one token, and saying what it should have been.

use super::{Token, TokenError};

/// A type whose value is one [`Token`]: no fields, no elements.
///
/// Implemented by the domain types and by `bool`, `u8`, `u16`, `u32`, `u64`, `i64` and `String`.
/// Rule tables refer to [`check`](Scalar::check); [`Reflect::put`](crate::__private::Reflect::put) of a scalar is
/// [`read_into`](Scalar::read_into) and nothing more.
///
/// ```
/// use cln_runtime::Rule;
/// use cln_runtime::__private::{Scalar, Token};
///
/// assert_eq!(u8::read(Token::Number("255")), Ok(255));
/// let refused = u8::check(Token::Number("256")).unwrap_err();
/// assert_eq!(refused.rule, Rule::Range);
/// assert_eq!(refused.expected, "an integer from 0 to 255");
/// ```
pub trait Scalar: Sized {
    /// What is read, as the end of a sentence: "a string of 64 hex digits".
    const EXPECTED: &'static str;

    /// The value that `token` stands for.
    ///
    /// # Errors
    /// The token is none of this type. The rule is [`Type`](crate::Rule::Type) where another kind of JSON
    /// value belongs; [`Format`](crate::Rule::Format), [`Integer`](crate::Rule::Integer) or
    /// [`Range`](crate::Rule::Range) where the kind is right.
    fn read(token: Token<'_>) -> Result<Self, TokenError>;

    /// [`read`](Scalar::read) in place, which spares large values a copy.
    ///
    /// # Errors
    /// Those of [`read`](Scalar::read); nothing of the token is left in the value then.
    fn read_into(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        *self = Self::read(token)?;
        Ok(())
    }

    /// Whether [`read`](Scalar::read) would succeed, without allocating where the value would.
    ///
    /// # Errors
    /// Those of [`read`](Scalar::read).
    fn check(token: Token<'_>) -> Result<(), TokenError> {
        Self::read(token).map(drop)
    }

    /// The form of the strings that are read, as a regular expression of the whole string; `None` where there are no
    /// strings, where any will do, and where they are hex digits and nothing else.
    #[must_use]
    fn pattern() -> Option<String> {
        None
    }
}

/// Implements `Reflect` and `Placeholder` for a [`Scalar`]: its placeholder and its view are all that differs.
macro_rules! scalar_slot {
    ($type:ty, placeholder: $placeholder:expr, view: |$value:ident| $view:expr $(, $($shortcut:tt)+)?) => {
        impl $crate::value::Placeholder for $type {
            fn placeholder() -> Self {
                $placeholder
            }
        }

        impl $crate::value::Reflect for $type {
            fn put(&mut self, token: $crate::value::Token<'_>) -> Result<(), $crate::value::TokenError> {
                <Self as $crate::value::Scalar>::read_into(self, token)
            }

            $($($shortcut)+)?

            fn view(&self) -> $crate::value::ValueRef<'_> {
                let $value = self;
                $view
            }
        }
    };
}

pub(crate) use scalar_slot;
