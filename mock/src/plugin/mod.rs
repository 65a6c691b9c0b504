//! Programs that a node starts, asks and tells: its plugins.

#[allow(dead_code, unused_imports, reason = "the node that hosts plugins is what needs all of it")]
mod judge;

pub use judge::{Consequence, PluginFault, Rule};
