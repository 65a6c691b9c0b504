//! Which findings of a report are shown. What is not shown is counted all the same, and decides what it decided before.

use super::Severity;

/// Which findings are shown. The default is all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The least severity that is shown.
    pub level: Severity,
    /// The methods that are shown, by their old or new names; all if there are none.
    pub methods: Vec<String>,
}

impl Default for Selection {
    fn default() -> Self {
        Self { level: Severity::Docs, methods: Vec::new() }
    }
}
