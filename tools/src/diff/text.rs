//! Findings for people, on a terminal.

use std::fmt::Write as _;
use std::ptr;

use cln_runtime::visible;

use super::counts::{Counts, cell};
use super::{Finding, MethodDiff, Place, Report, Severity};

/// An instance that is longer is cut.
const LONGEST: usize = 400;

/// A name that is longer moves the numbers of its row.
const WIDEST: usize = 60;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

impl Report {
    /// A table of counts, some lines for each finding, the worst first, and one for all; in colour if asked for.
    #[must_use]
    pub fn to_text(&self, colour: bool) -> String {
        let mut text = self.by_method().map(table).unwrap_or_default();
        for (method, findings) in self.blocks() {
            text.push_str(&heading(method, colour));
            text.extend(findings.iter().map(|finding| lines(finding, colour)));
            text.push('\n');
        }
        text.push_str(&self.total());
        text
    }

    /// What is shown, the worst first; findings of one method that follow each other stand together.
    fn blocks(&self) -> Vec<(&MethodDiff, Vec<&Finding>)> {
        let mut blocks: Vec<(&MethodDiff, Vec<&Finding>)> = Vec::new();
        for (method, finding) in Severity::ALL.into_iter().flat_map(|severity| self.shown_at(severity)) {
            match blocks.last_mut() {
                Some((last, findings)) if ptr::eq(*last, method) => findings.push(finding),
                _ => blocks.push((method, vec![finding])),
            }
        }
        blocks
    }

    /// What all of it comes to, and what is not shown.
    fn total(&self) -> String {
        let compared = self.compared();
        let Some(semver) = self.semver() else { return format!("{compared}\n") };
        let hidden = self.hidden().into_iter().map(|hidden| hidden + "\n").collect::<String>();
        let advice = self.advice.iter().map(|advice| format!("{}.\n", visible(advice))).collect::<String>();
        format!("{compared}: {}; generated crate: {semver}\n{advice}{hidden}", self.counted())
    }
}

/// Names to the left, numbers to the right, an empty line below.
fn table(counts: Counts) -> String {
    let total = ("total".to_owned(), counts.total);
    let rows: Vec<(String, Vec<usize>)> =
        counts.rows.into_iter().map(|(title, numbers)| (visible(title).to_string(), numbers)).chain([total]).collect();
    let width = rows.iter().map(|(title, _)| title.chars().count().min(WIDEST)).max().unwrap_or_default();
    let heads: String = counts.levels.iter().map(|severity| format!("  {severity}")).collect();
    let mut text = format!("{:width$}{heads}\n", "");
    for (title, numbers) in rows {
        let cells = counts.levels.iter().zip(numbers);
        let cells = cells.map(|(severity, number)| format!("  {:>1$}", cell(number), severity.name().len()));
        let _ = writeln!(text, "{title:width$}{}", cells.collect::<String>());
    }
    text.push('\n');
    text
}

fn heading(method: &MethodDiff, colour: bool) -> String {
    let was = method.old_name.as_ref().map(|name| format!(" (was perhaps {name})")).unwrap_or_default();
    format!("{}\n", painted(&visible(format!("{}{was}", method.title())).to_string(), BOLD, colour))
}

/// What changed, what follows, where, and what shows it.
fn lines(finding: &Finding, colour: bool) -> String {
    let tag = format!("{}[{}]", finding.severity, finding.code);
    let guess = if finding.guess { " (a guess)" } else { "" };
    let change = visible(&finding.change);
    // Writing into a `String` cannot fail, here and below.
    let mut text =
        format!("  {} {change}{guess} (crate: {})\n", painted(&tag, paint(finding.severity), colour), finding.semver);
    let _ = writeln!(text, "      {}", visible(&finding.consequence));
    let place = |place: &Place| format!("{}:{} {}", place.file, place.line, place.pointer);
    for (name, shown) in [("old", &finding.old), ("new", &finding.new)] {
        if let Some(shown) = shown {
            let line = visible(format!("{name} {}", place(shown)));
            let _ = writeln!(text, "      {}", painted(&line.to_string(), DIM, colour));
        }
    }
    if let Some(instance) = &finding.instance {
        let (accepts, refuses) = (instance.accepted_by, instance.accepted_by.other());
        let _ =
            writeln!(text, "      {accepts} accepts, {refuses} refuses: {}", cut(&visible(&instance.json).to_string()));
        let pointer = if instance.pointer.is_empty() { "the whole" } else { &instance.pointer };
        let _ = writeln!(text, "        {}: {} [{}]", visible(pointer), visible(&instance.message), instance.rule);
    }
    text
}

/// The text, cut if it is long.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… (--format json has it all)", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

const fn paint(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "\u{1b}[1;31m",
        Severity::Announced => "\u{1b}[1;35m",
        Severity::Risky => "\u{1b}[1;33m",
        Severity::Compatible => "\u{1b}[1;32m",
        Severity::Docs => "\u{1b}[1;34m",
    }
}

fn painted(text: &str, paint: &str, colour: bool) -> String {
    if colour { format!("{paint}{text}{PLAIN}") } else { text.to_owned() }
}
