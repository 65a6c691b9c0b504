//! Findings that a configuration accepts, and what it says of how bad findings are.

use std::collections::{BTreeMap, BTreeSet};

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::internals::{Lint, Suppression};

use super::{Finding, Suppressed};

/// Takes out what is suppressed, says which suppressions are for nothing, and makes everything as bad as `said` has it.
/// `files` are the names and paths of those that were looked at.
pub(super) fn apply(said: &Lint, findings: &mut Vec<Finding>, files: &BTreeSet<&str>) -> Vec<Suppressed> {
    let suppressions = Suppressions::of(&said.suppressions);
    let mut used = BTreeSet::new();
    let (mut kept, mut suppressed) = (Vec::with_capacity(findings.len()), Vec::new());
    for finding in findings.drain(..) {
        let by = suppressions.of_finding(&finding);
        used.extend(by.iter().copied());
        match by.first().and_then(|index| said.suppressions.get(*index)) {
            Some(Suppression { reason, .. }) => suppressed.push(Suppressed { finding, reason: reason.clone() }),
            None => kept.push(finding),
        }
    }
    let is_idle = |(index, suppression): &(usize, &Suppression)| {
        let is_here = suppression.file.as_ref().is_none_or(|file| files.contains(file.as_str()));
        is_here && !used.contains(index)
    };
    kept.extend(said.suppressions.iter().enumerate().filter(is_idle).map(|(_, suppression)| idle(suppression)));
    for Finding { diagnostic, .. } in &mut kept {
        diagnostic.severity = said.severities.get(&diagnostic.code).copied().unwrap_or(diagnostic.severity);
    }
    *findings = kept;
    suppressed
}

/// Suppressions by what they are for: there may be many of both, so none is compared with each finding.
struct Suppressions<'s>(BTreeMap<(Code, Option<&'s str>, &'s str), Vec<usize>>);

impl<'s> Suppressions<'s> {
    fn of(all: &'s [Suppression]) -> Self {
        let mut found: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, Suppression { code, file, pointer, .. }) in all.iter().enumerate() {
            let key = (*code, file.as_deref(), pointer.as_deref().unwrap_or_default());
            found.entry(key).or_default().push(index);
        }
        Self(found)
    }

    /// Those for a finding, at its place or above.
    fn of_finding(&self, finding: &Finding) -> Vec<usize> {
        let pointer = finding.diagnostic.pointer.as_deref().unwrap_or_default();
        let files = [Some(finding.file.as_str()), Some(finding.diagnostic.path.as_str()), None];
        let keys = above(pointer).flat_map(|place| files.map(|file| (finding.diagnostic.code, file, place)));
        keys.filter_map(|key| self.0.get(&key)).flatten().copied().collect()
    }
}

/// A pointer and those of all places above it.
fn above(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |place| Some(place.rsplit_once('/')?.0))
}

fn idle(suppression: &Suppression) -> Finding {
    let Suppression { code, file, pointer, source, span, .. } = suppression;
    let file = file.as_ref().map(|file| format!(" in {}", quoted(file))).unwrap_or_default();
    let place = pointer.as_ref().map(|pointer| format!(" at {}", quoted(pointer))).unwrap_or_default();
    let diagnostic = Diagnostic::new(Code::SuppressionIdle, format!("there is no `{code}`{file}{place} to suppress"))
        .at(source, *span)
        .label("suppresses nothing")
        .hint("remove it, or correct its `file` or `pointer`");
    diagnostic.into()
}
