//! The configuration file: what can be said on the command line, and corrections of schemas.

mod changes;
mod condition;
mod lint;
mod overrides;
mod read;

#[cfg(test)]
mod tests;

use crate::emit::Derive;
use crate::schema::Version;
use crate::schema::overrides::Override;

pub use lint::{Lint, Suppression};

/// What a file says. Everything may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) since: Option<Version>,
    pub(crate) until: Option<Version>,
    pub(crate) only: Vec<String>,
    pub(crate) tests: Option<bool>,
    pub(crate) derives: Vec<Derive>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) lint: Lint,
}

impl Config {
    /// What both say: the other one's word counts where they differ, and lists add up.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.overrides.extend(other.overrides);
        self.only.extend(other.only);
        self.derives.extend(other.derives);
        Self {
            since: other.since.or(self.since),
            until: other.until.or(self.until),
            tests: other.tests.or(self.tests),
            lint: self.lint.then(other.lint),
            ..self
        }
    }
}
