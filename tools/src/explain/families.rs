//! The texts, and how one is read: a title, what holds for all, and a section for each code.

use super::part::{Part, parts};
use super::{Explanation, catalogued};

/// The codes of one hundred.
#[derive(Clone, Debug)]
pub struct Family {
    /// What they are about, such as `S03xx: keywords`.
    pub title: &'static str,
    /// What holds for all of them.
    pub about: Vec<Part>,
    /// The codes, in order.
    pub explanations: Vec<Explanation>,
}

pub(super) const TEXTS: [&str; 19] = [
    include_str!("texts/S00.md"),
    include_str!("texts/S01.md"),
    include_str!("texts/S02.md"),
    include_str!("texts/S03.md"),
    include_str!("texts/S04.md"),
    include_str!("texts/S05.md"),
    include_str!("texts/S06.md"),
    include_str!("texts/C01.md"),
    include_str!("texts/C02.md"),
    include_str!("texts/L01.md"),
    include_str!("texts/M01.md"),
    include_str!("texts/D01.md"),
    include_str!("texts/D02.md"),
    include_str!("texts/D03.md"),
    include_str!("texts/D04.md"),
    include_str!("texts/D05.md"),
    include_str!("texts/D06.md"),
    include_str!("texts/D07.md"),
    include_str!("texts/D08.md"),
];

/// Every family, in the order of the page.
#[must_use]
pub fn families() -> Vec<Family> {
    TEXTS.into_iter().map(family).collect()
}

/// A text whose sections are about codes that no catalogue has loses these; a test finds that.
fn family(text: &'static str) -> Family {
    let mut sections = text.split("\n## ");
    let (title, about) = first_line(sections.next().unwrap_or_default());
    let explanations = sections.filter_map(|section| {
        let (code, text) = first_line(section);
        let (code, meaning, severity, consequences) = catalogued(code)?;
        Some(Explanation { code, meaning, severity, consequences, parts: parts(text) })
    });
    Family { title: title.trim_start_matches("# "), about: parts(about), explanations: explanations.collect() }
}

fn first_line(section: &'static str) -> (&'static str, &'static str) {
    section.split_once('\n').unwrap_or((section, ""))
}
