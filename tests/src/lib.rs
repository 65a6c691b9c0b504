//! What the tests of the workspace share.

pub mod dice;
pub mod edit;
pub mod folders;
#[cfg(target_os = "linux")]
pub mod memory;
pub mod mutilated;
pub mod oracle;
pub mod random_schema;
#[cfg(doctest)]
mod readmes;
pub mod scratch;
pub mod sizes;
mod strict;
pub mod transcript;
pub mod verdicts;
