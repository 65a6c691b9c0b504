//! Findings for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cln_codegen::diagnostic::Severity;
use cln_codegen::internals::count;
use cln_runtime::visible;

use super::{Finding, Report};

impl Report {
    /// A line for each finding, one for each file that has any, and one for all.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for of_file in self.findings.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
            for finding in of_file {
                text.push_str(&line(finding));
            }
            let path = of_file.first().map(|finding| visible(&finding.diagnostic.path).to_string()).unwrap_or_default();
            // Writing into a `String` cannot fail, here and below.
            let _ = writeln!(text, "{path}: {}", counted(of_file));
        }
        let files = count(self.files, "file");
        let _ = match self.files_with_findings() {
            0 => writeln!(text, "{files}: no findings"),
            with => writeln!(text, "{files}, {with} with findings: {}", counted(&self.findings)),
        };
        text
    }

    fn files_with_findings(&self) -> usize {
        self.findings.iter().map(|finding| finding.diagnostic.path.as_str()).collect::<BTreeSet<_>>().len()
    }
}

/// `FILE:LINE:COLUMN: SEVERITY[CODE] POINTER: MESSAGE [RULE]; HINT`
fn line(finding: &Finding) -> String {
    let Finding { diagnostic, rule } = finding;
    let mut line = diagnostic.path.clone();
    if let Some(place) = diagnostic.position() {
        let _ = write!(line, ":{}:{}", place.line, place.column);
    }
    let _ = write!(line, ": {}[{}]", diagnostic.severity, diagnostic.code);
    if let Some(pointer) = &diagnostic.pointer {
        let _ = write!(line, " {pointer}");
    }
    let _ = write!(line, ": {}", diagnostic.message);
    if let Some(rule) = rule {
        let _ = write!(line, " [{rule}]");
    }
    if let Some(hint) = &diagnostic.hint {
        let _ = write!(line, "; {hint}");
    }
    // A name in a file may hold a line break.
    line = visible(&line).to_string();
    line.push('\n');
    line
}

/// How many findings there are, and how many of them are errors.
fn counted(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Error).count();
    let of_these = if errors > 0 { format!(" ({})", count(errors, "error")) } else { String::new() };
    format!("{}{of_these}", count(findings.len(), "finding"))
}
