//! A baseline from a file, which people merge by hand.

use std::path::Path;
use std::sync::Arc;

use cln_codegen::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use cln_codegen::source::{Node, parse_json};
use cln_codegen::text::{Source, Span};

use super::Known;
use super::baseline::{Baseline, VERSION};

const HINT: &str = "mend it, or remove the file and write it anew with `--update-baseline`";

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, or is no baseline.
    pub fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let source = Arc::new(Source::read(path).map_err(|unreadable| vec![hinted(*unreadable, path)])?);
        let mut diagnostics = Diagnostics::new();
        match parse_json(&source, &mut diagnostics).filter(|_| diagnostics.is_empty()) {
            Some(root) => Reader { source: &source }.baseline(&root).map_err(|wrong| vec![*wrong]),
            None => Err(diagnostics.into_iter().map(|found| found.hint(HINT)).collect()),
        }
    }
}

/// A file that is not there is written the first time; one that is there is never written over unread.
fn hinted(unreadable: Diagnostic, path: &Path) -> Diagnostic {
    match unreadable.code {
        Code::Unreadable if path.exists() => unreadable,
        Code::Unreadable => unreadable.hint("`--update-baseline` writes it"),
        _ => unreadable.hint(HINT),
    }
}

struct Reader<'s> {
    source: &'s Arc<Source>,
}

type Read<T> = Result<T, Box<Diagnostic>>;

impl Reader<'_> {
    fn baseline(&self, root: &Node) -> Read<Baseline> {
        let start = Span::new(root.span.start, root.span.start + 1);
        let Some(version) = root.get("version") else {
            return Err(self.wrong(start, "this is no baseline: it has no `version`"));
        };
        if version.as_number() != Some(VERSION) {
            return Err(self.wrong(version.span, "the baseline was written in a form that is not known here"));
        }
        let findings = root.get("findings").and_then(Node::as_array);
        let Some(findings) = findings else {
            return Err(self.wrong(start, "the baseline has no list `findings`"));
        };
        let mut baseline = Baseline::default();
        for finding in findings {
            *baseline.0.entry(self.known(finding)?).or_default() += 1;
        }
        Ok(baseline)
    }

    fn known(&self, node: &Node) -> Read<Known> {
        let text = |key| self.text(node, key);
        let named = text("code")?;
        let Some(code) = Code::ALL.iter().copied().find(|code| code.as_str() == named) else {
            let span = node.get("code").map_or(node.span, |code| code.span);
            return Err(self.wrong(span, &format!("expected the code of a finding, found {}", quoted(&named))));
        };
        let pointer = match node.get("pointer") {
            Some(pointer) if pointer.is_null() => None,
            _ => Some(text("pointer")?),
        };
        Ok(Known { file: text("file")?, code, pointer, message: text("message")? })
    }

    fn text(&self, node: &Node, key: &str) -> Read<String> {
        match node.get(key) {
            Some(value) => match value.as_str() {
                Some(text) => Ok(text.to_owned()),
                None => Err(self.wrong(value.span, &format!("`{key}` must be a string, found {}", value.kind()))),
            },
            None => Err(self.wrong(node.span, &format!("the finding has no `{key}`"))),
        }
    }

    fn wrong(&self, span: Span, message: &str) -> Box<Diagnostic> {
        let expected = "expected `{\"version\": 1, \"findings\": [...]}`, each finding with `file`, `code`, `pointer` \
                        and `message`";
        let diagnostic = Diagnostic::new(Code::MalformedBaseline, message.to_owned()).at(self.source, span);
        Box::new(diagnostic.hint(format!("{expected}; {HINT}")))
    }
}
