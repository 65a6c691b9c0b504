//! Findings for programs that know nothing of this one: code scanning, and reviews on GitHub.

use cln_codegen::diagnostic::{Diagnostic, Severity};

use super::json::Details;
use super::{Finding, Report, State, Suppressed};
use crate::findings::{self, Place, Weight, to_github, to_sarif};

impl Report {
    /// A log in SARIF 2.1.0: of known and suppressed findings, too, which are marked so.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        let found = self.findings.iter().map(for_machines);
        let suppressed = self.suppressed.iter().map(|Suppressed { finding, reason }| {
            let accepted = Some(reason.as_str());
            findings::Finding { accepted, ..for_machines(finding) }
        });
        to_sarif(&found.chain(suppressed).collect::<Vec<_>>())
    }

    /// Commands of a GitHub workflow, which annotate the files; as on a terminal, only of what no baseline has.
    #[must_use]
    pub fn to_github(&self) -> String {
        to_github(&self.findings.iter().filter(|finding| finding.is_new()).map(for_machines).collect::<Vec<_>>())
    }
}

fn for_machines(finding: &Finding) -> findings::Finding<'_, Details<'_>> {
    let diagnostic = &finding.diagnostic;
    let rule = finding.rule.iter().map(|rule| format!(" [{rule}]")).collect::<String>();
    let hint = diagnostic.hint.iter().map(|hint| format!("; {hint}")).collect::<String>();
    findings::Finding {
        code: diagnostic.code.as_str(),
        meaning: diagnostic.code.meaning(),
        level: diagnostic.severity.name(),
        weight: match diagnostic.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
        },
        method: None,
        message: format!("{}{rule}{hint}", diagnostic.message),
        shown: None,
        places: vec![place(diagnostic)],
        state: finding.state.map(|state| match state {
            State::New => findings::State::New,
            State::Known => findings::State::Unchanged,
        }),
        accepted: None,
        details: Details::from(finding),
    }
}

fn place(diagnostic: &Diagnostic) -> Place<'_> {
    let position = diagnostic.position();
    Place {
        role: None,
        file: Place::file(&diagnostic.path),
        pointer: diagnostic.pointer.as_deref(),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
    }
}
