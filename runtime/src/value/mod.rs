//! What a value is to the walker, the encoder and serde: a token on its way in, a slot to put it into, a view of it.
//!
//! Also values that are JSON themselves: [`Json`], and [`Additional`], which keeps those that no schema lists.

mod additional;
mod json;
mod redact;
mod reflect;
mod scalar;
mod secret_name;
mod token;

pub use additional::Additional;
pub use json::{Json, JsonKind};
pub use redact::{is_named_elsewhere, names_a_secret};
pub use reflect::{Placeholder, Reflect, ValueRef};
pub use scalar::Scalar;
pub use secret_name::is_secret_name;
pub use token::{Token, TokenError};

pub(crate) use redact::REDACTED;
pub(crate) use scalar::scalar_slot;
