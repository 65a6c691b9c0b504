//! The values of keywords, each of the kind it has to be.

use super::reader::{Expected, Keywords};
use super::{Deprecated, Prose, Version};
use crate::diagnostic::{Code, quoted};
use crate::source::{Node, Spanned, Value};

impl Keywords<'_, '_> {
    /// A string.
    pub(crate) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        self.read(key, string, Expected::TEXT)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        self.read(key, Node::as_bool, Expected::FLAG)
    }

    /// Lines of text. One line may stand without its array.
    pub(crate) fn prose(&mut self, key: &str) -> Prose {
        match self.find(key) {
            None => Prose::new(),
            Some(node) => match string(node) {
                Some(line) => vec![line],
                None => self.strings(key, node, Expected::LINES),
            },
        }
    }

    /// The strings of an array; anything else in it is reported and left out.
    pub(crate) fn strings(&mut self, key: &str, node: &Node, expected: Expected) -> Vec<Spanned<String>> {
        let Some(elements) = node.as_array() else {
            self.wrong_kind(key, node, expected);
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(elements.len());
        for element in elements {
            match string(element) {
                Some(text) => strings.push(text),
                None => self.wrong_kind(key, element, expected),
            }
        }
        strings
    }

    /// A length or a number of items.
    pub(crate) fn count(&mut self, key: &str) -> Option<Spanned<u64>> {
        self.number(key, Expected::COUNT)
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, key: &str) -> Option<Spanned<i128>> {
        self.number(key, Expected::INTEGER)
    }

    fn number<T: std::str::FromStr>(&mut self, key: &str, expected: Expected) -> Option<Spanned<T>> {
        let number = |node: &Node| Some(Spanned { value: node.as_number()?.parse().ok()?, span: node.span });
        self.read(key, number, expected)
    }

    /// A release.
    pub(crate) fn version(&mut self, key: &str) -> Option<Spanned<Version>> {
        let node = self.find(key)?;
        Some(Spanned { value: self.version_of(key, node, Expected::VERSION)?, span: node.span })
    }

    /// `deprecated`: a bare `true`, or since which release, or that and the release without it.
    pub(crate) fn deprecated(&mut self) -> Option<Deprecated> {
        let key = "deprecated";
        let node = self.find(key)?;
        let versions = match &node.value {
            Value::Bool(false) => return None,
            Value::Bool(true) => &[],
            Value::String(_) => std::slice::from_ref(node),
            Value::Array(versions) if matches!(versions.len(), 1 | 2) => versions.as_slice(),
            _ => {
                self.wrong_kind(key, node, Expected::VERSIONS);
                return None;
            }
        };
        let mut versions = versions.iter();
        let mut next = || self.version_of(key, versions.next()?, Expected::VERSIONS);
        Some(Deprecated { since: next(), removed_in: next(), span: node.span })
    }

    fn version_of(&mut self, key: &str, node: &Node, expected: Expected) -> Option<Version> {
        let Some(text) = node.as_str() else {
            self.wrong_kind(key, node, expected);
            return None;
        };
        let version = text.parse().ok();
        if version.is_none() {
            let message = format!("{} holds {}, which is not a version", quoted(key), quoted(text));
            let diagnostic = self
                .reader
                .found(Code::BadVersion, node.span, message)
                .label("not a version")
                .hint("a version looks like `v23.11`, `v0.10.1` or `pre-v0.10.1`")
                .pointer(self.child(key));
            self.reader.push(diagnostic);
        }
        version
    }
}

/// A string and its place.
pub(crate) fn string(node: &Node) -> Option<Spanned<String>> {
    let text = node.as_str()?;
    Some(Spanned { value: text.to_owned(), span: node.span })
}
