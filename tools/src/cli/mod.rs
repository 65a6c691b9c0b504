//! The command line: arguments in, text and an exit status out.
//!
//! Each verb is a module with its arguments, a type that clap reads, and `run`, which takes them and gives an answer.

mod answer;
mod call;
mod diff;
mod explain;
mod fetch;
mod generate;
mod init;
mod json_schema;
mod lint;
mod man;
mod one_method;
mod reading;
mod record;
mod update;
mod validate;

use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::{self, ExitCode};

use clap::{Parser, Subcommand};
use cln_runtime::{is_visible, visible_lines};

use answer::{Answer, Status, tell};

/// Makes the enum of all verbs, and has each run by its module.
macro_rules! verbs {
    ($($module:ident::$Verb:ident),+ $(,)?) => {
        #[derive(Debug, Subcommand)]
        enum Verb {
            $($Verb($module::$Verb),)+
        }

        impl Verb {
            fn run(&self) -> Answer {
                match self {
                    $(Self::$Verb(arguments) => $module::run(arguments),)+
                }
            }
        }
    };
}

// In the order of `--help`.
verbs! {
    init::Init,
    update::Update,
    fetch::Fetch,
    generate::Generate,
    lint::Lint,
    man::Man,
    validate::Validate,
    diff::Diff,
    explain::Explain,
    json_schema::JsonSchema,
    call::Call,
    record::Record,
}

/// Typed, validated and tested Rust bindings from Core Lightning's JSON-RPC schemas.
#[derive(Debug, Parser)]
#[command(name = "cln-codegen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| refuse(&error));
    let answer = arguments.verb.run();
    match tell(&answer) {
        // A reader that went away, such as `head`, has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: cannot write to standard output: {error}");
            Status::BadInput.into()
        }
        _ => answer.status.into(),
    }
}

/// Tells what is wrong with the arguments, or what was asked of them, such as help. An argument may be a file's name that
/// a shell has filled in.
fn refuse(error: &clap::Error) -> ! {
    let is_harmless = |argument: OsString| argument.to_string_lossy().chars().all(is_visible);
    if !error.use_stderr() || env::args_os().all(is_harmless) {
        error.exit();
    }
    // There is nowhere left to tell that standard error cannot be written.
    let _ = io::stderr().write_all(visible_lines(error.render()).to_string().as_bytes());
    process::exit(error.exit_code())
}
