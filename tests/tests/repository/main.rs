//! What surrounds the code: documents, dependencies, reviewed files, and a crate that builds as a user's does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod architecture;
mod downstream;
mod elsewhere;
mod readme;
mod snapshots;
mod supply_chain;
