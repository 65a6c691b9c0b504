//! What a difference means, by who writes the value: the rows of the table for people.

use std::fmt;

use super::table::{By, ROWS, Row};
use super::{Code, Semver, Severity};

/// What a difference means for those who use the bindings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consequence {
    by: By,
    /// What happens to users of the old bindings who talk to a node of the new release.
    pub severity: Severity,
    /// What it means for a crate that publishes the generated code.
    pub semver: Semver,
    /// What follows, as a sentence.
    pub sentence: &'static str,
}

impl Code {
    /// What the difference means: one consequence, or one for each who may write the value.
    pub fn consequences(self) -> impl Iterator<Item = Consequence> {
        ROWS.iter().filter(move |row| row.0 == self).map(|&Row(_, by, severity, semver, _, sentence)| Consequence {
            by,
            severity,
            semver,
            sentence,
        })
    }
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match self.by {
            By::Client => "If users write it: ",
            By::Node => "If the node writes it: ",
            By::Any => "",
        };
        write!(f, "{who}{}, {}. {}", self.severity.name(), self.semver.name(), self.sentence)
    }
}
