//! Deletes the records of old payments from a node, which keeps each part of a payment for ever, those that failed, too.
//!
//! [`find`] gives the parts that may go, and changes nothing. [`delete`] deletes one of them, and can be called again,
//! whatever became of its answer. There is no other state than the node's: what was deleted is not found again, so a
//! program that was stopped goes on where it was, when it is started again.

mod caller;
mod delete;
mod find;
mod part;

pub use caller::Caller;
pub use delete::{Deletion, delete};
pub use find::{Selection, find};
pub use part::Part;

/// The bindings that `build.rs` makes.
pub mod node {
    cln_runtime::include_bindings!();
}
