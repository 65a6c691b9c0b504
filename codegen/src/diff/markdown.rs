//! Findings as a comment on a pull request.

use super::text::cut;
use super::{Finding, MethodDiff, Place, Report, Severity};
use crate::diagnostic::visible;
use crate::summary::count;

/// What is no words about documentation comes first, the rest is folded away.
const FOLDED: Severity = Severity::Docs;

impl Report {
    /// A summary, and a table for each method; what is about documentation alone is folded away.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let Some(semver) = self.semver() else { return "**No differences.**\n".to_owned() };
        let mut text = format!(
            "**{}** in {}; generated crate: **{semver}**\n",
            self.counted(),
            count(self.methods.len(), "method")
        );
        for method in &self.methods {
            text.push_str(&section(method));
        }
        text
    }
}

fn section(method: &MethodDiff) -> String {
    let was = method.old_name.as_ref().map(|name| format!(" (was perhaps {})", code(name))).unwrap_or_default();
    let mut text = format!("\n### {}{was}\n", code(&method.title()));
    let (folded, open): (Vec<_>, Vec<_>) = method.findings.iter().partition(|finding| finding.severity == FOLDED);
    if !open.is_empty() {
        text.push_str(&table(&open));
    }
    if !folded.is_empty() {
        let summary = format!("{} about documentation", count(folded.len(), "finding"));
        text.push_str(&format!("\n<details><summary>{summary}</summary>\n{}\n</details>\n", table(&folded)));
    }
    text
}

fn table(findings: &[&Finding]) -> String {
    let rows: String = findings.iter().map(|finding| row(finding)).collect();
    format!("\n| | change | consequence | crate | where |\n|---|---|---|---|---|\n{rows}")
}

fn row(finding: &Finding) -> String {
    let guess = if finding.guess { " *(a guess)*" } else { "" };
    let instance = finding.instance.as_ref().map(|instance| {
        let (accepts, refuses) = (instance.accepted_by, instance.accepted_by.other());
        format!("<br>{accepts} accepts, {refuses} refuses: {}", code(&cut(&instance.json)))
    });
    let place = |place: &Place| format!("{}:{}", place.file, place.line);
    let places: Vec<String> = [("old", &finding.old), ("new", &finding.new)]
        .into_iter()
        .filter_map(|(name, shown)| Some(format!("{name} {}", code(&place(shown.as_ref()?)))))
        .collect();
    format!(
        "| **{}** `{}` | {}{guess} | {}{} | {} | {} |\n",
        finding.severity,
        finding.code,
        words(&finding.change),
        words(&finding.consequence),
        instance.unwrap_or_default(),
        finding.semver,
        places.join("<br>")
    )
}

/// Words in a cell of a table. They may hold names out of the file.
fn words(text: &str) -> String {
    let mut words = String::new();
    let mut is_code = false;
    for c in visible(text).chars() {
        match c {
            '`' => {
                is_code = !is_code;
                words.push(c);
            }
            '|' => words.push_str("\\|"),
            '<' | '>' | '*' | '_' | '[' | ']' | '@' | '#' if !is_code => {
                words.push('\\');
                words.push(c);
            }
            c => words.push(c),
        }
    }
    words
}

/// Code in a cell of a table, whatever it holds.
fn code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("`{text}`") }
}
