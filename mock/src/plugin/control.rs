//! Plugins as the command `plugin` finds, lists and starts them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::hosted::Plugins;
use super::judge::{Given, PluginFault, Rule};
use super::link::Link;
use super::program::Program;
use super::stamp::Stamp;

/// A plugin in the answer of `plugin list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its whole path.
    pub(crate) path: PathBuf,
    /// Whether it has answered `init`.
    pub(crate) is_active: bool,
    pub(crate) is_dynamic: bool,
}

impl Link {
    /// The whole path of its program. A node follows links; here a plugin keeps the name by which it was started.
    pub(crate) fn path(&self) -> PathBuf {
        whole(&self.program.path)
    }

    /// Whether `plugin stop` may end it.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.manifest().is_some_and(|manifest| manifest.is_dynamic)
    }
}

impl Plugins {
    /// Those that are there.
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let there = self.all().into_iter().filter(|link| link.gone().is_none());
        let listed =
            there.map(|link| Listed { path: link.path(), is_active: link.is_active(), is_dynamic: link.is_dynamic() });
        listed.collect()
    }

    /// The plugin that is there by this path or, if there is no slash in it, of this name.
    pub(crate) fn found(&self, name: &str) -> Option<Arc<Link>> {
        let is_it = |link: &&Arc<Link>| match name.contains('/') {
            true => link.path() == whole(Path::new(name)),
            false => link.name == name,
        };
        self.all().iter().filter(|link| link.gone().is_none()).find(is_it).cloned()
    }

    /// The last plugin of this path, whether it is there or not.
    pub(super) fn last_at(&self, path: &Path) -> Option<Arc<Link>> {
        let path = whole(path);
        self.all().into_iter().rev().find(|link| link.path() == path)
    }

    /// What `plugin start` runs, given these options: with the arguments and the environment of before, if it has run
    /// before. One whose file has changed is ended; `None` if it is there and has not.
    pub(crate) fn program(&self, path: &Path, options: Vec<Given>) -> Option<Program> {
        let Some(before) = self.last_at(path) else {
            return Some(Program { options, ..Program::new(whole(path)) });
        };
        if before.gone().is_none() {
            if before.stamp == Stamp::of(path) {
                return None;
            }
            before.is_to_end();
            before.lose(&PluginFault::silent(Rule::Ended, "Plugin changed, needs restart."));
        }
        Some(Program { options, path: before.path(), ..before.program.clone() })
    }
}

/// A path from the root on, the links in its folders followed.
fn whole(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => absolute,
    }
}
