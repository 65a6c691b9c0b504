//! Something that a plugin has done wrong.

use std::error::Error;
use std::fmt;

use super::shown::shown;
use cln_protocol::{Consequence, Rule};

/// Something that a plugin has said, or not said, and that a node does not put up with.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginFault {
    /// What it has done wrong, which says what the node does.
    pub rule: Rule,
    /// Why, in the node's own words as far as they are known, without the message that they repeat.
    pub reason: String,
    /// What the plugin has said, escaped, without secrets, and cut if it is long; empty if it has said nothing.
    /// Of a plugin that ends before it is ready: what it has written to standard error, its lines separated by ` | `.
    pub offending: String,
}

impl PluginFault {
    /// A fault in what was said.
    pub(crate) fn new(rule: Rule, reason: impl Into<String>, offending: &[u8]) -> Self {
        Self { rule, reason: shown(reason.into().as_bytes()), offending: shown(offending) }
    }

    /// A fault in that nothing was said.
    pub(crate) fn silent(rule: Rule, reason: impl Into<String>) -> Self {
        Self::new(rule, reason, b"")
    }

    /// The same fault of a plugin that has ended, with what it wrote to standard error.
    pub(crate) fn with_last_words(self, stderr: &str) -> Self {
        let lines: Vec<_> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        Self { offending: shown(lines.join(" | ").as_bytes()), ..self }
    }

    /// What the node does about it.
    #[must_use]
    pub const fn consequence(&self) -> Consequence {
        self.rule.consequence()
    }
}

impl fmt::Display for PluginFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.consequence(), self.reason)?;
        if !self.offending.is_empty() {
            write!(f, ": {}", self.offending)?;
        }
        Ok(())
    }
}

impl Error for PluginFault {}
