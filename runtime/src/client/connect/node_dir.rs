//! The folder of a node, in which its socket is.

mod config;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fmt, fs};

#[cfg(feature = "tokio")]
use std::time::Duration;

use super::endpoint::Endpoint;
#[cfg(feature = "tokio")]
use super::transport::Connecting;
use super::transport::{Stream, Transport};
use super::unix::UnixSocket;
use crate::client::error::ConnectErrorKind;
use config::Config;

/// The folder of a node, to find its socket as the node and `lightning-cli` do.
///
/// By default that is `$HOME/.lightning/bitcoin/lightning-rpc`. The files `config` in the folder and in that of the network
/// are read, and those that they include: `network` and `rpc-file` count, the latter relative to the folder of the network.
/// A file that cannot be read counts as empty. What the node was told on its command line, such as `--conf` or
/// `--rpc-file`, nobody can see: then clients need the path of the socket.
///
/// ```no_run
/// use cln_runtime::client::{NodeDir, blocking::Client};
///
/// let client = Client::connect(NodeDir::new().network("regtest"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeDir {
    path: Option<PathBuf>,
    network: Option<String>,
}

impl NodeDir {
    /// `$HOME/.lightning`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The folder that the node was given as `--lightning-dir`.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), network: None }
    }

    /// The network, such as `regtest`, whatever the configuration says.
    #[must_use]
    pub fn network(mut self, network: impl Into<String>) -> Self {
        self.network = Some(network.into());
        self
    }

    /// Where the socket is, or will be once the node runs. Reads the node's configuration.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.look().socket.0
    }

    fn look(&self) -> NodeSocket {
        let folder = self.path.clone().unwrap_or_else(|| default_folder(env::var_os("HOME")));
        let mut config = Config::default();
        config.read(&folder.join("config"));
        let network = self.network.clone().or(config.network.take());
        let of_network = folder.join(network.as_deref().unwrap_or("bitcoin"));
        config.read(&of_network.join("config"));
        let socket = of_network.join(config.rpc_file.as_deref().unwrap_or(Path::new(SOCKET)));
        NodeSocket { socket: UnixSocket(socket), folder, config }
    }
}

/// What the socket is called by default.
const SOCKET: &str = "lightning-rpc";

/// The node uses the folder in which it is started if it has no home.
fn default_folder(home: Option<OsString>) -> PathBuf {
    home.map(|home| Path::new(&home).join(".lightning")).unwrap_or_default()
}

/// The socket of the node in this folder, as its configuration is now.
impl From<NodeDir> for Endpoint {
    fn from(folder: NodeDir) -> Self {
        Self(Arc::new(folder.look()))
    }
}

/// A socket that was found in a folder.
struct NodeSocket {
    socket: UnixSocket,
    folder: PathBuf,
    config: Config,
}

impl Transport for NodeSocket {
    fn connect(&self) -> io::Result<Box<dyn Stream>> {
        self.socket.connect()
    }

    #[cfg(feature = "tokio")]
    fn connect_async(&self, within: Duration) -> Connecting<'_> {
        self.socket.connect_async(within)
    }

    fn explain(&self, error: &io::Error) -> Option<(ConnectErrorKind, Cow<'static, str>)> {
        match self.socket.explain(error)? {
            (kind @ ConnectErrorKind::NotFound, _) => Some((kind, self.why_not_found().into())),
            explained => Some(explained),
        }
    }
}

impl NodeSocket {
    /// What was looked at, and what to do.
    fn why_not_found(&self) -> String {
        if !self.folder.exists() {
            return format!("there is no folder {}; is the node's folder another one?", self.folder.display());
        }
        let looked: Vec<String> = self.config.files.iter().map(|(path, why)| looked_at(path, *why)).collect();
        let looked = looked.join(", ");
        match self.other_networks().join(", ").as_str() {
            "" => format!("there is no such socket; does the node run? Looked at {looked}"),
            others => {
                format!("there is no such socket, but there is one for {others}; name the network. Looked at {looked}")
            }
        }
    }

    /// The networks for which a node has run here.
    fn other_networks(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let with_socket = entries.filter(|entry| entry.path().join(SOCKET).exists());
        let mut names: Vec<String> =
            with_socket.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn looked_at(path: &Path, why: Option<ErrorKind>) -> String {
    match why {
        None => path.display().to_string(),
        Some(ErrorKind::NotFound) => format!("{} (not there)", path.display()),
        Some(why) => format!("{} ({why})", path.display()),
    }
}

/// The path of the socket.
impl fmt::Display for NodeSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.socket.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_without_a_home_is_where_it_was_started() {
        assert_eq!(default_folder(Some("/home/alice".into())), Path::new("/home/alice/.lightning"));
        assert_eq!(default_folder(None), Path::new(""));
    }
}
