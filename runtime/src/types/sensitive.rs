//! A wrapper for values that must not be shown.

use std::fmt;
use std::str::FromStr;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::ParseError;
use crate::value::{Placeholder, Reflect, Scalar, Token, TokenError, ValueRef};

/// A scalar whose field's name says that it is a secret: a preimage, a seed, a rune, a password.
///
/// `Debug` redacts it, there is no `Display`, and its memory is wiped when it is dropped. Encoding a request
/// writes the true value, of course.
///
/// ```
/// use cln_runtime::Sensitive;
///
/// let rune = Sensitive::from("tU-RLjMiDpY2U0o3W1oFowar36RFGpWloPbW9-RuZdo9MyZpZD0w");
/// assert_eq!(format!("{rune:?}"), "<redacted>");
/// assert!(rune.expose().starts_with("tU-"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive<T: Zeroize>(T);

impl<T: Zeroize> Sensitive<T> {
    /// Hides `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize + Placeholder> Sensitive<T> {
    /// The value, which the caller has to take care of from now on.
    #[must_use]
    pub fn into_inner(mut self) -> T {
        std::mem::replace(&mut self.0, T::placeholder())
    }
}

impl<T: Zeroize> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<T: Zeroize> Drop for Sensitive<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Sensitive<T> {}

impl<T: Zeroize> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Zeroize + FromStr<Err = ParseError>> FromStr for Sensitive<T> {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse().map(Self).map_err(ParseError::redacted)
    }
}

impl<T: Zeroize + Scalar> Scalar for Sensitive<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        T::read(token).map(Self)
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        T::check(token)
    }
}

impl<T: Zeroize + Placeholder> Placeholder for Sensitive<T> {
    fn placeholder() -> Self {
        Self(T::placeholder())
    }
}

impl<T: Zeroize + Reflect> Reflect for Sensitive<T> {
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        self.0.zeroize();
        self.0.put(token)
    }

    fn view(&self) -> ValueRef<'_> {
        self.0.view()
    }
}
