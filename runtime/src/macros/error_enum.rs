//! Enums of the errors that a method documents.

/// The methods and traits of an error enum: the code of each variant. Any other code is the variant `Other`.
///
/// ```ignore
/// error_enum!(DelpayError { InvalidParams = -32602, PayNoSuchPayment = 208 });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! error_enum {
    ($type:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $type {
            /// The code that the node answered.
            #[inline]
            #[must_use]
            pub const fn code(&self) -> i64 {
                match self {
                    $(Self::$variant(_) => $code,)*
                    Self::Other(error) => error.code,
                }
            }

            /// What happened, for people. Its wording changes between releases: never match on it.
            #[inline]
            #[must_use]
            pub fn message(&self) -> &str {
                match self {
                    $(Self::$variant(detail) => &detail.message,)*
                    Self::Other(error) => &error.message,
                }
            }

            /// Details that some commands add.
            #[inline]
            #[must_use]
            pub const fn data(&self) -> ::core::option::Option<&$crate::Json> {
                match self {
                    $(Self::$variant(detail) => detail.data.as_ref(),)*
                    Self::Other(error) => error.data.as_ref(),
                }
            }
        }

        impl ::core::convert::From<$crate::RpcError> for $type {
            #[inline]
            fn from(error: $crate::RpcError) -> Self {
                match error.code {
                    $($code => Self::$variant(::core::convert::Into::into(error)),)*
                    _ => Self::Other(error),
                }
            }
        }

        impl ::core::convert::From<$type> for $crate::RpcError {
            #[inline]
            fn from(error: $type) -> Self {
                match error {
                    $($type::$variant(detail) => detail.into_rpc_error($code),)*
                    $type::Other(error) => error,
                }
            }
        }

        impl $crate::NodeError for $type {
            #[inline]
            fn code(&self) -> i64 {
                self.code()
            }

            #[inline]
            fn message(&self) -> &str {
                self.message()
            }

            #[inline]
            fn data(&self) -> ::core::option::Option<&$crate::Json> {
                self.data()
            }
        }

        impl $crate::MethodError for $type {}

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, "{} (code {})", $crate::visible(self.message()), self.code())
            }
        }

        impl ::std::error::Error for $type {}
    };
}
