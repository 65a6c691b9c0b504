//! The bindings that `build.rs` makes.

cln_runtime::include_bindings!();
