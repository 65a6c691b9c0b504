//! The part of the macros that depends on the feature `schemars`.

/// `schemars::JsonSchema` for a generated type, whose schema is what the expression makes with the generator.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_json_schema {
    ($type:ident, $generator:tt => $schema:expr) => {
        impl $crate::__private::schemars::JsonSchema for $type {
            fn schema_name() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed(::core::stringify!($type))
            }

            fn schema_id() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed(::core::concat!(
                    ::core::module_path!(),
                    "::",
                    ::core::stringify!($type)
                ))
            }

            fn json_schema(
                $generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $schema
            }
        }
    };
}

/// Nothing: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_json_schema {
    ($type:ident, $generator:tt => $schema:expr) => {};
}
