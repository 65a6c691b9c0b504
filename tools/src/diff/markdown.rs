//! Findings as a comment on a pull request.

use cln_codegen::internals::count;
use cln_runtime::visible;

use super::text::cut;
use super::{Finding, Instance, MethodDiff, Place, Report, Severity};

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
    let shown = finding.instance.as_ref().map(shown).unwrap_or_default();
    let place = |place: &Place| format!("{}:{} {}", place.file, place.line, place.pointer);
    let places: Vec<String> = [("old", &finding.old), ("new", &finding.new)]
        .into_iter()
        .filter_map(|(name, shown)| Some(format!("{name} {}", code(place(shown.as_ref()?).trim_end()))))
        .collect();
    format!(
        "| **{}** `{}` | {}{guess} | {}{shown} | {} | {} |\n",
        finding.severity,
        finding.code,
        words(&finding.change),
        words(&finding.consequence),
        finding.semver,
        places.join("<br>")
    )
}

/// The instance, and why one refuses it.
fn shown(instance: &Instance) -> String {
    let (accepts, refuses) = (instance.accepted_by, instance.accepted_by.other());
    let pointer = if instance.pointer.is_empty() { "the whole".to_owned() } else { code(&instance.pointer) };
    format!(
        "<br>{accepts} accepts, {refuses} refuses: {}<br>{pointer}: {} `{}`",
        code(&cut(&instance.json)),
        plain(&visible(&instance.message).to_string()),
        instance.rule
    )
}

/// Words in a cell of a table. Names out of the file stand between backticks in them, and hold none.
fn words(text: &str) -> String {
    let text = visible(text).to_string();
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { code(part) } else { plain(part) }).collect()
}

/// Text in a cell of a table that means nothing but itself.
fn plain(text: &str) -> String {
    entities(text, |c| !".,:;()'\"/-?!%=+".contains(c))
}

/// Code in a cell of a table, whatever it holds.
fn code(text: &str) -> String {
    let text = visible(text).to_string();
    if !text.contains(['`', '|']) {
        return format!("`{text}`");
    }
    // Between backticks there is no escape for either.
    format!("<code>{}</code>", entities(&text, |_| true))
}

/// The text, with entities for punctuation that may be markup.
fn entities(text: &str, is_markup: impl Fn(char) -> bool) -> String {
    let letter = |c: char| match c.is_ascii_punctuation() && is_markup(c) {
        true => format!("&#{};", u32::from(c)),
        false => c.to_string(),
    };
    text.chars().map(letter).collect()
}
