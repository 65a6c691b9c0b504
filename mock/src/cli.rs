//! The program: a mock node that runs until it is told to stop.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{io, iter, thread};

use clap::Parser;
use cln_runtime::{visible, visible_lines};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::iterator::Signals;

use crate::narrator::{Narrator, say};
use crate::{Builder, Error, MockNode, Network};

/// A stand-in Core Lightning node that really deletes payments.
///
/// `delpay`, `listsendpays`, `wait`, `check`, `notifications` and `stop` are done; any other command is answered from its
/// documentation, if --schemas has that. It ends on SIGTERM, SIGINT and `stop`.
#[derive(Debug, Parser)]
#[command(name = "cln-mock", version, verbatim_doc_comment)]
struct Arguments {
    /// Where to listen. An existing socket is replaced if nobody listens on it.
    #[arg(long, value_name = "PATH", required_unless_present = "explain")]
    socket: Option<PathBuf>,

    /// Start no node: say what a command of the schemas answers to which requests, and where its documentation was
    /// mended.
    #[arg(long, value_name = "METHOD", requires = "schemas", conflicts_with = "socket")]
    explain: Option<String>,

    /// The file of the payments, created if there is none; without it they are kept in memory.
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Answer a deletion only when it is on the disk: it then survives the machine, not only this process.
    #[arg(long)]
    durable: bool,

    /// A schema file, or a folder of them: the commands that are answered from their documentation; may be repeated.
    #[arg(long, value_name = "PATH")]
    schemas: Vec<PathBuf>,

    /// A file that `cln-codegen record` has written: answer as recorded, and nothing else; may be repeated.
    #[arg(long, value_name = "FILE")]
    replay: Vec<PathBuf>,

    /// Payments to begin with, as JSON in the form of an answer of delpay; may be repeated.
    #[arg(long, value_name = "FILE")]
    payments: Vec<PathBuf>,

    /// Rows to begin with, as JSON in the form in which nodes list them: an object of lists; may be repeated.
    #[arg(long, value_name = "FILE")]
    listings: Vec<PathBuf>,

    /// Begin with the payments of the documented examples of delpay; those that are already there are kept.
    #[arg(long)]
    example: bool,

    /// Answer any request as the documented one that is nearest. By default commands that are only documented answer
    /// their documented requests alone: to another one a list is empty, and what would be made up is an error.
    #[arg(long)]
    lenient: bool,

    /// Behave as nodes of this version, such as v26.06, where they do not behave as documented.
    #[arg(long, value_name = "VERSION")]
    behave_like: Option<String>,

    /// The chain that the node is on: bitcoin, testnet, signet or regtest.
    #[arg(long, value_name = "NAME", value_parser = network, default_value_t)]
    network: Network,

    /// A file of faults.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,

    /// The seed of whatever is random: which calls have faults, and values that the documentation leaves open.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Err(error) if error.use_stderr() => {
            // Without colours: what is wrong may hold an argument, such as a file's name that a shell has filled in.
            say(visible_lines(error.render()).to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(help) => help.exit(),
        Ok(arguments) => arguments,
    };
    let done = match arguments.explain.clone() {
        Some(command) => explain(arguments, &command),
        None => run_node(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {}", visible_lines(with_causes(&error))));
            ExitCode::from(2)
        }
    }
}

/// An error and what caused it.
fn with_causes(error: &Error) -> String {
    let first: &dyn std::error::Error = error;
    let told = iter::successors(Some(first), |&error| error.source()).map(ToString::to_string);
    told.collect::<Vec<_>>().join(": ")
}

/// Says what a command answers. That nobody reads it is nobody's mistake.
fn explain(arguments: Arguments, command: &str) -> Result<(), Error> {
    let explained = builder(arguments).explain(command)?;
    let _ = writeln!(io::stdout(), "{explained}");
    Ok(())
}

/// Signals are heard before anybody can know that the node runs.
fn run_node(arguments: Arguments) -> Result<(), Error> {
    allow_open_files();
    let (narrator, ending) = Narrator::start().map_err(Error::System)?;
    let log = narrator.clone();
    let signals = Signals::new(TERM_SIGNALS).map_err(Error::System)?;
    let socket = arguments.socket.clone().unwrap_or_default();
    let socket = visible(socket.display()).to_string();
    let node = builder(arguments).log(move |line| log.tell(line)).record(false).start()?;
    stop_on(signals, &node).map_err(Error::System)?;
    narrator.tell(&format!("listening on {socket}"));
    drop(narrator);
    node.wait();
    ending.wait();
    Ok(())
}

/// Raises the limit of open files as far as it goes: each connection takes up to three, and systems begin with 1024.
fn allow_open_files() {
    let limit = getrlimit(Resource::Nofile);
    // Without more, fewer can connect at a time.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

fn builder(arguments: Arguments) -> Builder {
    let mut builder = MockNode::builder().durable(arguments.durable).lenient(arguments.lenient);
    builder = arguments.socket.iter().fold(builder, Builder::socket);
    builder = arguments.db.iter().fold(builder, Builder::database);
    builder = arguments.schemas.iter().fold(builder, Builder::schemas);
    builder = arguments.replay.iter().fold(builder, Builder::replay);
    builder = arguments.payments.iter().fold(builder, Builder::payments_file);
    builder = arguments.listings.iter().fold(builder, Builder::listings_file);
    builder = arguments.faults.iter().fold(builder, Builder::faults_file);
    builder = arguments.behave_like.into_iter().fold(builder, Builder::behave_like);
    builder = builder.network(arguments.network);
    builder = arguments.seed.into_iter().fold(builder, Builder::seed);
    if arguments.example { builder.example() } else { builder }
}

fn network(name: &str) -> Result<Network, String> {
    Network::named(name).ok_or_else(|| format!("expected one of {}", Network::ALL.map(Network::name).join(", ")))
}

fn stop_on(mut signals: Signals, node: &MockNode) -> io::Result<()> {
    let stopper = node.stopper();
    let wait = move || signals.forever().for_each(|_| stopper.stop());
    thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
}
