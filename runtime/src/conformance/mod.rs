//! Replays a schema's documented examples, and instances broken on purpose, against generated code.
//!
//! Generated tests hold the data (an [`Example`] each, and rows of ways to break it) and call [`Suite`].
//! A failure panics with everything that went wrong, as a test should.

mod row;
mod suite;

pub use suite::{Example, Expected, Suite};
