//! serde's traits for generated types, from the same tables and slots that the walker uses.

mod decode;
mod encode;
mod id;
mod json_text;
mod object;
mod scalar;
mod tokens;

pub use decode::{deserialize, deserialize_as};
pub use encode::serialize;
