//! The library and the program, against a node whose payments are known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod library;
mod payments;
mod program;
