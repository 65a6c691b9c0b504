//! All that differs between two releases.

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::count;
use cln_codegen::schema::Target;

use super::{Finding, Selection, Semver, Severity};

/// Everything that differs.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was compared, as it was given: the old and the new.
    pub names: [String; 2],
    /// The methods that differ, by name.
    pub methods: Vec<MethodDiff>,
    /// How many methods the old and the new release have.
    pub counts: [usize; 2],
    /// What looks wrong with either without being an error.
    pub warnings: Vec<Diagnostic>,
    /// The revision that the new files are of, if they are not on the disk.
    pub(super) revision: Option<String>,
    /// What follows for whoever publishes the generated crate, in a sentence.
    pub(crate) advice: Option<String>,
    /// Which findings are shown, whatever the format.
    pub selection: Selection,
}

/// What differs in one command, notification or hook.
#[derive(Clone, Debug)]
pub struct MethodDiff {
    /// What it is.
    pub target: Target,
    /// Its name; the old one if it is gone.
    pub name: String,
    /// Its old name, if it seems to have another one now.
    pub old_name: Option<String>,
    /// The differences, the worst first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// All findings, method by method.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.methods.iter().flat_map(|method| &method.findings)
    }

    /// The worst that was found; `None` if nothing differs.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings().map(|finding| finding.severity).max()
    }

    /// What all of it means for the next version of the generated crate; `None` if nothing differs.
    #[must_use]
    pub fn semver(&self) -> Option<Semver> {
        self.findings().map(|finding| finding.semver).max()
    }

    /// How many findings are that bad.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }

    /// `2 methods against 3: 1 method differs`
    pub(super) fn compared(&self) -> String {
        let [old, new] = self.counts;
        let differ = match self.methods.len() {
            0 => "no differences".to_owned(),
            1 => "1 method differs".to_owned(),
            several => format!("{several} methods differ"),
        };
        format!("{} against {new}: {differ}", count(old, "method"))
    }

    /// `2 breaking, 1 docs`; none is not said.
    pub(super) fn counted(&self) -> String {
        let counts = Severity::ALL.map(|severity| (severity, self.count(severity)));
        let said = counts.iter().filter(|(_, count)| *count > 0).map(|(severity, count)| format!("{count} {severity}"));
        said.collect::<Vec<_>>().join(", ")
    }
}

impl MethodDiff {
    /// How many findings are that bad.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// What people call it: `delpay`, `notification connect`.
    pub(super) fn title(&self) -> String {
        match self.target {
            Target::Rpc => self.name.clone(),
            Target::Notification | Target::Hook => format!("{} {}", self.target.key(), self.name),
        }
    }
}
