//! What was found.

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::schema::overrides::Outcome;
use cln_runtime::Rule;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What, where, and what to do about it.
    pub diagnostic: Diagnostic,
    /// The rule that an example breaks, if that is what is wrong.
    pub rule: Option<Rule>,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<Diagnostic>,
    /// How many files were looked at.
    pub files: usize,
    /// What came of each correction.
    pub corrections: Vec<Outcome>,
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, rule: None }
    }
}
