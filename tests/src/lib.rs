//! What the tests of the workspace share.

pub mod dice;
pub mod edit;
pub mod folders;
#[cfg(target_os = "linux")]
pub mod memory;
pub mod oracle;
#[cfg(doctest)]
mod readmes;
pub mod scratch;
mod strict;
pub mod transcript;
pub mod verdicts;
