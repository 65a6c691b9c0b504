//! Conversions between enums of strings.

/// `TryFrom` for an enum, from others that have values in common with it, by what stands on the wire.
///
/// ```ignore
/// text_enum_from!(DelpayStatus: DelpayPaymentsStatus, ListpaysPaysStatus);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! text_enum_from {
    ($type:ident: $($other:ident),* $(,)?) => {$(
        // A value that many enums have would make pages of nothing else.
        #[doc(hidden)]
        impl ::core::convert::TryFrom<$other> for $type {
            type Error = $crate::ParseError;

            /// The variant with the same value on the wire. It fails only for a closed enum that does not list it.
            #[inline]
            fn try_from(value: $other) -> ::core::result::Result<Self, $crate::ParseError> {
                $crate::__private::parse_enum(value.as_str(), ::core::stringify!($type))
            }
        }
    )*};
}
