//! What a program of yours might do with a node; the tests need no node and no blockchain.

pub mod accountant;
pub mod forget;
pub mod payer;
pub mod shop;

/// The bindings that `build.rs` makes.
pub mod node {
    cln_runtime::include_bindings!();
}
