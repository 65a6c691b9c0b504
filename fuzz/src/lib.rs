//! What must hold of any bytes: one function for each property, which panics if it does not.
//!
//! libFuzzer calls them through `fuzz_targets/`, and the program `cln-fuzz` with seeded inputs on a stable compiler.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a property that does not hold is told by a panic"
)]

mod answer;
mod code;
pub mod input;
mod items;
mod node;
mod plugin;
mod random_schema;
mod reached;
mod schema;
mod session;
mod text;

pub use answer::answer;
pub use items::items;
pub use node::node;
pub use plugin::plugin;
pub use random_schema::random_schema;
pub use reached::{reached, take_reached};
pub use schema::schema;
pub use session::session;
pub use text::text;

/// A property, what it is tried on, and how often on a stable compiler.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name; that of libFuzzer's target, too.
    pub name: &'static str,
    /// Panics if it does not hold of these bytes.
    pub property: fn(&[u8]),
    /// How often `.ci/run` tries it.
    pub executions: u64,
    /// Folders of bytes to begin with, beside `corpus/` and its name.
    pub corpora: &'static [&'static str],
    /// What some inputs must come to: a property that holds because nothing happens says nothing.
    pub reaches: &'static [&'static str],
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "answer",
        property: answer,
        executions: 10_000,
        corpora: &[],
        reaches: &["taken", "refused", "valid"],
    },
    Target {
        name: "items",
        property: items,
        executions: 20_000,
        corpora: &[],
        reaches: &["all", "none", "error", "item refused"],
    },
    Target { name: "node", property: node, executions: 2_000, corpora: &[], reaches: &["answered", "damaged"] },
    Target {
        name: "plugin",
        property: plugin,
        executions: 20_000,
        corpora: &[],
        reaches: &["answered", "survived", "ended", "waits", "told", "damaged"],
    },
    Target {
        name: "random_schema",
        property: random_schema,
        executions: 800,
        corpora: &[],
        reaches: &["taken", "refused"],
    },
    Target {
        name: "schema",
        property: schema,
        executions: 2_000,
        corpora: &["../schemas", "../tests/schemas"],
        reaches: &["taken", "refused"],
    },
    Target {
        name: "session",
        property: session,
        executions: 30_000,
        corpora: &[],
        reaches: &[
            "answered",
            "node error",
            "not sent",
            "maybe executed",
            "unreadable",
            "cancelled",
            "notification",
            "missed",
        ],
    },
    Target { name: "text", property: text, executions: 100_000, corpora: &[], reaches: &["taken", "refused"] },
];
