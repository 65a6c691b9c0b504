//! Findings for programs that know nothing of this one: code scanning, and reviews on GitHub.

use super::json::Details;
use super::text::cut;
use super::{Finding, Instance, MethodDiff, Place, Release, Report, Severity};
use crate::findings::{self, Weight, to_github, to_sarif};

impl Report {
    /// A log in SARIF 2.1.0. The place in the new file is the one to look at, that in the old one is related.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        to_sarif(&self.for_machines())
    }

    /// Commands of a GitHub workflow, which annotate the new files.
    #[must_use]
    pub fn to_github(&self) -> String {
        to_github(&self.for_machines())
    }

    fn for_machines(&self) -> Vec<findings::Finding<'_, Details<'_>>> {
        let worst_first = Severity::ALL.into_iter().flat_map(|severity| self.shown_at(severity));
        let revision = self.revision.as_deref();
        worst_first.map(|(method, finding)| for_machines(method, finding, revision)).collect()
    }
}

fn for_machines<'r>(
    method: &MethodDiff,
    finding: &'r Finding,
    revision: Option<&str>,
) -> findings::Finding<'r, Details<'r>> {
    let places = [(Release::New, &finding.new, revision), (Release::Old, &finding.old, None)];
    findings::Finding {
        code: finding.code.as_str(),
        meaning: finding.code.meaning(),
        level: finding.severity.name(),
        weight: weight(finding.severity),
        method: Some(method.title()),
        message: format!("{}. {}", finding.change, finding.consequence),
        shown: finding.instance.as_ref().map(shown),
        places: places.into_iter().filter_map(|(release, at, of)| Some(place(release, at.as_ref()?, of))).collect(),
        state: None,
        accepted: None,
        details: Details::from(finding),
    }
}

const fn weight(severity: Severity) -> Weight {
    match severity {
        Severity::Breaking => Weight::Error,
        Severity::Announced | Severity::Risky => Weight::Warning,
        Severity::Compatible | Severity::Docs => Weight::Note,
    }
}

/// Whoever shows a new file, of whatever revision, knows it by its path alone.
fn place<'r>(release: Release, place: &'r Place, revision: Option<&str>) -> findings::Place<'r> {
    let path = revision.and_then(|revision| place.file.strip_prefix(revision)?.strip_prefix(':'));
    findings::Place {
        role: Some(release.name()),
        file: findings::Place::file(path.unwrap_or(&place.file)),
        pointer: Some(&place.pointer),
        line: Some(place.line),
        column: None,
    }
}

fn shown(instance: &Instance) -> String {
    let (accepts, refuses) = (instance.accepted_by, instance.accepted_by.other());
    format!("{accepts} accepts, {refuses} refuses: {}", cut(&instance.json))
}
