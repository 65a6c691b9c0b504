//! Findings as a comment on a pull request.

use cln_codegen::internals::count;
use cln_runtime::visible;

use super::counts::{Counts, cell};
use super::shown::findings;
use super::text::cut;
use super::{Finding, Instance, MethodDiff, Place, Report, Severity};

/// What GitHub takes as a comment, in characters; here, in bytes.
const LARGEST: usize = 65_536;

/// What the end of a page takes at most: the end of a fold, and what was cut at each level.
const END: usize = 1024;

/// What the table of counts takes at most.
const LARGEST_TABLE: usize = LARGEST / 4;

/// What is about words alone is folded away.
const FOLDED: Severity = Severity::Docs;

impl Report {
    /// A summary, a table of counts, and a table for each level, the worst first; what is about documentation alone is
    /// folded away. There are no more bytes than a comment on GitHub may have characters: what is too much is counted.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let Some(semver) = self.semver() else { return "**No differences.**\n".to_owned() };
        let mut text = format!(
            "**{}** in {}; generated crate: **{semver}**\n",
            self.counted(),
            count(self.methods.len(), "method")
        );
        text.extend(self.advice.iter().map(|advice| format!("\n{}.\n", visible(advice))));
        text.extend(self.hidden().into_iter().map(|hidden| format!("\n{hidden}\n")));
        text.extend(self.by_method().map(overview));
        let mut cut = Vec::new();
        for severity in Severity::ALL {
            let rows: Vec<String> = self.shown_at(severity).map(|(method, finding)| row(method, finding)).collect();
            let count = rows.len();
            let left = LARGEST.saturating_sub(text.len() + END);
            let (section, kept) = section(severity, rows, left);
            text.push_str(&section);
            if kept < count {
                cut.push(findings(severity, count - kept));
            }
        }
        if !cut.is_empty() {
            text.push_str(&format!("\nCut, to fit into a comment: {}. `--format html` has all.\n", cut.join(", ")));
        }
        text
    }
}

/// How many findings of each level each method has, the worst first.
fn overview(counts: Counts) -> String {
    let heads: String = counts.levels.iter().map(|severity| format!(" {severity} |")).collect();
    let rules = "---:|".repeat(counts.levels.len());
    let row = |title: String, numbers: &[usize]| {
        let cells: String = numbers.iter().map(|number| format!(" {} |", cell(*number))).collect();
        format!("| {title} |{cells}\n")
    };
    let mut text = format!("\n| |{heads}\n|---|{rules}\n");
    let all = counts.rows.len();
    let rows: Vec<String> = counts.rows.into_iter().map(|(title, numbers)| row(code(&title), &numbers)).collect();
    let kept = fitting(rows, LARGEST_TABLE);
    let more = all - kept.len();
    text.extend(kept);
    if more > 0 {
        text.push_str(&row(format!("*{} more*", count(more, "method")), &vec![0; counts.total.len()]));
    }
    text + &row("**total**".to_owned(), &counts.total)
}

/// The findings of a level as far as they fit, and how many do.
fn section(severity: Severity, rows: Vec<String>, left: usize) -> (String, usize) {
    let head = match severity {
        FOLDED => format!("\n<details><summary>{}</summary>\n", findings(severity, rows.len())),
        _ => format!("\n### {severity}\n"),
    };
    let head = format!("{head}\n| | change | consequence | crate | where |\n|---|---|---|---|---|\n");
    let rows = fitting(rows, left.saturating_sub(head.len()));
    let end = if severity == FOLDED { "\n</details>\n" } else { "" };
    if rows.is_empty() { (String::new(), 0) } else { (format!("{head}{}{end}", rows.concat()), rows.len()) }
}

/// The rows that fit into so many bytes. A long one leaves its room to those behind it.
fn fitting(rows: Vec<String>, mut left: usize) -> Vec<String> {
    let fits = |row: &String| {
        let rest = left.checked_sub(row.len());
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    rows.into_iter().filter(fits).collect()
}

fn row(method: &MethodDiff, finding: &Finding) -> String {
    let was = method.old_name.as_ref().map(|name| format!(" (was perhaps {})", code(name))).unwrap_or_default();
    let guess = if finding.guess { " *(a guess)*" } else { "" };
    let shown = finding.instance.as_ref().map(shown).unwrap_or_default();
    let place = |place: &Place| format!("{}:{} {}", place.file, place.line, place.pointer);
    let places: Vec<String> = [("old", &finding.old), ("new", &finding.new)]
        .into_iter()
        .filter_map(|(name, shown)| Some(format!("{name} {}", code(place(shown.as_ref()?).trim_end()))))
        .collect();
    format!(
        "| **{}**{was} `{}` | {}{guess} | {}{shown} | {} | {} |\n",
        code(&method.title()),
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
