//! How much is tried by tests that could try anything: little in a run by hand, more where `CLN_LONG` is set.

use std::env;

/// Whether `CLN_LONG` asks for the long runs, as `.ci/run` does.
#[must_use]
pub fn is_long() -> bool {
    env::var_os("CLN_LONG").is_some_and(|value| !value.is_empty() && value != "0")
}

/// How many are tried: what the environment variable `name` says, or else one of the two.
///
/// # Panics
/// If the variable is not a number.
#[must_use]
#[allow(clippy::panic, reason = "a mistake in a variable has to fail the test")]
pub fn size(name: &str, short: u32, long: u32) -> u32 {
    match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")),
        Err(_) if is_long() => long,
        Err(_) => short,
    }
}
