//! Structs.

/// `Record`, `Placeholder`, `Reflect`, serde's traits, and `schemars::JsonSchema` with the feature `schemars`, for a struct: who
/// writes it, its table of rules, its fields in the order of that table, and the member for other fields if it has one.
///
/// ```ignore
/// record!(DelpayResponse from Node by rules::DELPAY_RESPONSE { payments; additional });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    ($type:ident from $origin:ident by $table:path {
        $($field:ident),* $(,)? $(; $additional:ident $(,)?)?
    }) => {
        impl $crate::Record for $type {
            const SHAPE: &'static $crate::rules::Shape<'static> = &$table;
            const ORIGIN: $crate::Origin = $crate::Origin::$origin;
        }

        #[doc(hidden)]
        impl $crate::__private::Placeholder for $type {
            fn placeholder() -> Self {
                Self {
                    $($field: $crate::__private::Placeholder::placeholder(),)*
                    $($additional: $crate::__private::Placeholder::placeholder(),)?
                }
            }
        }

        #[doc(hidden)]
        impl $crate::__private::Reflect for $type {
            fn put(&mut self, _: $crate::__private::Token<'_>) -> ::core::result::Result<(), $crate::__private::TokenError> {
                ::core::result::Result::Err($crate::__private::TokenError::kind("an object"))
            }

            fn field(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::__private::Reflect> {
                $crate::nth!(index; $(&mut self.$field),*)
            }

            fn view(&self) -> $crate::__private::ValueRef<'_> {
                $crate::__private::ValueRef::Object(<Self as $crate::Record>::SHAPE)
            }

            fn get(&self, index: usize) -> ::core::option::Option<&dyn $crate::__private::Reflect> {
                $crate::nth!(index; $(&self.$field),*)
            }

            $(
                fn additional(&self) -> ::core::option::Option<&$crate::Additional> {
                    ::core::option::Option::Some(&self.$additional)
                }

                fn additional_mut(&mut self) -> ::core::option::Option<&mut $crate::Additional> {
                    ::core::option::Option::Some(&mut self.$additional)
                }
            )?
        }

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
                $crate::__private::deserialize(deserializer)
            }
        }

        $crate::impl_json_schema!($type, generator => $crate::__private::record_schema::<Self>(generator));
    };
}
