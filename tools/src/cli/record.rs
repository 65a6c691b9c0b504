//! `cln-codegen record`

use std::error::Error as _;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use cln_codegen::Builder;
use cln_runtime::visible;

use super::answer::{Answer, Status, said};
use super::reading::{Correcting, DEFAULT_SCHEMAS, UnknownWords};
use crate::record::{Recording, Refused, Report, Stop};

/// Record what a node is asked and answers.
///
/// A proxy that passes all bytes on unchanged. It writes each request and its answer to a file, with secrets
/// replaced by others of their type, and holds them against their schemas. SIGINT or SIGTERM ends it, with a
/// report of where the node and the schemas differ. `cln-mock --replay FILE` answers as recorded.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = RECORD_HELP)]
pub(super) struct Record {
    /// The node's socket.
    #[arg(long, value_name = "PATH")]
    socket: PathBuf,

    /// Where clients connect instead; only this user can. What a program has left there is replaced.
    #[arg(long, value_name = "PATH")]
    listen: PathBuf,

    /// The file of exchanges, which is made; only this user can read it.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Schema files or folders; may be repeated.
    #[arg(long, value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    schemas: Vec<PathBuf>,

    #[command(flatten)]
    correcting: Correcting,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    unknown: UnknownWords,

    /// Write methods without a schema, too, such as a plugin's own. Their secrets are told by names alone.
    #[arg(long)]
    unchecked: bool,
}

/// What `record` writes, and how it ends.
const RECORD_HELP: &str = r#"A line of the file is a JSON object with the keys
  "request"   the text of the request
  "response"  the answer; null if it was too long to be written
  "note"      what else there is to say, such as how the exchange differs from its schemas; may be absent
Equal secrets of a file are replaced by equal ones, in requests, answers and errors, which nobody can trace back. What
is secret is told by schemas and names. Invoices stay as they are, and with them the payment secrets inside: they are
made to be given to others.

The report counts what was written, lists each place where what came differs from its schema, how often and how, and
ends with a configuration that has the schemas describe it.

Exit status: 0 no differences; 1 differences; 2 bad input, or the file could not be written to its end; 3 the node
cannot be reached"#;

pub(super) fn run(arguments: &Record) -> Answer {
    match record(arguments) {
        Ok(report) => reported(&report),
        Err(Refused::Schemas(error)) => Answer::bad_input(said(&error)),
        Err(refused) => {
            let cause = refused.source().map(|cause| format!(": {}", visible(cause))).unwrap_or_default();
            let is_node = matches!(refused, Refused::NoNode(..));
            let status = if is_node { Status::NoConnection } else { Status::BadInput };
            Answer { status, findings: String::new(), complaints: format!("error: {refused}{cause}\n") }
        }
    }
}

fn record(arguments: &Record) -> Result<Report, Refused> {
    let builder = arguments.schemas.iter().fold(Builder::new().unknown(arguments.unknown.into()), Builder::schemas);
    let stop = Stop::new().map_err(Refused::NoSignals)?;
    let stopper = stop.clone();
    ctrlc::set_handler(move || stopper.stop()).map_err(|error| Refused::NoSignals(io::Error::other(error)))?;
    let recording = Recording {
        node: arguments.socket.clone(),
        listen: arguments.listen.clone(),
        out: arguments.out.clone(),
        unchecked: arguments.unchecked,
    };
    let recorder = recording.start(&arguments.correcting.say_to(builder))?;
    // Nobody has to read it.
    let _ = writeln!(io::stderr(), "listening on {}", visible(arguments.listen.display()));
    Ok(recorder.run(&stop))
}

fn reported(report: &Report) -> Answer {
    let (status, complaints) = match &report.failed {
        Some(error) => {
            (Status::BadInput, format!("error: the file could not be written to its end: {}\n", visible(error)))
        }
        None if report.drift > 0 => (Status::No, String::new()),
        None => (Status::Done, String::new()),
    };
    Answer { status, findings: report.to_text().to_owned(), complaints }
}
