//! Every place where the documentation and the node differ has an answer, and the built-in corrections do what it says.
//!
//! `answers.tsv` has a row for each row of the shared `documentation-bugs.tsv`, in its order: the first four columns are
//! that row, the last two say what became of it. `verdicts.tsv` has instances that a correction judges differently.
//! The rows and the releases lie in the folder that `CLN_SHARED` names; without it the samples here remain.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod answers;
mod applied;
mod corrections;
mod errors;
mod recorded;
mod releases;
mod table;
mod verdicts;
