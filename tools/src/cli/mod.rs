//! The command line: arguments in, text and an exit status out.

mod args;
mod call;
mod correcting;
mod diff;
mod generate;
mod json_schema;
mod lint;
mod man;
mod one_method;
mod validate;
mod watch;

use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::{self, ExitCode};

use clap::Parser;
use cln_codegen::Error;
use cln_codegen::diagnostic::Diagnostic;
use cln_runtime::{is_visible, visible_lines};

use args::{Arguments, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Done; nothing to complain about.
    Done,
    /// The command has done its work, and the answer is no: stale output, findings.
    No,
    /// The input is wrong, or cannot be read.
    BadInput,
    /// A node cannot be reached, or does not answer.
    NoConnection,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::No => 1,
            Status::BadInput => 2,
            Status::NoConnection => 3,
        })
    }
}

/// What a command has to say.
#[derive(Debug)]
struct Answer {
    status: Status,
    /// For standard output: what was asked for.
    findings: String,
    /// For standard error: what is wrong.
    complaints: String,
}

impl Answer {
    fn bad_input(complaints: String) -> Self {
        Self { status: Status::BadInput, findings: String::new(), complaints }
    }
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| refuse(&error));
    let answer = match &arguments.command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Lint(arguments) => lint::run(arguments),
        Command::Man(arguments) => man::run(arguments),
        Command::Validate(arguments) => validate::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::JsonSchema(arguments) => json_schema::run(arguments),
        Command::Call(arguments) => call::run(arguments),
    };
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

/// Writes what a command has to say.
fn tell(answer: &Answer) -> io::Result<()> {
    // There is nowhere left to tell that standard error cannot be written.
    let _ = io::stderr().write_all(answer.complaints.as_bytes());
    let mut out = io::stdout().lock();
    out.write_all(answer.findings.as_bytes())?;
    out.flush()
}

/// Diagnostics with an empty line after each.
fn rendered(diagnostics: &[Diagnostic]) -> String {
    let colour = in_colour();
    diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.render(colour))).collect()
}

/// What is wrong with schemas, or with reading them.
fn said(error: &Error) -> String {
    match error {
        Error::Schemas(diagnostics) => rendered(&diagnostics.iter().cloned().collect::<Vec<Diagnostic>>()),
        other => format!("error: {other}\n"),
    }
}

fn in_colour() -> bool {
    wants_colour(io::stderr().is_terminal())
}

fn wants_colour(is_terminal: bool) -> bool {
    is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
