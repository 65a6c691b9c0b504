//! Findings for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cln_codegen::diagnostic::{Code, Severity};
use cln_codegen::internals::count;
use cln_runtime::visible;

use super::{Finding, Known, Report};

impl Report {
    /// A line for each finding that no baseline has, and one for each file that has any; what is gone; then how many
    /// there are of each code, and of all.
    #[must_use]
    pub fn to_text(&self) -> String {
        let shown: Vec<&Finding> = self.findings.iter().filter(|finding| finding.is_new()).collect();
        let mut text = String::new();
        for of_file in shown.chunk_by(|a, b| a.diagnostic.path == b.diagnostic.path) {
            for finding in of_file {
                text.push_str(&line(finding));
            }
            let path = of_file.first().map(|finding| visible(&finding.diagnostic.path).to_string()).unwrap_or_default();
            // Writing into a `String` cannot fail, here and below.
            let _ = writeln!(text, "{path}: {}", counted(of_file));
        }
        for Known { file, code, pointer, message } in self.gone.iter().flatten() {
            let line = format!("gone: {file}: {code} {}: {message}", pointer.as_deref().unwrap_or_default());
            let _ = writeln!(text, "{}", visible(&line));
        }
        let groups = by_code(&shown);
        for ((severity, code), times) in &groups {
            let _ = writeln!(text, "{times:>6} {severity}[{code}]: {}", code.meaning());
        }
        let _ = writeln!(text, "{}", self.total(&shown));
        let most = groups.iter().max_by_key(|(_, times)| **times);
        if let Some(((_, code), _)) = most {
            let _ = writeln!(text, "`cln-codegen explain {code}` says more");
        }
        text
    }

    /// How many files and findings there are, and what is not shown.
    fn total(&self, shown: &[&Finding]) -> String {
        let files = count(self.files, "file");
        let kind = if self.gone.is_some() { "new findings" } else { "findings" };
        let mut total = match shown.iter().map(|finding| &finding.diagnostic.path).collect::<BTreeSet<_>>().len() {
            0 => format!("{files}: no {kind}"),
            with => format!("{files}, {with} with {kind}: {}", counted(shown)),
        };
        let known = self.findings.len() - shown.len();
        for (number, what) in
            [(known, "known"), (self.gone.as_ref().map_or(0, Vec::len), "gone"), (self.suppressed.len(), "suppressed")]
        {
            if number > 0 {
                let _ = write!(total, ", {number} {what}");
            }
        }
        total
    }
}

/// How many findings there are of each code, what is worse first.
fn by_code(findings: &[&Finding]) -> BTreeMap<(Severity, Code), usize> {
    let mut groups = BTreeMap::new();
    for finding in findings {
        *groups.entry((finding.diagnostic.severity, finding.diagnostic.code)).or_default() += 1;
    }
    groups
}

/// `FILE:LINE:COLUMN: SEVERITY[CODE] POINTER: MESSAGE [RULE]; HINT`
fn line(finding: &Finding) -> String {
    let Finding { diagnostic, rule, .. } = finding;
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
fn counted(findings: &[&Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.diagnostic.severity == Severity::Error).count();
    let of_these = if errors > 0 { format!(" ({})", count(errors, "error")) } else { String::new() };
    format!("{}{of_these}", count(findings.len(), "finding"))
}
