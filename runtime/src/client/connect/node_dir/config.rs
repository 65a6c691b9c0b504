//! What a node's configuration files say of its socket.
//!
//! This follows `common/configdir.c` and `common/configvar.c` of Core Lightning, which the node and `lightning-cli` share;
//! in words, lightningd-config(5).

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// How many files are read, which may include each other, or themselves.
const MOST: usize = 100;

/// How much of a file is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What the files have said, the later ones over the earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Config {
    pub(super) network: Option<String>,
    pub(super) rpc_file: Option<PathBuf>,
    /// The files that were looked at, and why one was not read.
    pub(super) files: Vec<(PathBuf, Option<ErrorKind>)>,
}

impl Config {
    /// Reads a file. What cannot be read says nothing, as to the node.
    pub(super) fn read(&mut self, path: &Path) {
        if self.files.len() >= MOST {
            return;
        }
        let text = text(path);
        self.files.push((path.to_owned(), text.as_ref().err().map(io::Error::kind)));
        for line in text.unwrap_or_default().split(['\r', '\n']) {
            match line.strip_prefix("include ") {
                Some(included) => self.read(&path.parent().unwrap_or(Path::new("")).join(included)),
                None => self.line(line),
            }
        }
    }

    fn line(&mut self, line: &str) {
        let (name, value) = line.split_once('=').map_or((line, None), |(name, value)| (name, Some(value.trim_end())));
        match (name, value) {
            ("network", Some(network)) => self.network = Some(network.to_owned()),
            ("mainnet", None) => self.network = Some("bitcoin".to_owned()),
            ("testnet" | "testnet4" | "signet" | "regtest", None) => self.network = Some(name.to_owned()),
            ("rpc-file", Some(path)) => self.rpc_file = Some(path.into()),
            _ => {}
        }
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
