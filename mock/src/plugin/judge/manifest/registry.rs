//! What a node has already when a manifest comes in.

use std::collections::{BTreeMap, BTreeSet};

/// Names that are taken, and when the plugin was started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Registry<'r> {
    /// Methods, each with the path of the plugin that has it, or nothing for the node's own.
    pub(crate) methods: &'r BTreeMap<String, String>,
    /// Options of the node and of plugins.
    pub(crate) options: &'r BTreeSet<String>,
    /// Whether the node is starting, rather than being told to start a plugin.
    pub(crate) is_starting: bool,
}
