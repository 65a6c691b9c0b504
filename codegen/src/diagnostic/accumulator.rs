//! Collects diagnostics, so that a user sees all mistakes at once.

use std::error::Error;
use std::fmt;

use super::{Diagnostic, Severity};

/// How many are shown at most: nobody reads more, and a broken file can hold any number.
const SHOWN: usize = 200;

/// Everything found so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing found yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { found: Vec::new() }
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether there is an error among them, so that nothing may be generated.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|found| found.severity == severity).count()
    }

    /// All of them by path, then by place, then in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| place(a).cmp(&place(b)));
        sorted.into_iter()
    }

    /// All of them for people, an empty line between two. If there are very many, the first
    /// ones and how many more there are.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let mut rendered: Vec<String> = self.iter().take(SHOWN).map(|found| found.render(color)).collect();
        if self.found.len() > SHOWN {
            rendered.push(format!("... and {} more\n", self.found.len() - SHOWN));
        }
        rendered.join("\n")
    }
}

/// What diagnostics are ordered by.
fn place(diagnostic: &Diagnostic) -> (&str, Option<usize>) {
    (&diagnostic.path, diagnostic.span.map(|span| span.start))
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.found.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    /// In the order they were found.
    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { found: vec![diagnostic] }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;
    use crate::text::{Source, Span};

    #[test]
    fn they_are_sorted_by_path_and_place() {
        let [a, b] = ["a.json", "b.json"].map(|path| Arc::new(Source::new(path, "0123456789")));
        let mut diagnostics = Diagnostics::new();
        for (source, at) in [(&b, 1), (&a, 9), (&a, 2)] {
            let found = Diagnostic::new(Code::NotJson, "").at(source, Span::new(at, at));
            diagnostics.push(found);
        }
        let places: Vec<_> = diagnostics.iter().map(place).collect();
        assert_eq!(places, [("a.json", Some(2)), ("a.json", Some(9)), ("b.json", Some(1))]);
    }

    #[test]
    fn warnings_are_no_errors() {
        let mut diagnostics = Diagnostics::from(Diagnostic::new(Code::UnknownTopLevelKey, ""));
        assert!(!diagnostics.has_errors() && !diagnostics.is_empty());
        diagnostics.extend([Diagnostic::new(Code::NotJson, "")]);
        assert!(diagnostics.has_errors());
        assert_eq!((diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning)), (1, 1));
    }

    #[test]
    fn very_many_are_cut() {
        let many = std::iter::repeat_n(Diagnostic::new(Code::NotJson, "no"), 203);
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(many);
        let text = diagnostics.to_string();
        assert_eq!(text.matches("S0101").count(), 200);
        assert!(text.ends_with("\n... and 3 more\n"), "{text}");
    }
}
