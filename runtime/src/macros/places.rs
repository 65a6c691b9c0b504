//! What stands where in a list.

/// The places of a list: `PLACES` gives the `Place` at an index, which has the name that stands there.
///
/// No macro can count, but an enum can: a `match` on the place at an index becomes a jump table, as one on numbers does.
///
/// ```ignore
/// places!(payments status);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! places {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types, reason = "the names are those of fields")]
        enum Place {
            $($name,)*
        }

        const PLACES: &[Place] = &[$(Place::$name,)*];
    };
}
