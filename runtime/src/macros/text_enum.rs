//! Enums of strings.

/// `VALUES`, `as_str` and all traits of an enum: the wire value of each variant, and the variant for other values if
/// the enum is open.
///
/// ```ignore
/// text_enum!(Direction { In = "in", Out = "out"; Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! text_enum {
    ($type:ident { $first:ident = $wire:literal $(, $variant:ident = $other:literal)* $(,)? }) => {
        impl $type {
            $crate::text_enum!(@values $wire $(, $other)*);

            /// The value as it stands on the wire.
            #[inline]
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    Self::$first => $wire,
                    $(Self::$variant => $other,)*
                }
            }
        }

        $crate::text_enum!(@traits $type, text, $first = $wire $(, $variant = $other)* => ::core::option::Option::None);
    };
    ($type:ident { $first:ident = $wire:literal $(, $variant:ident = $other:literal)*; $unlisted:ident $(,)? }) => {
        impl $type {
            $crate::text_enum!(@values $wire $(, $other)*);

            /// The value as it stands on the wire.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$first => $wire,
                    $(Self::$variant => $other,)*
                    Self::$unlisted(text) => text,
                }
            }
        }

        $crate::text_enum!(@traits $type, text, $first = $wire $(, $variant = $other)* =>
            ::core::option::Option::Some(Self::$unlisted(::std::borrow::ToOwned::to_owned(text))));
    };
    (@values $($wire:literal),*) => {
        /// The values of the schema, in its order, as they stand on the wire.
        pub const VALUES: &'static [&'static str] = &[$($wire),*];
    };
    (@traits $type:ident, $text:ident, $first:ident = $wire:literal $(, $variant:ident = $other:literal)*
        => $unlisted:expr) => {
        impl $crate::TextEnum for $type {
            const VALUES: &'static [&'static str] = Self::VALUES;

            #[inline]
            fn from_wire($text: &str) -> ::core::option::Option<Self> {
                match $text {
                    $wire => ::core::option::Option::Some(Self::$first),
                    $($other => ::core::option::Option::Some(Self::$variant),)*
                    _ => $unlisted,
                }
            }

            #[inline]
            fn placeholder() -> Self {
                Self::$first
            }
        }

        #[doc(hidden)]
        impl $crate::__private::Placeholder for $type {
            #[inline]
            fn placeholder() -> Self {
                Self::$first
            }
        }

        #[doc(hidden)]
        impl $crate::__private::Reflect for $type {
            fn put(&mut self, token: $crate::__private::Token<'_>) -> ::core::result::Result<(), $crate::__private::TokenError> {
                *self = $crate::__private::read_enum(token)?;
                ::core::result::Result::Ok(())
            }

            fn view(&self) -> $crate::__private::ValueRef<'_> {
                $crate::__private::ValueRef::Text(self.as_str())
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = $crate::ParseError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::ParseError> {
                $crate::__private::parse_enum(text, ::core::stringify!($type))
            }
        }

        impl $crate::__private::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_enum(deserializer)
            }
        }

        $crate::impl_json_schema!($type, _ => $crate::__private::enum_schema::<Self>());
    };
}
