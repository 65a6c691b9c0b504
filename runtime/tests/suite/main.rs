//! What generated code calls, from outside: reading, checking, types, envelopes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod conformance;
mod json_agreement;
mod json_schema;
mod json_test_suite;
mod json_tree;
mod jsonrpc;
mod patterns;
mod sample;
mod serde_agreement;
#[path = "../../../tests/src/sizes.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is a module of another crate, too")]
mod sizes;
mod types_amount;
mod types_bitcoin;
mod types_channel;
mod types_hex;
mod types_json;
mod types_schemars;
mod types_secret;
mod types_serde;
mod visible;
mod walk_duplicates;
mod walk_limits;
mod walk_modes;
mod walk_notification;
mod walk_reader;
mod walk_report;
mod walk_rules;
mod walk_secrets;
mod walk_serde;
