//! Which program a plugin is, and how it is started.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::judge::Given;
use super::trouble::PluginTrouble;

/// A plugin to be started: its program, and what it is started with.
///
/// ```no_run
/// use cln_mock::{MockNode, PluginProgram};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let cleaner = PluginProgram::new("target/debug/cleaner").option("keep-days", "30").flag("dry-run");
/// let node = MockNode::builder().plugin(cleaner).plugin("plugins/watcher.py").start()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct PluginProgram {
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) environment: Vec<(OsString, OsString)>,
    /// Options in the order in which they were given; those without a value are flags.
    pub(super) options: Vec<Given>,
    pub(super) trouble: PluginTrouble,
}

pub(super) use PluginProgram as Program;

impl PluginProgram {
    /// The program at this path, which is relative to the folder of the test.
    pub fn new(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_owned();
        Self {
            path,
            arguments: Vec::new(),
            environment: Vec::new(),
            options: Vec::new(),
            trouble: PluginTrouble::new(),
        }
    }

    /// Gives an option of the plugin a value, as the node's command line would. One that may be given more than once can be
    /// given again.
    pub fn option(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.options.push((name.into(), Some(value.to_string())));
        self
    }

    /// Sets an option of the plugin that takes no value.
    pub fn flag(mut self, name: impl Into<String>) -> Self {
        self.options.push((name.into(), None));
        self
    }

    /// An argument to the program, such as a script to its interpreter. A node gives none of its own, except `--developer`.
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// A variable of its environment, besides those of the test and what a node sets.
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Makes it hard for the plugin.
    pub fn trouble(mut self, trouble: PluginTrouble) -> Self {
        self.trouble = trouble;
        self
    }

    /// Its path, as it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What a node calls the plugin: the base name of the program.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

impl<P: AsRef<Path>> From<P> for PluginProgram {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}

/// Without values, any of which may be secret.
impl fmt::Debug for PluginProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options: Vec<_> = self.options.iter().map(|(name, _)| name).collect();
        f.debug_struct("PluginProgram").field("path", &self.path).field("options", &options).finish_non_exhaustive()
    }
}
