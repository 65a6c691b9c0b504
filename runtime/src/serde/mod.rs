//! serde's traits for generated types, from the same tables and slots that the walker uses.

mod decode;
mod encode;
mod id;
mod json_text;
mod object;
mod tokens;

pub use decode::{deserialize, deserialize_as};
pub use encode::serialize;

pub(crate) use encode::serialize_slot;
pub(crate) use json_text::{JsonText, exact_number};
pub(crate) use tokens::{visit_rare_tokens, visit_tokens};
