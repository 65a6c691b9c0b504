//! The mock node over its socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod balance;
mod compared;
mod concurrency;
mod conformance;
mod corrections;
mod crowd;
mod datastore;
mod decode;
mod delpay;
mod documented;
mod envelope;
mod errors;
mod expectations;
mod faults;
#[cfg(target_os = "linux")]
mod flood;
mod framing;
mod help;
mod invoices;
mod kill;
mod killed;
mod ledger;
mod library;
mod listing;
mod logging;
mod model;
mod notifying;
mod own_invoices;
mod paid;
mod pay;
mod peer;
mod peers;
mod plugin;
mod program;
mod races;
mod release;
mod replay;
mod rows;
mod sendpay;
mod transcripts;
mod valid;
mod waiting;
mod wallet;
mod words;
