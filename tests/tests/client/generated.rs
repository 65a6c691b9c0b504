//! Bindings that are made of schemas in `tests/schemas`.

cln_runtime::include_bindings!();
