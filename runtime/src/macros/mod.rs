//! What generated code leaves to macros: impls that look alike for every type, given by lists of fields or variants,
//! and impls that depend on this crate's features. Generated code must not ask for features itself: they would be the
//! user's.
//!
//! A list holds what the compiler cannot know, such as wire values and codes; what stands where in it is counted here.

mod error_enum;
mod incoming;
mod json_schema;
mod nth;
mod one_of;
mod one_of_from;
mod record;
mod request;
mod text_enum;
mod text_enum_from;

pub use one_of_from::number_or_text;
