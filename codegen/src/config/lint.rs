//! `lint`: how bad findings are, and which of them are accepted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Severity, quoted};
use crate::schema::{Expected, Keywords, nearest};
use crate::source::{Node, Spanned};
use crate::text::{Source, Span};

/// What configurations say of findings. It changes nothing about what is generated.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// How bad a kind of finding is, if not as bad as it usually is.
    pub severities: BTreeMap<Code, Severity>,
    /// Findings that are accepted.
    pub suppressions: Vec<Suppression>,
}

/// Findings that are accepted: those of a code, in a file and at a place or below it.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The kind of finding.
    pub code: Code,
    /// The file: its path below the folder that is searched, or its path as findings show it; all files if absent.
    pub file: Option<String>,
    /// The JSON Pointer of the place; the whole file if absent.
    pub pointer: Option<String>,
    /// Why.
    pub reason: String,
    /// The configuration that says so.
    pub source: Arc<Source>,
    /// Where it says so.
    pub span: Span,
}

const KEYS: &[&str] = &["severity", "suppress"];

const OF_SUPPRESSION: &[&str] = &["code", "file", "pointer", "reason"];

const LEVELS: [Severity; 2] = [Severity::Error, Severity::Warning];

const SEVERITIES: Expected = Expected::new("an object from codes to severities", "{\"L0101\": \"error\"}");

impl Lint {
    /// What both say; of a code's severities, the other one's word counts.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.severities.extend(other.severities);
        self.suppressions.extend(other.suppressions);
        self
    }
}

impl Keywords<'_, '_> {
    /// What is said of findings; a mistake is reported and left out.
    pub(super) fn lint(&mut self) -> Lint {
        let Some(members) = self.read("lint", Node::as_object, Expected::OBJECT) else { return Lint::default() };
        let mut keys = Keywords { reader: self.reader, members, pointer: "/lint", severity: self.severity };
        keys.known(KEYS);
        Lint { severities: keys.severities(), suppressions: keys.suppressions() }
    }

    fn severities(&mut self) -> BTreeMap<Code, Severity> {
        let mut severities = BTreeMap::new();
        for member in self.read("severity", Node::as_object, SEVERITIES).unwrap_or_default() {
            let code = self.code(&member.key);
            let named = |level: &Severity| member.value.as_str() == Some(level.name());
            let level = LEVELS.into_iter().find(named);
            if level.is_none() {
                let hint = "write \"error\" or \"warning\"; what is to be less is suppressed, with a reason";
                self.malformed_lint(member.value.span, "this is no severity", hint);
            }
            severities.extend(code.zip(level));
        }
        severities
    }

    fn suppressions(&mut self) -> Vec<Suppression> {
        let elements = self.read("suppress", Node::as_array, Expected::ARRAY).unwrap_or_default();
        elements.iter().enumerate().filter_map(|(index, element)| self.suppression(index, element)).collect()
    }

    fn suppression(&mut self, index: usize, node: &Node) -> Option<Suppression> {
        let Some(members) = node.as_object() else {
            self.wrong_kind("suppress", node, Expected::OBJECT);
            return None;
        };
        let pointer = format!("/lint/suppress/{index}");
        // The opening brace: the whole object would be too much to show.
        let span = Span::new(node.span.start, node.span.start + 1);
        let mut keys = Keywords { reader: self.reader, members, pointer: &pointer, severity: self.severity };
        keys.known(OF_SUPPRESSION);
        for (key, example) in [("code", "\"code\": \"L0101\""), ("reason", "\"reason\": \"...\"")] {
            if keys.find(key).is_none() {
                let message = format!("the suppression has no `{key}`");
                keys.malformed_lint(span, &message, &format!("write it like this: {example}"));
            }
        }
        let code = keys.text("code").and_then(|code| keys.code(&code));
        let reason = keys.text("reason").filter(|reason| !keys.is_empty_reason(reason));
        let [file, place] = ["file", "pointer"].map(|key| keys.text(key).map(|text| text.value));
        let source = Arc::clone(keys.reader.source);
        Some(Suppression { code: code?, file, pointer: place, reason: reason?.value, source, span })
    }

    /// Without a reason nobody could tell later whether the suppression is still right.
    fn is_empty_reason(&mut self, reason: &Spanned<String>) -> bool {
        let is_empty = reason.value.trim().is_empty();
        if is_empty {
            self.malformed_lint(reason.span, "the `reason` is empty", "say why these findings are accepted");
        }
        is_empty
    }

    fn code(&mut self, text: &Spanned<String>) -> Option<Code> {
        let code = Code::ALL.iter().copied().find(|code| code.as_str() == text.value);
        if code.is_none() {
            let hint = match nearest(&text.value, Code::ALL.iter().map(|code| code.as_str())) {
                Some(near) => format!("did you mean `{near}`? `cln-codegen explain` lists all codes"),
                None => "`cln-codegen explain` lists all codes".to_owned(),
            };
            self.malformed_lint(text.span, &format!("{} is not a code that `lint` finds", quoted(&text.value)), &hint);
        }
        code
    }

    fn malformed_lint(&mut self, span: Span, message: &str, hint: &str) {
        let diagnostic =
            self.reader.found(Code::MalformedLint, span, message.to_owned()).hint(hint).pointer(self.pointer);
        self.reader.push(diagnostic);
    }
}
