//! What can be said to `call`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::args::UnknownWords;
use crate::cli::correcting::Correcting;
use crate::cli::generate::DEFAULT_SCHEMAS;

/// Call a method of a node.
///
/// The parameters are checked against the method's schema first; nothing is sent if they break a rule.
/// They are one JSON object or array, or pairs:
///   KEY=VALUE   the value is JSON if the parameter takes that, else a text
///   KEY:=JSON   the value is JSON as it is
///   KEY:=@FILE  the value is the JSON in a file
///   KEY:=-      the value is the JSON on standard input
/// A single - reads all parameters, as one JSON object or array, from standard input.
/// Other processes can see arguments: give a secret by KEY:=@FILE, KEY:=- or -, or a warning says so.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = CALL_HELP)]
pub(in crate::cli) struct Call {
    /// The method.
    #[arg(value_name = "METHOD")]
    pub(super) method: String,

    /// The parameters: JSON, pairs of keys and values, or - for JSON on standard input.
    #[arg(value_name = "PARAMETER")]
    pub(super) parameters: Vec<String>,

    /// The node's socket; by default ~/.lightning/NETWORK/lightning-rpc.
    #[arg(long, value_name = "PATH")]
    pub(super) socket: Option<PathBuf>,

    /// The network whose node is called, if there is no --socket.
    #[arg(long, value_name = "NETWORK", default_value = "bitcoin")]
    pub(super) network: String,

    /// Schema files, or folders of them, among which the method's is; may be given again.
    #[arg(long, value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    pub(super) schemas: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// What becomes of keywords and types in the schema that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,

    /// Check nothing, and need no schema: for methods that none describes, such as a plugin's own.
    #[arg(long)]
    pub(super) unchecked: bool,

    /// Wait so many seconds for the answer, by default as long as it takes.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(super) timeout: Option<Duration>,
}

/// What `call` writes, and how it ends.
const CALL_HELP: &str = r#"The result goes to standard output as compact JSON: to a program as the node has written it, to a
terminal with more escapes. An error goes to standard error, with what the schema says of its code.

Exit status: 0 the node has done it; 1 it answered an error, or what is no JSON; 2 wrong arguments or
parameters, nothing was sent; 3 no connection, or no answer (it is said whether the call may have been executed)"#;

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "expected a number of seconds, such as 2.5".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
