//! Plugins over pipes in memory, whose other end is a test that writes what nodes write.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod calls;
mod hooks;
mod life;
mod load;
mod node;
mod notifications;
#[cfg(feature = "cln-plugin")]
mod on_cln_plugin;
mod one_text;
mod options;
mod parameters;
mod process;
mod replay;
mod soak;
