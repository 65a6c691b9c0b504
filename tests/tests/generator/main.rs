//! What is made of schemas, and what is said of those that are wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod bad_input;
mod deprecated;
mod documentation;
mod emitted;
mod fresh;
mod growth;
mod json_schema;
mod lint_corpus;
mod pages;
mod rules;
mod schema_corpus;
mod secrets;
