//! The rules of a schema as constant tables, and what they mean.
//!
//! Generated code holds these tables as statics; the generator builds the same tables from a schema file when it
//! judges documented examples. Whatever reads them (the walker, serde, positional parameters) finds each rule once.

mod bits;
mod clause;
mod kind;
mod rule;
mod shape;

pub use bits::Bits;
pub use clause::{Branch, Checks, Clause};
pub(crate) use kind::Form;
pub use kind::{Array, Bounds, Kind, ScalarKind};
pub use rule::Rule;
pub use shape::{Field, Group, KeyIndex, MAX_FIELDS, Shape, key_index, key_index_in, key_index_len};
