//! What was found.

use cln_codegen::diagnostic::{Code, Diagnostic, Severity};
use cln_codegen::schema::overrides::Outcome;
use cln_runtime::Rule;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What, where, and what to do about it.
    pub diagnostic: Diagnostic,
    /// The rule that an example breaks, if that is what is wrong.
    pub rule: Option<Rule>,
    /// The file's path below the folder that was searched, or its bare name.
    pub file: String,
    /// Whether a baseline has it; `None` without a baseline.
    pub state: Option<State>,
}

/// Whether a finding is in a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is not.
    New,
    /// It is.
    Known,
}

/// What a finding is known by. Neither its line nor the folder that the files are in is part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The file's path below the folder that was searched.
    pub file: String,
    /// The kind of finding.
    pub code: Code,
    /// The place in the file.
    pub pointer: Option<String>,
    /// What was found.
    pub message: String,
}

/// A finding that a configuration accepts.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// What is accepted.
    pub finding: Finding,
    /// Why.
    pub reason: String,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// What a configuration accepts.
    pub suppressed: Vec<Suppressed>,
    /// What a baseline has and is not found any more; `None` without a baseline.
    pub gone: Option<Vec<Known>>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<Diagnostic>,
    /// How many files were looked at.
    pub files: usize,
    /// What came of each correction.
    pub corrections: Vec<Outcome>,
}

impl Report {
    /// Whether anything was found that is at least so bad, and in no baseline.
    #[must_use]
    pub fn has(&self, least: Severity) -> bool {
        // What is worse comes first.
        self.findings.iter().any(|finding| finding.is_new() && finding.diagnostic.severity <= least)
    }
}

impl Finding {
    /// Whether no baseline has it.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.state != Some(State::Known)
    }
}

impl State {
    /// `new` or `known`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        let file = diagnostic.path.rsplit('/').next().unwrap_or_default().to_owned();
        Self { diagnostic, rule: None, file, state: None }
    }
}
