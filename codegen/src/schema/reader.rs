//! What the reading of one file carries along.

use std::sync::Arc;

use cln_runtime::json::pointer::child;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, quoted};
use crate::source::{Member, Node, Value};
use crate::text::{Source, Span};

/// What becomes of a keyword or a type that the dialect does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    /// It is an error: its meaning would be lost.
    #[default]
    Refuse,
    /// It is a warning, and the place is taken for any JSON. For releases newer than this crate.
    AnyJson,
}

/// The file, and what was found in it.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) unknown: Unknown,
    pub(crate) diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// A diagnostic at a place of the file, to be completed and pushed.
    pub(crate) fn found(&self, code: Code, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(self.source, span)
    }

    /// Adds a finding.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// How bad an unknown keyword or type is.
    pub(crate) const fn unknown_severity(&self) -> Severity {
        match self.unknown {
            Unknown::Refuse => Severity::Error,
            Unknown::AnyJson => Severity::Warning,
        }
    }
}

/// The members of one object of the file. All its values are read through here, so that one of the wrong
/// kind is told in the same words everywhere.
pub(crate) struct Keywords<'r, 'a> {
    pub(crate) reader: &'r mut Reader<'a>,
    pub(crate) members: &'r [Member],
    pub(crate) pointer: &'r str,
    /// How bad a value of the wrong kind is.
    pub(crate) severity: Severity,
}

/// What the value of a key has to be: the words for it, and an example.
#[derive(Clone, Copy)]
pub(crate) struct Expected {
    words: &'static str,
    example: &'static str,
}

impl Expected {
    pub(crate) const fn new(words: &'static str, example: &'static str) -> Self {
        Self { words, example }
    }

    pub(crate) const TEXT: Self = Self::new("a string", "\"...\"");
    pub(crate) const FLAG: Self = Self::new("`true` or `false`", "true");
    pub(crate) const LINES: Self = Self::new("an array of strings", "[\"...\"]");
    pub(crate) const NAMES: Self = Self::new("an array of property names", "[\"name\"]");
    pub(crate) const GROUPS: Self = Self::new("an array of arrays of property names", "[[\"name\", \"other\"]]");
    pub(crate) const DEPENDENTS: Self =
        Self::new("an object from property names to arrays of them", "{\"name\": [\"other\"]}");
    pub(crate) const COUNT: Self = Self::new("a whole number from 0 to 2^64 - 1", "1");
    pub(crate) const INTEGER: Self = Self::new("a whole number without point or exponent", "1");
    pub(crate) const OBJECT: Self = Self::new("an object", "{}");
    pub(crate) const SCHEMA: Self = Self::new("a schema, which is an object", "{\"type\": \"string\"}");
    pub(crate) const ARRAY: Self = Self::new("an array", "[]");
    pub(crate) const SCHEMAS: Self = Self::new("an array of schemas", "[{\"type\": \"string\"}]");
    pub(crate) const SCALAR: Self = Self::new("a string, a number, a boolean or null", "[\"one\", \"other\"]");
    pub(crate) const TYPE: Self = Self::new("the name of one type", "\"string\"");
    pub(crate) const VERSION: Self = Self::new("a version", "\"v23.11\"");
    pub(crate) const VERSIONS: Self = Self::new("`true`, or one or two versions", "[\"v25.05\", \"v26.06\"]");
}

impl<'r, 'a> Keywords<'r, 'a> {
    /// The value of a key.
    pub(crate) fn find(&self, key: &str) -> Option<&'r Node> {
        let member = self.members.iter().find(|member| member.key.value == key)?;
        Some(&member.value)
    }

    /// The same place under a key.
    pub(crate) fn child(&self, key: &str) -> String {
        child(self.pointer, key)
    }

    /// The value of a key as what it has to be; anything else is reported.
    pub(crate) fn read<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&'r Node) -> Option<T>,
        expected: Expected,
    ) -> Option<T> {
        let node = self.find(key)?;
        let value = read(node);
        if value.is_none() {
            self.wrong_kind(key, node, expected);
        }
        value
    }

    /// Reports that the value of `key`, or `node` within it, is not what it has to be.
    pub(crate) fn wrong_kind(&mut self, key: &str, node: &Node, expected: Expected) {
        self.wrong_kind_at(self.child(key), key, node, expected);
    }

    /// The same, for a value further down.
    pub(crate) fn wrong_kind_at(&mut self, pointer: String, key: &str, node: &Node, expected: Expected) {
        let found = match &node.value {
            Value::Number(digits) => format!("the number {}", quoted(digits)),
            _ => node.kind().to_owned(),
        };
        let is_part = self.find(key).is_some_and(|whole| whole.span != node.span);
        let inside = if is_part { " in it" } else { "" };
        let message = format!("{} must be {}, found {found}{inside}", quoted(key), expected.words);
        let diagnostic = self
            .reader
            .found(Code::WrongKind, node.span, message)
            .severity(self.severity)
            .label(format!("expected {}", expected.words))
            .hint(format!("write it like this: {}: {}", quoted_key(key), expected.example))
            .pointer(pointer);
        self.reader.push(diagnostic);
    }
}

/// A key as it stands in a file.
fn quoted_key(key: &str) -> String {
    let shown = quoted(key);
    format!("\"{}\"", shown.trim_matches('`'))
}
