//! Cargo workspaces that a test makes, builds and runs.
#![allow(clippy::expect_used, reason = "what cannot be written or run has to fail the test")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::folders;

/// A workspace of its own, below the build folder. It stays there, with what was built of it, so that the next run
/// compiles no more than what has changed.
#[derive(Clone, Debug)]
pub struct Scratch {
    folder: PathBuf,
}

/// What cargo said.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether it was content.
    pub success: bool,
    /// What went to standard output: that of the tests.
    pub stdout: String,
    /// What went to standard error: that of cargo and the compiler.
    pub stderr: String,
}

impl Scratch {
    /// The workspace in this folder, usually one below `CARGO_TARGET_TMPDIR`, with the members of these names: empty,
    /// or as an earlier run has left it. No other workspace may have a member of such a name. It builds with the
    /// dependencies that this workspace has locked.
    ///
    /// # Panics
    /// If it cannot be written.
    #[must_use]
    pub fn new(folder: PathBuf, members: &[&str]) -> Self {
        let scratch = Self { folder };
        // Whether a test passes does not depend on debug information, but it takes half of the time; and hardly anything
        // is built twice.
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        scratch.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{profile}"));
        fs::copy(folders::workspace().join("Cargo.lock"), scratch.path("Cargo.lock")).expect("the lock can be copied");
        scratch
    }

    /// Adds a library that depends on the runtime only, from the text of its `lib.rs`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn library(&self, name: &str, edition: &str, lib: &str) {
        let runtime = folders::workspace().join("runtime");
        let package = format!("[package]\nname = {name:?}\nedition = {edition:?}\npublish = false\n");
        let dependencies = format!("[dependencies]\ncln-runtime = {{ path = {runtime:?} }}\n");
        self.write(&format!("{name}/Cargo.toml"), &format!("{package}\n{dependencies}"));
        self.write(&format!("{name}/src/lib.rs"), lib);
    }

    /// Writes a file. One that is as it should be keeps its date, by which cargo knows that nothing has changed.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap_or(&self.folder)).expect("the folder can be made");
        fs::write(&path, text).expect("the file can be written");
    }

    /// The place of a file in the workspace.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// What is built goes here. All workspaces share the folder, so that the runtime is compiled once; their members need
    /// names of their own, because cargo tells packages apart by name and by where they lie in their workspace.
    #[must_use]
    pub fn target(&self) -> PathBuf {
        self.folder.with_file_name("scratch-target")
    }

    /// Runs a cargo command here, without network.
    ///
    /// # Panics
    /// If there is no cargo.
    #[must_use]
    pub fn cargo(&self, command: &str, arguments: &[&str]) -> Outcome {
        cargo(&self.folder, &self.target(), command, arguments)
    }
}

/// Runs a cargo command in `folder`, building into `target`, without network.
///
/// # Panics
/// If there is no cargo.
#[must_use]
pub fn cargo(folder: &Path, target: &Path, command: &str, arguments: &[&str]) -> Outcome {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .arg(command)
        .arg("--offline")
        .arg("--target-dir")
        .arg(target)
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TERM_COLOR", "never")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("cargo can be run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Outcome { success: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

impl Outcome {
    /// Fails with what the compiler said if cargo was not content.
    ///
    /// # Panics
    /// If cargo was not content.
    pub fn assert_success(&self) {
        assert!(self.success, "{}\n{}", self.stdout, self.stderr);
    }
}
