//! Tells each invoice that is paid, and misses none: whatever restarts, it goes on after the last one that was handled.

mod position;
mod watch;

pub use position::Position;
pub use watch::{WatchError, watch};

/// The bindings that `build.rs` makes.
pub mod node {
    cln_runtime::include_bindings!();
}
