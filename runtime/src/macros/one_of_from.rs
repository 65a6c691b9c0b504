//! Conversions into enums of alternatives.

use std::fmt::Display;

/// `From` for the alternatives of what a user writes, so that constructors and setters take what they hold: each type;
/// `&str` for a text; every integer where the alternatives are a text and a 64-bit number.
///
/// ```ignore
/// one_of_from!(Label text String number Integer or String { String(String) });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! one_of_from {
    ($type:ident $(text $text:ident)? $(number $number:ident or $other:ident)? {
        $($variant:ident($inner:ty)),* $(,)?
    }) => {
        $(
            impl ::core::convert::From<$inner> for $type {
                #[inline]
                fn from(value: $inner) -> Self {
                    Self::$variant(value)
                }
            }
        )*
        $(
            impl ::core::convert::From<&str> for $type {
                #[inline]
                fn from(text: &str) -> Self {
                    Self::$text(::std::borrow::ToOwned::to_owned(text))
                }
            }
        )?
        $(
            $crate::one_of_from!(@numbers $type $number $other i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
        )?
    };
    (@numbers $type:ident $number:ident $other:ident $($integer:ident)*) => {
        $crate::one_of_from!(@each $type $number $other, $($integer),*);
    };
    (@each $type:ident $number:ident $other:ident, $first:ident $(, $integer:ident)*) => {
        impl ::core::convert::From<$first> for $type {
            /// The number, or its text if it is out of the range of the alternative for numbers.
            #[inline]
            fn from(number: $first) -> Self {
                $crate::__private::number_or_text(number, Self::$number, Self::$other)
            }
        }

        $crate::one_of_from!(@each $type $number $other $(, $integer)*);
    };
    (@each $type:ident $number:ident $other:ident) => {};
}

/// The alternative that holds an integer: the one for numbers if it is in its range, else the one for texts.
pub fn number_or_text<I: Copy + Display, N: TryFrom<I>, T>(integer: I, number: fn(N) -> T, text: fn(String) -> T) -> T {
    N::try_from(integer).map_or_else(|_| text(integer.to_string()), number)
}
