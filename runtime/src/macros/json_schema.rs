//! The part of the macros that depends on the feature `schemars`.

/// `schemars::JsonSchema` for a generated struct.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_record_json_schema {
    ($type:ident) => {
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
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::record_schema::<Self>(generator)
            }
        }
    };
}

/// `schemars::JsonSchema` for a generated enum of strings.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_text_enum_json_schema {
    ($type:ident) => {
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
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::enum_schema::<Self>()
            }
        }
    };
}

/// `schemars::JsonSchema` for a generated enum of alternatives.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_one_of_json_schema {
    ($type:ident, $table:path) => {
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
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::kind_schema(&$table, generator)
            }
        }
    };
}

/// Nothing: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_record_json_schema {
    ($type:ident) => {};
}

/// Nothing: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_text_enum_json_schema {
    ($type:ident) => {};
}

/// Nothing: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! impl_one_of_json_schema {
    ($type:ident, $table:path) => {};
}
