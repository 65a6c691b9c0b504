//! What came of corrections, for people and machines.

use std::fmt::Write as _;

use cln_codegen::internals::count;
use cln_codegen::model::json_string;
use cln_codegen::schema::overrides::{Outcome, Verdict};

use super::Report;
use super::json::null;

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
        if self.corrections.is_empty() {
            return "[]\n".to_owned();
        }
        let objects: Vec<String> = self.corrections.iter().map(object).collect();
        format!("[\n{}\n]\n", objects.join(",\n"))
    }
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Applies => "applies",
        Verdict::OtherText => "other text",
        Verdict::NoMethod => "no such method",
    }
}

fn object(outcome: &Outcome) -> String {
    let Outcome { correction, verdict, .. } = outcome;
    let verdict = words(*verdict).replace(' ', "_");
    let texts = [
        ("verdict", Some(verdict.as_str())),
        ("kind", Some(correction.target.key())),
        ("method", Some(correction.method.as_str())),
        ("pointer", Some(correction.pointer.as_str())),
        ("reason", Some(correction.reason.as_str())),
        ("file", Some(correction.file.as_str()).filter(|file| !file.is_empty())),
    ];
    let members = texts.map(|(key, text)| format!("\"{key}\": {}", text.map_or_else(null, json_string)));
    format!("  {{{}}}", members.join(", "))
}
