//! The findings of a report that are shown, and what is said of the others.

use super::{Finding, MethodDiff, Report, Selection, Severity};

impl Selection {
    fn has(&self, method: &MethodDiff) -> bool {
        self.methods.is_empty() || self.methods.iter().any(|name| method.is_called(name))
    }
}

impl MethodDiff {
    /// Whether this is the method's name, or was it. `connect` names the command, too, `notification connect` does not.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.old_name.as_deref() == Some(name) || self.title() == name
    }
}

impl Report {
    /// The methods that are shown.
    pub(super) fn shown_methods(&self) -> impl Iterator<Item = &MethodDiff> {
        self.methods.iter().filter(|method| self.shown_of(method).next().is_some())
    }

    /// The findings of a method that are shown.
    pub(super) fn shown_of<'r>(&'r self, method: &'r MethodDiff) -> impl Iterator<Item = &'r Finding> {
        let is_shown = self.selection.has(method);
        method.findings.iter().filter(move |finding| is_shown && finding.severity >= self.selection.level)
    }

    /// The findings of a severity that are shown, each with its method.
    pub(super) fn shown_at(&self, severity: Severity) -> impl Iterator<Item = (&MethodDiff, &Finding)> {
        let of_method = |method| self.shown_of(method).map(move |finding| (method, finding));
        self.methods.iter().flat_map(of_method).filter(move |(_, finding)| finding.severity == severity)
    }

    /// The worst finding that is shown, the first of those that are equally bad.
    #[must_use]
    pub fn worst_shown(&self) -> Option<&Finding> {
        Severity::ALL.into_iter().find_map(|severity| self.shown_at(severity).next()).map(|(_, finding)| finding)
    }

    /// What is not shown, and how to see it, in a sentence each.
    pub(super) fn hidden(&self) -> Vec<String> {
        let (selected, others): (Vec<_>, Vec<_>) = self.methods.iter().partition(|method| self.selection.has(method));
        let levels = Severity::ALL.into_iter().filter(|severity| *severity < self.selection.level);
        let counted = levels.map(|severity| (severity, selected.iter().map(|method| method.count(severity)).sum()));
        let mut hidden: Vec<String> = counted
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{}, shown with --level {severity}", findings(severity, count)))
            .collect();
        let count: usize = others.iter().map(|method| method.findings.len()).sum();
        if count > 0 {
            let findings = if count == 1 { "finding" } else { "findings" };
            hidden.push(format!("{count} {findings} of other methods, shown without --method"));
        }
        hidden
    }
}

/// `1 breaking finding`, `2 documentation findings`
pub(super) fn findings(severity: Severity, count: usize) -> String {
    let kind = if severity == Severity::Docs { "documentation" } else { severity.name() };
    format!("{count} {kind} finding{}", if count == 1 { "" } else { "s" })
}
