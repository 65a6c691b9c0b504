//! Where a new crate has its dependencies from, as long as they are not published.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::Error;

/// Where the crates of this repository are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dependencies {
    /// A clone on the disk.
    Clone(PathBuf),
    /// A repository that cargo clones.
    Git(String),
}

impl Dependencies {
    /// The clone that a path leads to: the folder of its runtime, or its own.
    ///
    /// # Errors
    /// It does not.
    pub(crate) fn beside_runtime(path: &Path) -> Result<Self, Error> {
        let is_runtime = |folder: &Path| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml"));
            manifest.is_ok_and(|manifest| manifest.contains("name = \"cln-runtime\""))
        };
        if is_runtime(&path.join("runtime")) {
            return Ok(Self::Clone(path.to_owned()));
        }
        let above = match (path.file_name(), path.parent()) {
            (Some(_), Some(above)) => above.join(""),
            _ => path.join(".."),
        };
        if is_runtime(path) { Ok(Self::Clone(above)) } else { Err(Error::NoRuntime { path: path.to_owned() }) }
    }

    /// The same, for a crate in this folder: a path that starts at the current folder is to start there.
    pub(super) fn seen_from(&self, folder: &Path) -> Self {
        match self {
            Self::Clone(path) if path.is_relative() => Self::Clone(relative(folder, path)),
            other => other.clone(),
        }
    }

    /// What a manifest says of a crate that is in this folder of the repository.
    pub(super) fn of(&self, folder: &str) -> String {
        let version = concat!("version = \"", env!("CARGO_PKG_VERSION"), "\"");
        match self {
            Self::Clone(path) => format!("{version}, path = {}", text(&path.join(folder).to_string_lossy())),
            Self::Git(url) => format!("{version}, git = {}", text(url)),
        }
    }

    /// The command that installs the program of a crate of the workspace, in this folder: `tools`, `mock`.
    pub(super) fn install(&self, folder: &str) -> String {
        match self {
            Self::Clone(path) => format!("cargo install --locked --path {}", path.join(folder).display()),
            Self::Git(url) => format!("cargo install --locked --git {url} cln-{folder}"),
        }
    }
}

/// A string of TOML: one of JSON is one, too.
fn text(text: &str) -> Value {
    Value::from(text)
}

/// A path that starts at the current folder, as one that starts at another folder.
fn relative(folder: &Path, path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let Ok(path) = path.canonicalize() else { return path.to_owned() };
    // The folder need not be there yet, and what is above it may be a link.
    let folder = match (folder.parent().and_then(|above| above.canonicalize().ok()), folder.file_name()) {
        (Some(above), Some(name)) => above.join(name),
        _ => folder.to_owned(),
    };
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.iter().skip(shared).copied()).collect()
}
