//! Everything that a plugin can do wrong, done wrong.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod framing;
mod hooks;
mod init;
mod manifest;
mod mutated;
mod recorded;
mod rules;
mod said;
mod setconfig;
