//! What cargo says of a workspace.

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;

use cln_tests::folders::workspace;
use serde::Deserialize;
use serde_json::Value;

/// Where users are counted: what is compiled differs from system to system.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What cargo says of the packages that any system and any feature of the workspace may need.
pub(crate) fn metadata(manifest: &str) -> Value {
    serde_json::from_str(&cargo(manifest, "metadata", &["--format-version=1", "--all-features"])).unwrap()
}

/// The crates that a package of the workspace makes cargo compile, itself included, but not for its tests. Metadata
/// would not do: it lists what an unused optional dependency needs, too.
pub(crate) fn compiled(manifest: &str, package: &str, more: &[&str]) -> BTreeSet<String> {
    let arguments = ["--edges=normal,build", "--prefix=none", "--format={p}", "--target", TARGET, "--package", package];
    let tree = cargo(manifest, "tree", &[&arguments, more].concat());
    let names = tree.lines().filter(|line| !line.is_empty());
    names.map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

fn cargo(manifest: &str, command: &str, arguments: &[&str]) -> String {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([command, "--locked", "--manifest-path"]).arg(workspace().join(manifest)).args(arguments);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{manifest}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All packages of a workspace.
#[derive(Deserialize)]
pub(crate) struct Graph {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    version: String,
    #[serde(rename = "license")]
    pub(crate) licence: Option<String>,
    /// `None` for one that lies on this machine.
    pub(crate) source: Option<String>,
    manifest_path: PathBuf,
}

impl Graph {
    pub(crate) fn of(manifest: &str) -> Self {
        Self::read(metadata(manifest))
    }

    pub(crate) fn read(metadata: Value) -> Self {
        serde_json::from_value(metadata).unwrap()
    }

    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter()
    }
}

impl Package {
    pub(crate) fn is_in_repository(&self) -> bool {
        self.manifest_path.starts_with(workspace())
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let licence = self.licence.as_deref().unwrap_or("no licence");
        let source = self.source.as_deref().unwrap_or_else(|| self.manifest_path.to_str().unwrap_or("a path"));
        write!(f, "{} {}: {licence}, {source}", self.name, self.version)
    }
}
