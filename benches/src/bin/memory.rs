//! Memory that validating a stream takes: a Markdown table, and a failure if it is too much.

use std::fs;
use std::io::{self, Read};
use std::process::ExitCode;

use cln_benches::{Failure, data};
use cln_bindings::DelpayResponse;
use cln_runtime::{Record, Rule};

const RESULT_BYTES: u64 = 400_000_000;
const LIMIT_MB: u64 = 64;

fn main() -> Result<ExitCode, Failure> {
    let mut results = Counted(data::stream(RESULT_BYTES)?, 0);
    DelpayResponse::validate_reader(&mut results)?;
    if results.1 < RESULT_BYTES {
        return Err(format!("only {} bytes were read", results.1).into());
    }
    let of_results = peak_mb()?;

    // One string that never ends: refused once the buffer is full.
    let start = br#"{"payments":[{"bolt11":""#;
    let mut endless = Counted(start.chain(io::repeat(b'a')), 0);
    let found = DelpayResponse::validate_reader(&mut endless).err().ok_or("a string without end was accepted")?;
    if found.iter().last().is_none_or(|last| last.rule() != Rule::Limit) {
        return Err(format!("a string without end is refused for another reason: {found}").into());
    }
    let of_all = peak_mb()?;

    println!("| validated from `impl Read` | MB read | peak RSS, MB | below |");
    println!("|---|---:|---:|---:|");
    println!("| results of `delpay` | {} | {of_results} | {LIMIT_MB} |", results.1 / 1_000_000);
    println!("| and then one string without end, refused | {} | {of_all} | {LIMIT_MB} |", endless.1 / 1_000_000);
    Ok(if of_all < LIMIT_MB { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A reader and what it has given.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        self.1 += count as u64;
        Ok(count)
    }
}

/// The most memory that was resident at a time. Not from `getrusage`, which counts what the process was before `exec`,
/// too: that would be cargo.
fn peak_mb() -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("/proc/self/status has no VmHWM")?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim_end().parse()?;
    Ok((kib * 1024).div_ceil(1_000_000))
}
