//! The bindings in use: what users of them write, and what nodes have answered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod alternatives;
mod branch_types;
mod enum_conversions;
mod incoming;
mod older_node;
mod params;
mod plugin_messages;
mod rendered_violations;
mod rounded_amounts;
mod transcripts;
mod typed_access;

/// Bindings for nodes since v22.11, made by this package's build script.
mod node {
    cln_runtime::include_bindings!();
}
