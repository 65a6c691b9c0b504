//! Prints each invoice that is paid, one a line, and misses none.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use cln_runtime::client::blocking::Client;
use cln_runtime::client::{Endpoint, NodeDir, Settings};
use cln_runtime::{Msat, visible};
use invoice_watcher::node::WaitanyinvoiceResponse;
use invoice_watcher::{Position, WatchError, watch};

/// Print each invoice that is paid: its pay_index, what was paid, and its label.
///
/// Stop it at any moment: when it is started again, it goes on where it was. If it was stopped after it had printed a
/// payment and before it had stored that, it prints that payment again, with the same pay_index.
#[derive(Parser, Debug)]
#[command(version)]
struct Arguments {
    /// The file that holds the pay_index of the last payment that was printed.
    #[arg(long, value_name = "FILE", default_value = "invoice_watcher.position")]
    position: PathBuf,

    /// The node's socket [default: the one in ~/.lightning].
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,

    /// How long to wait for the node at first, in seconds. Later, it may be away for any time.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    patience: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads the lines has seen enough of them.
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let endpoint = arguments.socket.as_ref().map_or_else(|| NodeDir::new().into(), Endpoint::from);
    let settings = Settings::new().wait_for_node(Duration::from_secs(arguments.patience));
    let client = Client::connect_with(endpoint, settings)?;
    watch(&client, &Position::at(&arguments.position), print)?;
    Ok(())
}

/// In one write, so that a line is never cut. A program that does more makes it safe to do twice: by the `pay_index`, or
/// by the label.
fn print(index: u64, paid: &WaitanyinvoiceResponse) -> io::Result<()> {
    let amount = paid.amount_received_msat.unwrap_or(Msat(0));
    let line = format!("{index}\t{amount}\t{}\n", visible(&paid.label));
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.flush()
}

fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(WatchError::Io(error)) if error.kind() == ErrorKind::BrokenPipe)
}
