//! Where things lie: the workspace, this package, and the material that `CLN_SHARED` names.
#![allow(clippy::expect_used, reason = "a folder that cannot be read has to fail the test")]

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder of this package.
#[must_use]
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the workspace.
///
/// # Panics
/// If this package lies outside it.
#[must_use]
pub fn workspace() -> &'static Path {
    package().parent().expect("the package lies in the workspace")
}

/// Something of the shared material; `None`, saying so, if there is none on this machine.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = env::var_os("CLN_SHARED");
    if root.is_none() {
        println!("skipped: CLN_SHARED is not set, so there is no {path} to read");
    }
    root.map(|root| Path::new(&root).join(path))
}

/// The files of a folder, not of those below it, with this extension, sorted.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

/// The name of a file without its extension.
///
/// # Panics
/// If it is not UTF-8.
#[must_use]
pub fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a file has a name in UTF-8")
}
