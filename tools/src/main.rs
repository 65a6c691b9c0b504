//! The `cln-codegen` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// What is generated consists of a great many small pieces: this takes a fifth off the time of a whole release.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cln_tools::cli::run()
}
