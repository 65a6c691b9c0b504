//! Deletes the records of old payments from a node, or shows which these are.

use std::collections::HashSet;
use std::error::Error;
use std::io::ErrorKind::BrokenPipe;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::{Parser, ValueEnum, value_parser};
use cln_bindings::DelpayStatus;
use cln_runtime::Msat;
use cln_runtime::client::blocking::Client;
use cln_runtime::client::{ConnectError, Endpoint, NodeDir, Retry, Settings};
use indicatif::{ProgressBar, ProgressStyle};
use payment_cleaner::{Deletion, Part, Selection, delete, find};

/// Delete the records of old payments from a node.
///
/// Shows which payments would be deleted, and deletes them only with --delete. A payment that has a pending part, or a
/// part that is not old enough, is left alone as a whole. If the program is stopped, start it again: it goes on.
#[derive(Parser, Debug)]
#[command(version)]
struct Arguments {
    /// How many days ago payments must have ended.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    older_than: u32,

    /// Only parts that have ended in this way [default: both].
    #[arg(long, value_name = "STATUS")]
    only: Option<Status>,

    /// Delete them. There is no way back: with a complete payment, the proof that it was made is gone.
    #[arg(long)]
    delete: bool,

    /// The node's folder [default: ~/.lightning].
    #[arg(long, value_name = "DIR")]
    lightning_dir: Option<PathBuf>,

    /// The node's network [default: what the configuration of the node says, or bitcoin].
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// The node's socket, if it is not in the node's folder.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["lightning_dir", "network"])]
    socket: Option<PathBuf>,

    /// How long to wait for an answer, and for a node that restarts, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = value_parser!(u64).range(1..))]
    patience: u64,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Status {
    Complete,
    Failed,
}

impl Arguments {
    fn endpoint(&self) -> Endpoint {
        if let Some(socket) = &self.socket {
            return socket.into();
        }
        let folder = self.lightning_dir.as_ref().map_or_else(NodeDir::new, NodeDir::at);
        self.network.iter().fold(folder, NodeDir::network).into()
    }

    fn client(&self) -> Result<Client, ConnectError> {
        let patience = Duration::from_secs(self.patience);
        let client = Client::connect_with(self.endpoint(), Settings::new().wait_for_node(patience))?;
        Ok(client.with_timeout(patience).with_retry(Retry::new().attempts(u32::MAX).within(patience)))
    }

    fn selection(&self) -> Selection {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let status = self.only.map(|status| match status {
            Status::Complete => DelpayStatus::Complete,
            Status::Failed => DelpayStatus::Failed,
        });
        Selection { status, before: now.saturating_sub(u64::from(self.older_than) * 24 * 60 * 60) }
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads the list has seen enough of it.
        Err(error) if error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let client = arguments.client()?;
    let looking = ProgressBar::new_spinner().with_style(style("{spinner} {pos} parts looked at"));
    let parts = find(&client, &arguments.selection(), |seen| looking.set_position(seen))?;
    looking.finish_and_clear();
    if arguments.delete { delete_all(&client, &parts, out) } else { Ok(show(&parts, out)?) }
}

fn show(parts: &[Part], out: &mut impl Write) -> io::Result<()> {
    for part in parts {
        writeln!(out, "{part}")?;
    }
    writeln!(out, "{} would be deleted", summary(parts))?;
    if parts.is_empty() { Ok(()) } else { writeln!(out, "nothing was deleted; --delete does it") }
}

fn delete_all(client: &Client, parts: &[Part], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let bar = ProgressBar::new(parts.len() as u64).with_style(style("{wide_bar} {pos}/{len} deleted, {eta} left"));
    let mut deleted = Vec::new();
    for part in parts {
        match delete(client, part) {
            Ok(Deletion::Deleted) => deleted.push(*part),
            Ok(Deletion::NotThere) => {}
            Err(error) => {
                bar.abandon();
                writeln!(out, "{} were deleted before this error; start again to go on", summary(&deleted))?;
                return Err(error.into());
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    writeln!(out, "{} were deleted", summary(&deleted))?;
    if deleted.len() < parts.len() {
        writeln!(out, "{} were not there any more", parts.len() - deleted.len())?;
    }
    Ok(())
}

/// How many parts these are.
fn summary(parts: &[Part]) -> String {
    let payments: HashSet<_> = parts.iter().map(|part| part.payment_hash).collect();
    let sent = parts.iter().map(|part| part.amount_sent_msat).sum::<Option<Msat>>().unwrap_or(Msat(u64::MAX));
    format!("{} parts of {} payments, of {sent}", parts.len(), payments.len())
}

/// A template that is not one is shown as the default.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
