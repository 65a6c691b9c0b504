//! What came of corrections, for people and machines.

use std::fmt::Write as _;

use cln_codegen::internals::count;
use cln_codegen::schema::overrides::{Outcome, Verdict};
use serde::Serialize;

use super::Report;
use crate::findings::to_json;

impl Report {
    /// A line for each correction: whether it applies, for what, where, and why; and a total.
    #[must_use]
    pub fn corrections_to_text(&self) -> String {
        let mut text = String::new();
        for Outcome { correction, verdict, .. } in &self.corrections {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}: {correction}", words(*verdict));
        }
        let of = |verdict| self.corrections.iter().filter(|outcome| outcome.verdict == verdict).count();
        let [applies, other, missing] = [Verdict::Applies, Verdict::OtherText, Verdict::NoMethod].map(of);
        let all = count(self.corrections.len(), "correction");
        let _ = writeln!(text, "{all}: {applies} apply, {other} find another text, {missing} find no such method");
        text
    }

    /// One array, an object on a line for each correction. All objects have the same keys.
    #[must_use]
    pub fn corrections_to_json(&self) -> String {
        to_json(&self.corrections.iter().map(Details::from).collect::<Vec<_>>())
    }
}

/// What came of a correction.
#[derive(Serialize)]
struct Details<'r> {
    verdict: String,
    kind: &'static str,
    method: &'r str,
    pointer: &'r str,
    reason: &'r str,
    file: Option<&'r str>,
}

impl<'r> From<&'r Outcome> for Details<'r> {
    fn from(Outcome { correction, verdict, .. }: &'r Outcome) -> Self {
        Self {
            verdict: words(*verdict).replace(' ', "_"),
            kind: correction.target.key(),
            method: &correction.method,
            pointer: &correction.pointer,
            reason: &correction.reason,
            file: Some(correction.file.as_str()).filter(|file| !file.is_empty()),
        }
    }
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Applies => "applies",
        Verdict::OtherText => "other text",
        Verdict::NoMethod => "no such method",
    }
}
