//! The program: a mock node that runs until it is told to stop.

mod plugin;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{io, iter, thread};

use clap::Parser;
use cln_runtime::{visible, visible_lines};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::iterator::Signals;

use crate::builder::start_plugins;
use crate::lock::lock;
use crate::narrator::{Narrator, say};
use crate::plugin::When;
use crate::{Builder, Error, MockNode, Network, PluginProgram};

/// How long plugins may take to end once the node ends. A node waits for none.
const PATIENCE: Duration = Duration::from_secs(5);

/// The exit status of a node that a plugin has ended.
const ENDED_BY_PLUGIN: u8 = 1;

/// A stand-in Core Lightning node for tests: invoices, payments, channels and more, without a chain.
///
/// Commands about payments, invoices, peers, channels, the wallet and the datastore are done, as are `getinfo`, `help`,
/// `decode`, `wait` and `check`. Any other command is answered from its documentation, if --schemas has that. The node
/// ends on SIGTERM, SIGINT and `stop`.
///
/// It exits with 0, with 1 if a plugin does what a node does not survive, or with 2 if it cannot start.
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

    /// The database file of the node, created if there is none; without it, all is kept in memory.
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Answer a change only when it is on the disk: it then survives a crash of the machine, not only of this process.
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

    /// Start this plugin with the node: its program, and options that the plugin has, as in
    /// `--plugin ./watcher.py,keep-days=30,dry-run`. In a path or a value, a comma is written twice; may be repeated. What
    /// plugins log, write to standard error and do wrong stands in the log of the node. Others can be started and stopped
    /// by the command `plugin`.
    #[arg(long, value_name = "PATH[,OPTION[=VALUE]]...", value_parser = plugin::read)]
    plugin: Vec<PluginProgram>,

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
        Some(command) => explain(arguments, &command).map(|()| ExitCode::SUCCESS),
        None => run_node(arguments),
    };
    match done {
        Ok(status) => status,
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
fn run_node(arguments: Arguments) -> Result<ExitCode, Error> {
    allow_open_files();
    let (narrator, ending) = Narrator::start().map_err(Error::System)?;
    // Threads of plugins may hold it for longer than there is anything to say.
    let narrator = Arc::new(Mutex::new(Some(narrator)));
    let log = Arc::clone(&narrator);
    let status = host(arguments, move |line| {
        lock(&log).as_ref().inspect(|narrator| narrator.tell(line));
    });
    lock(&narrator).take();
    ending.wait();
    status
}

/// Runs the node until it is told to stop, or a plugin ends it.
fn host(mut arguments: Arguments, tell: impl Fn(&str) + Clone + Send + Sync + 'static) -> Result<ExitCode, Error> {
    let programs = std::mem::take(&mut arguments.plugin);
    let signals = Signals::new(TERM_SIGNALS).map_err(Error::System)?;
    let socket = arguments.socket.clone().unwrap_or_default();
    let socket = visible(socket.display()).to_string();
    let node = builder(arguments).log(tell.clone()).record(false).hands_on().start()?;
    stop_on(signals, &node).map_err(Error::System)?;
    match start_plugins(&node.state, programs, When::StartUp) {
        Ok(_) => tell(&format!("listening on {socket}")),
        // It has been told to stop before they were ready.
        Err(_) if node.is_stopped() => {}
        Err(error) => {
            node.state.plugins.hang_up(PATIENCE);
            return Err(error);
        }
    }
    let plugins = Arc::clone(&node.state.plugins);
    node.wait_with(|| plugins.hang_up(PATIENCE));
    Ok(match plugins.ended_by() {
        None => ExitCode::SUCCESS,
        Some((plugin, fault)) => {
            tell(&format!("error: the plugin {} has ended the node: {fault}", visible(plugin)));
            ExitCode::from(ENDED_BY_PLUGIN)
        }
    })
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

/// Plugins see the end of their input at once, also those that are not ready yet.
fn stop_on(mut signals: Signals, node: &MockNode) -> io::Result<()> {
    let (stopper, plugins) = (node.stopper(), Arc::clone(&node.state.plugins));
    let stop = move |_| {
        stopper.stop();
        plugins.hang_up(PATIENCE);
    };
    let wait = move || signals.forever().for_each(stop);
    thread::Builder::new().name("signals".to_owned()).spawn(wait).map(drop)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;
    use crate::Rule;

    /// Answers all requests alike; what comes after the end of its input is up to the test.
    fn plugin(at_the_end: &str) -> PluginProgram {
        let answer = r#"while read -r line; do
            id=${line#*'"id":"'}; id=${id%%'"'*}
            test -n "$line" && printf '{"jsonrpc":"2.0","id":"%s","result":{"options":[],"rpcmethods":[]}}' "$id"
        done"#;
        PluginProgram::new("/bin/sh").arg("-c").arg(format!("{answer}\n{at_the_end}"))
    }

    #[test]
    fn what_outlives_its_input_is_killed_and_complained_of() {
        let hung_up = |at_the_end: &str, patience: u64| {
            let node = MockNode::builder().plugin(plugin(at_the_end)).start().unwrap();
            node.state.plugins.hang_up(Duration::from_millis(patience));
            let plugin = node.plugins().pop().unwrap();
            assert!(plugin.is_gone());
            (plugin.next_fault_within(Duration::ZERO).map(|fault| fault.rule), plugin.stderr())
        };
        assert_eq!(hung_up("echo over >&2", 60_000), (None, "over\n".to_owned()));
        assert_eq!(hung_up("sleep 1000", 20), (Some(Rule::ShutdownTimeout), String::new()));
    }
}
