//! The rules of a schema as constant tables, and what they mean.
//!
//! Generated code holds these tables as statics; the generator builds the same tables from a schema file when it
//! judges documented examples. Whatever reads them (the walker, serde, positional parameters) finds each rule once.

mod bits;
mod deprecation;
mod fingerprint;
mod group;
mod kind;
mod rule;
mod scalar;
mod shape;
mod table;

pub use bits::{Bits, MAX_FIELDS};
pub use deprecation::Deprecation;
pub use group::{Demand, Group, GroupForm, GroupKind};
pub use rule::Rule;
pub(crate) use scalar::{FastPath, scalar_types};
pub use scalar::{ScalarFacts, ScalarKind, Texts, Unit};
pub use shape::{key_index, key_index_in, key_index_len};
pub use table::{Array, Bounds, Branch, Checks, Clause, Field, KeyIndex, Kind, Shape};
