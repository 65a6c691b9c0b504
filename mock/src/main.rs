//! The program `cln-mock`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cln_mock::cli::run()
}
