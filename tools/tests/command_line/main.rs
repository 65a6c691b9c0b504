//! The program as users run it: what it prints, writes and leaves alone, and its exit status.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

mod arguments;
mod call;
mod check;
mod config;
mod corrections;
mod diff;
#[cfg(unix)]
mod diff_git;
mod diff_reading;
mod explain;
#[cfg(unix)]
mod fetch;
#[cfg(unix)]
mod fetch_refused;
mod generate;
#[cfg(unix)]
mod init;
mod json_schema;
mod json_test_suite;
mod lint;
mod lint_gate;
mod machines;
mod man;
mod output_folder;
mod record;
mod releases;
#[cfg(unix)]
mod repository;
#[cfg(unix)]
mod update;
mod validate;
#[cfg(unix)]
mod visible;
#[cfg(unix)]
mod watch;
mod workshop;
