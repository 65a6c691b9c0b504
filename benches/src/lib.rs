//! What the benchmarks share: the data, the ways to read it, and the check that all of them agree.

pub mod agreement;
pub mod clock;
pub mod data;
pub mod node;
pub mod plugin;
pub mod reader;
pub mod request;
pub mod session;

/// What can go wrong here; it ends the program.
pub type Failure = Box<dyn std::error::Error>;

/// How much is measured: all of it, or, where `benches/all --quick` only tries whether it works, very little.
#[must_use]
pub fn size<T>(all: T, quick: T) -> T {
    if std::env::var_os("CLN_BENCH_QUICK").is_some() { quick } else { all }
}
