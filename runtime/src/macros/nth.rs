//! One of a list, by its index.

/// Returns the expression at an index of a list, if there is one.
///
/// Optimized code is a jump by the index. It compiles faster than a `match` on places that a macro would have to number.
#[macro_export]
#[doc(hidden)]
macro_rules! nth {
    ($index:ident; $($value:expr),*) => {{
        let mut left = $index;
        $(
            if left == 0 {
                return ::core::option::Option::Some($value);
            }
            left = left.wrapping_sub(1);
        )*
        let _ = left;
        ::core::option::Option::None
    }};
}
