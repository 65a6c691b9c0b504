//! What a schema change means for those who use the bindings, by direction: who writes a value, and who reads it. A
//! consumer of schemas and the model, beside [`emit`](cln_codegen::emit).
//!
//! What the node writes is read tolerantly: fields and values that the old schema does not list break nobody. All else
//! is held to strict validation. Each difference has a stable [`Code`], and `verdict` is the one table that says what
//! it means.

mod bindings;
mod bounds;
mod branches;
mod canon;
mod changes;
mod code;
mod documents;
mod finding;
mod groups;
mod json;
mod levels;
mod markdown;
mod matched;
mod method;
mod nearest;
mod nodes;
mod objects;
mod releases;
mod renames;
mod samples;
mod schemas;
mod table;
mod text;
mod values;
mod verdict;
mod witness;

use std::path::Path;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::schema::Target;
use cln_codegen::{Builder, Error};

use releases::compare;

pub use code::Code;
pub use finding::{Finding, Instance, Place, Release, Semver, Severity};

/// Everything that differs.
#[derive(Clone, Debug)]
pub struct Report {
    /// The methods that differ, by name.
    pub methods: Vec<MethodDiff>,
    /// How many methods the old and the new release have.
    pub counts: [usize; 2],
    /// What looks wrong with either without being an error.
    pub warnings: Vec<Diagnostic>,
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

/// Compares two schema files, or all `*.json` in and below two folders: a release against another. The builder says how
/// schemas are read, and not which; unless it says otherwise, what is known to be wrong with the node's documentation is
/// corrected before, in each by its own text.
///
/// # Errors
/// Everything that is wrong with the configuration, or with any of the files, in both.
///
/// ```
/// use cln_codegen::Builder;
/// use cln_tools::diff::{Severity, diff};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let [old, new] = ["old.json", "new.json"].map(|name| folder.path().join(name));
/// std::fs::write(&old, r#"{"rpc": "ping", "request": {}, "response": {}}"#).unwrap();
/// std::fs::write(&new, r#"{"rpc": "ping", "request": {"required": ["id"], "properties": {"id": {"type": "u64"}}},
///                          "response": {}}"#).unwrap();
/// let report = diff(&Builder::new(), &old, &new).unwrap();
/// assert_eq!(report.worst(), Some(Severity::Breaking));
/// let finding = &report.methods[0].findings[0];
/// assert_eq!(finding.code.as_str(), "D0202");
/// assert_eq!(finding.instance.as_ref().unwrap().json, "{}");
/// ```
pub fn diff(builder: &Builder, old: impl AsRef<Path>, new: impl AsRef<Path>) -> Result<Report, Error> {
    Ok(compare(old.as_ref(), new.as_ref(), builder.readable_job()?)?)
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

    /// `2 breaking, 1 docs`; none is not said.
    fn counted(&self) -> String {
        let counts = Severity::ALL.map(|severity| (severity, self.count(severity)));
        let said = counts.iter().filter(|(_, count)| *count > 0).map(|(severity, count)| format!("{count} {severity}"));
        said.collect::<Vec<_>>().join(", ")
    }
}

impl MethodDiff {
    /// What people call it: `delpay`, `notification connect`.
    fn title(&self) -> String {
        match self.target {
            Target::Rpc => self.name.clone(),
            Target::Notification | Target::Hook => format!("{} {}", self.target.key(), self.name),
        }
    }
}
