//! Findings that are known: a file that is compared with what is found today.

use std::collections::BTreeMap;
use std::path::Path;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::internals::replace;
use cln_codegen::model::json_string;

use super::{Finding, Known, Report, State};

/// The version of the form that is written.
pub(super) const VERSION: &str = "1";

/// The findings of an earlier run, each with how often it was there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(pub(super) BTreeMap<Known, usize>);

impl Baseline {
    /// What was found.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut known = BTreeMap::new();
        for finding in &report.findings {
            *known.entry(finding.known()).or_default() += 1;
        }
        Self(known)
    }

    /// Puts the findings into a file, which is whole at any time: as it was, or as it is now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Box<Diagnostic>> {
        replace(path, &self.to_json())
    }

    /// One finding a line, sorted.
    #[must_use]
    pub fn to_json(&self) -> String {
        let times = |(known, times): (&Known, &usize)| std::iter::repeat_n(known.to_json(), *times);
        let lines: Vec<String> = self.0.iter().flat_map(times).collect();
        let end = if lines.is_empty() { "" } else { "\n" };
        format!("{{\"version\": {VERSION}, \"findings\": [\n{}{end}]}}\n", lines.join(",\n"))
    }
}

impl Known {
    fn to_json(&self) -> String {
        let pointer = self.pointer.as_deref().map_or_else(|| "null".to_owned(), json_string);
        let [file, code, message] = [&self.file, self.code.as_str(), &self.message].map(json_string);
        format!("{{\"file\": {file}, \"code\": {code}, \"pointer\": {pointer}, \"message\": {message}}}")
    }
}

impl Finding {
    fn known(&self) -> Known {
        let Diagnostic { code, pointer, message, .. } = &self.diagnostic;
        Known { file: self.file.clone(), code: *code, pointer: pointer.clone(), message: without_places(message) }
    }
}

/// A message without the places that it names as `PATH:LINE`: of these, the name of the file stays.
fn without_places(message: &str) -> String {
    let word = |word: &str| match word.rsplit_once(':') {
        Some((path, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => {
            path.rsplit('/').next().unwrap_or(path).to_owned()
        }
        _ => word.to_owned(),
    };
    message.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

impl Report {
    /// Says of each finding whether it is known, and which known ones are gone. A finding that is there more often than
    /// it was known is new the other times.
    pub fn compare(&mut self, Baseline(known): &Baseline) {
        let mut left = known.clone();
        for finding in &mut self.findings {
            let times = left.get_mut(&finding.known()).filter(|times| **times > 0);
            finding.state = Some(if times.is_some() { State::Known } else { State::New });
            if let Some(times) = times {
                *times -= 1;
            }
        }
        let gone = left.into_iter().flat_map(|(known, times)| std::iter::repeat_n(known, times));
        self.gone = Some(gone.collect());
    }
}
