//! Enums of alternatives.

/// `Placeholder`, `Reflect`, serde's traits, and `schemars::JsonSchema` with the feature `schemars`, for an enum of alternatives:
/// who writes it, its rules, its alternatives in the order of these, and the variant for other values if the enum is open.
///
/// ```ignore
/// one_of!(Route from Node by rules::ROUTE { Nodes, Whole; Unknown });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! one_of {
    ($type:ident from $origin:ident by $table:path { $first:ident $(, $variant:ident)* $(,)? }) => {
        $crate::one_of!(@serde $type $origin $table);
        $crate::one_of!(@traits $type { $first $(, $variant)* } _
            => ::core::result::Result::Err($crate::__private::TokenError::no_arm()));
    };
    ($type:ident from $origin:ident by $table:path {
        $first:ident $(, $variant:ident)*; $unlisted:ident $(,)?
    }) => {
        $crate::one_of!(@serde $type $origin $table);
        $crate::one_of!(@traits $type { $first $(, $variant)*; $unlisted } token
            => <$crate::Json as $crate::__private::Scalar>::read(token).map(|json| Self::$unlisted(json.into())));
    };
    (@traits $type:ident {
        $first:ident $(, $variant:ident)* $(; $unlisted:ident)?
    } $token:tt => $value:expr) => {
        #[doc(hidden)]
        impl $crate::__private::Placeholder for $type {
            fn placeholder() -> Self {
                Self::$first($crate::__private::Placeholder::placeholder())
            }
        }

        #[doc(hidden)]
        impl $crate::__private::Reflect for $type {
            fn put(&mut self, $token: $crate::__private::Token<'_>) -> ::core::result::Result<(), $crate::__private::TokenError> {
                *self = $value?;
                ::core::result::Result::Ok(())
            }

            fn arm(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::__private::Reflect> {
                let made = || {
                    $crate::nth!(index;
                        Self::$first($crate::__private::Placeholder::placeholder())
                        $(, Self::$variant($crate::__private::Placeholder::placeholder()))*)
                };
                *self = made()?;
                ::core::option::Option::Some(match self {
                    Self::$first(value) => value,
                    $(Self::$variant(value) => value,)*
                    $(Self::$unlisted(value) => value,)?
                })
            }

            fn view(&self) -> $crate::__private::ValueRef<'_> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).view()
            }

            fn get(&self, index: usize) -> ::core::option::Option<&dyn $crate::__private::Reflect> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).get(index)
            }

            fn additional(&self) -> ::core::option::Option<&$crate::Additional> {
                $crate::one_of!(@inside self, $first $($variant)* $($unlisted)?).additional()
            }
        }
    };
    (@serde $type:ident $origin:ident $table:path) => {
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
                $crate::__private::deserialize_as(&$table, $crate::Origin::$origin, deserializer)
            }
        }

        $crate::impl_json_schema!($type, generator => $crate::__private::kind_schema(&$table, generator));
    };
    (@inside $self:ident, $($variant:ident)*) => {{
        let inside: &dyn $crate::__private::Reflect = match $self {
            $(Self::$variant(value) => value,)*
        };
        inside
    }};
}
