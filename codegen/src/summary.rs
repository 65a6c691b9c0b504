//! What a run has made, for people and build scripts.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::output::Written;
use crate::pipeline::Made;
use crate::schema::overrides::Applied;

/// What [`Builder::generate`](crate::Builder::generate) has done.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// The names of the methods, sorted.
    pub methods: Vec<String>,
    /// How many structs and enums there are.
    pub types: usize,
    /// How many documented examples the generated tests replay.
    pub examples: usize,
    /// The corrections that were made in the schemas of these methods.
    pub corrections: Vec<Applied>,
    /// Files that were written because they are new or changed.
    pub written: usize,
    /// Files that were up to date.
    pub unchanged: usize,
    /// Files of methods that are gone, which were removed.
    pub removed: usize,
    /// What looks wrong with the schemas without being an error.
    pub warnings: Vec<Diagnostic>,
}

impl Summary {
    pub(crate) fn new(made: &Made, written: Written) -> Self {
        let methods = &made.api.methods;
        let examples = methods.iter().map(|method| method.examples.len()).sum();
        Self {
            methods: methods.iter().map(|method| method.name.clone()).collect(),
            types: methods.iter().map(|method| method.types.len() + 1).sum(),
            examples: if made.tests { examples } else { 0 },
            corrections: made.applied.clone(),
            written: written.written,
            unchanged: written.unchanged,
            removed: written.removed,
            warnings: made.warnings.iter().cloned().collect(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (methods, types) = (count(self.methods.len(), "method"), count(self.types, "type"));
        let examples = count(self.examples, "example");
        let Self { written, unchanged, removed, .. } = self;
        let corrections = match self.corrections.len() {
            0 => String::new(),
            made => format!(", {}", count(made, "correction")),
        };
        write!(
            f,
            "{methods}, {types}, {examples}{corrections}: files {written} written, {unchanged} unchanged, {removed} removed"
        )
    }
}

/// A number of things, in words.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
