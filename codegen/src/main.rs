//! The `cln-codegen` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    cln_codegen::cli::run()
}
