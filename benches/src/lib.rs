//! What the benchmarks share: the data, the ways to read it, and the check that all of them agree.

pub mod agreement;
pub mod clock;
pub mod data;
pub mod node;
pub mod reader;
pub mod request;
pub mod session;

/// What can go wrong here; it ends the program.
pub type Failure = Box<dyn std::error::Error>;
