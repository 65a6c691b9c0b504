//! How much memory a process has had.
#![allow(clippy::expect_used, reason = "what cannot be measured has to fail the test")]

use std::fs;

/// The most bytes of a process that were resident at a time. Not from `getrusage`, which counts what the process was
/// before `exec`, too: that would be who started it.
#[must_use]
pub fn peak(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system tells it");
    let kib: usize = line.trim().trim_end_matches("kB").trim_end().parse().expect("it is a number");
    kib << 10
}
