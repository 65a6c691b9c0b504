//! What can be said to `call`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::super::reading::{Correcting, DEFAULT_SCHEMAS, UnknownWords};

/// Call a method of a node.
///
/// Checks the parameters against the method's schema, and sends nothing if they break a rule. Parameters
/// are a JSON object or array, or pairs:
///   KEY=VALUE   the value is JSON if the parameter accepts that, else a string
///   KEY:=JSON   the value is this JSON
///   KEY:=@FILE  the value is the JSON in a file
///   KEY:=-      the value is the JSON on standard input
/// A single - reads all parameters, as a JSON object or array, from standard input.
/// Other processes can see arguments; a warning tells if they contain a secret. Use KEY:=@FILE, KEY:=- or -.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = CALL_HELP)]
pub(in crate::cli) struct Call {
    /// The method.
    #[arg(value_name = "METHOD")]
    pub(super) method: String,

    /// JSON, pairs of keys and values, or - for JSON on standard input.
    #[arg(value_name = "PARAMETER")]
    pub(super) parameters: Vec<String>,

    /// The node's socket [default: ~/.lightning/NETWORK/lightning-rpc, or as the configuration there says].
    #[arg(long, value_name = "PATH")]
    pub(super) socket: Option<PathBuf>,

    /// The network of the node, if there is no --socket [default: what ~/.lightning/config says, or bitcoin].
    #[arg(long, value_name = "NETWORK")]
    pub(super) network: Option<String>,

    /// Schema files or folders that contain the method's schema; may be repeated.
    #[arg(long, value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    pub(super) schemas: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,

    /// Send the parameters unchecked, for methods without a schema, such as a plugin's own.
    #[arg(long)]
    pub(super) unchecked: bool,

    /// Seconds to wait for the answer [default: no limit].
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(super) timeout: Option<Duration>,
}

/// What `call` writes, and how it ends.
const CALL_HELP: &str = r#"The result goes to standard output as compact JSON, exactly as the node wrote it; on a terminal, characters
that are not printable are escaped. An error goes to standard error, with what the schema says about its code.

Exit status: 0 success; 1 the node answered with an error, or not with JSON; 2 invalid arguments or
parameters, nothing was sent; 3 no connection or no answer (the message says whether the call may have run)"#;

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "expected a number of seconds, such as 2.5".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
