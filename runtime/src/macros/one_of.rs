//! Enums of alternatives.

/// `Blank`, `Slot`, serde's traits, and `schemars::JsonSchema` with the feature `schemars`, for an enum of alternatives:
/// who writes it, its rules, its alternatives in the order of these, and the variant for other values if the enum is open.
///
/// ```ignore
/// one_of!(Route from Node by rules::ROUTE { Nodes, Whole; Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! one_of {
    ($type:ident from $writer:ident by $table:path { $first:ident $(, $variant:ident)* $(,)? }) => {
        $crate::one_of!(@serde $type $writer $table);
        $crate::one_of!(@traits $type { $first $(, $variant)* } _
            => ::core::result::Result::Err($crate::Refused::no_arm()));
    };
    ($type:ident from $writer:ident by $table:path {
        $first:ident $(, $variant:ident)*; $unlisted:ident $(,)?
    }) => {
        $crate::one_of!(@serde $type $writer $table);
        $crate::one_of!(@traits $type { $first $(, $variant)*; $unlisted } token
            => <$crate::Json as $crate::Scalar>::read(token).map(|json| Self::$unlisted(json.into())));
    };
    (@traits $type:ident {
        $first:ident $(, $variant:ident)* $(; $unlisted:ident)?
    } $token:tt => $value:expr) => {
        #[doc(hidden)]
        impl $crate::Blank for $type {
            fn blank() -> Self {
                Self::$first($crate::Blank::blank())
            }
        }

        #[doc(hidden)]
        impl $crate::Slot for $type {
            fn put(&mut self, $token: $crate::Token<'_>) -> ::core::result::Result<(), $crate::Refused> {
                *self = $value?;
                ::core::result::Result::Ok(())
            }

            fn arm(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::Slot> {
                $crate::places!($first $($variant)*);
                *self = match *PLACES.get(index)? {
                    Place::$first => Self::$first($crate::Blank::blank()),
                    $(Place::$variant => Self::$variant($crate::Blank::blank()),)*
                };
                ::core::option::Option::Some(match self {
                    Self::$first(value) => value,
                    $(Self::$variant(value) => value,)*
                    $(Self::$unlisted(value) => value,)?
                })
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).view()
            }

            fn get(&self, index: usize) -> ::core::option::Option<&dyn $crate::Slot> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).get(index)
            }

            fn additional(&self) -> ::core::option::Option<&$crate::Additional> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).additional()
            }
        }
    };
    (@serde $type:ident $writer:ident $table:path) => {
        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_as(&$table, $crate::Writer::$writer, deserializer)
            }
        }

        $crate::impl_one_of_json_schema!($type, $table);
    };
    (@inside $self:ident, $($variant:ident)*) => {{
        let inside: &dyn $crate::Slot = match $self {
            $(Self::$variant(value) => value,)*
        };
        inside
    }};
}
