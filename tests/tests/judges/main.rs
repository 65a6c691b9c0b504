//! All who judge an instance or a change of a schema, held against each other and against an oracle.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod agreement;
mod corpus;
mod diff;
mod documentation_bugs;
mod instances;
mod lowered;
mod mutations;
mod negatives;
mod oracle_corpus;
mod random_schemas;
mod releases;
mod reports;
mod texts;
