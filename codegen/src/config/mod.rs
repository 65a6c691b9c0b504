//! The configuration file: what can be said on the command line, and corrections of schemas.

mod changes;
mod condition;
mod overrides;
mod read;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::emit::Derive;
use crate::schema::Version;
use crate::schema::overrides::Override;
use crate::source::Source;

/// The known mistakes of the node's documentation.
const KNOWN_BUGS: &str = include_str!("../../known-bugs.json");

/// The name of that file in messages.
const KNOWN_BUGS_NAME: &str = "known-bugs.json";

/// What a file says. Everything may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) since: Option<Version>,
    pub(crate) until: Option<Version>,
    pub(crate) only: Vec<String>,
    pub(crate) tests: Option<bool>,
    pub(crate) derives: Vec<Derive>,
    pub(crate) overrides: Vec<Override>,
}

impl Config {
    /// Reads a file. All its mistakes go to `diagnostics`.
    pub(crate) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Self {
        match Source::read(path) {
            Ok(source) => read::read(&Arc::new(source), diagnostics),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                Self::default()
            }
        }
    }

    /// The corrections that come with this crate.
    pub(crate) fn built_in(diagnostics: &mut Diagnostics) -> Self {
        let mut config = read::read(&Arc::new(Source::new(KNOWN_BUGS_NAME, KNOWN_BUGS)), diagnostics);
        config.overrides.iter_mut().for_each(|wanted| wanted.bundled = true);
        config
    }

    /// What both say: the other one's word counts where they differ, and lists add up.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.overrides.extend(other.overrides);
        self.only.extend(other.only);
        self.derives.extend(other.derives);
        Self {
            since: other.since.or(self.since),
            until: other.until.or(self.until),
            tests: other.tests.or(self.tests),
            ..self
        }
    }
}
