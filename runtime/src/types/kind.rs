//! From the kinds that rules name to the Rust types that read them.

use super::*; // each that a row of the table names
use crate::rules::{ScalarKind, scalar_types};
use crate::value::{Token, TokenError};

macro_rules! scalar_readers {
    ($($section:ident { $($(#[$doc:meta])* $kind:ident($ty:ident) = $facts:expr;)* })*) => {
        impl ScalarKind {
            /// What the type takes, as the end of a sentence.
            #[must_use]
            pub const fn expected(self) -> &'static str {
                match self {
                    $($(Self::$kind => <$ty as Scalar>::EXPECTED,)*)*
                }
            }

            /// Whether a value of the type may be written as `token`.
            ///
            /// # Errors
            /// The rule that the token breaks.
            pub fn check(self, token: Token<'_>) -> Result<(), TokenError> {
                match self {
                    $($(Self::$kind => <$ty as Scalar>::check(token),)*)*
                }
            }

            /// The name of the Rust type.
            #[must_use]
            pub const fn rust_name(self) -> &'static str {
                match self {
                    $($(Self::$kind => stringify!($ty),)*)*
                }
            }

            /// What the Rust type says of its strings.
            pub(super) fn own_pattern(self) -> Option<String> {
                match self {
                    $($(Self::$kind => <$ty as Scalar>::pattern(),)*)*
                }
            }
        }
    };
}

scalar_types!(scalar_readers);

impl ScalarKind {
    /// What strict validation refuses although the type takes it.
    #[inline]
    pub(crate) fn strict_check(self, token: Token<'_>) -> Result<(), TokenError> {
        match (self.instead_of_text(), token) {
            (Some(expected), Token::Text(_)) => Err(TokenError::kind(expected)),
            _ => Ok(()),
        }
    }
}
