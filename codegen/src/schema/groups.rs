//! The keywords that list names of properties, and `enum`, which lists values.

use std::collections::BTreeMap;

use cln_runtime::rules::{GroupForm, GroupKind};

use super::Group;
use super::reader::{Expected, Keywords};
use crate::diagnostic::{Code, quoted};
use crate::source::{Node, Spanned};
use crate::text::Span;

impl Keywords<'_, '_> {
    /// `required`
    pub(super) fn required(&mut self) -> Vec<Spanned<String>> {
        match self.find("required") {
            Some(node) => self.names("required", node),
            None => Vec::new(),
        }
    }

    /// The rules between fields. A group that is too small to mean something is left out.
    pub(super) fn groups(&mut self) -> Vec<Group> {
        let mut all = Vec::new();
        for &kind in GroupKind::ALL {
            let groups = match kind.form() {
                GroupForm::Lists => self.lists(kind.keyword()),
                GroupForm::ByFirst => self.by_first(kind.keyword()),
            };
            all.extend(groups.into_iter().map(|names| Group { kind, names }));
        }
        all
    }

    fn lists(&mut self, key: &str) -> Vec<Vec<Spanned<String>>> {
        let mut groups = Vec::new();
        for element in self.read(key, Node::as_array, Expected::GROUPS).unwrap_or_default() {
            if element.as_array().is_none() {
                self.wrong_kind(key, element, Expected::GROUPS);
                continue;
            }
            let group = self.names(key, element);
            if group.len() < 2 {
                self.too_small(key, element.span, "at least two names");
            } else {
                groups.push(group);
            }
        }
        groups
    }

    /// Of each group the key, then the names behind it.
    fn by_first(&mut self, key: &str) -> Vec<Vec<Spanned<String>>> {
        let mut all = Vec::new();
        for member in self.read(key, Node::as_object, Expected::DEPENDENTS).unwrap_or_default() {
            if member.value.as_array().is_none() {
                self.wrong_kind(key, &member.value, Expected::DEPENDENTS);
                continue;
            }
            let names = self.names(key, &member.value);
            if names.is_empty() {
                self.too_small(key, member.value.span, "at least one name");
            } else {
                all.push([member.key.clone()].into_iter().chain(names).collect());
            }
        }
        all
    }

    /// `enum`
    pub(super) fn enum_values(&mut self) -> Option<Vec<Node>> {
        let key = "enum";
        let node = self.find(key)?;
        let elements = self.read(key, Node::as_array, Expected::ARRAY)?;
        if elements.is_empty() {
            let diagnostic = self
                .reader
                .found(Code::EmptyEnum, node.span, "the `enum` is empty, so that no value is valid".to_owned())
                .label("expected at least one value")
                .hint("list the values, or remove the `enum`")
                .pointer(self.child(key));
            self.reader.push(diagnostic);
            return None;
        }
        let mut values = Vec::with_capacity(elements.len());
        let mut seen = BTreeMap::new();
        for element in elements {
            if element.as_array().is_some() || element.as_object().is_some() {
                self.wrong_kind(key, element, Expected::SCALAR);
            } else if let Some(&first) = seen.get(&element.to_json()) {
                self.given_twice(Code::EqualEnumValues, key, &element.to_json(), element.span, first);
            } else {
                seen.insert(element.to_json(), element.span);
                values.push(element.clone());
            }
        }
        Some(values)
    }

    /// A list of names, each once.
    fn names(&mut self, key: &str, node: &Node) -> Vec<Spanned<String>> {
        let mut seen = BTreeMap::new();
        let mut names = self.strings(key, node, Expected::NAMES);
        names.retain(|name| match seen.get(&name.value) {
            Some(&first) => {
                self.given_twice(Code::NameTwice, key, &name.value, name.span, first);
                false
            }
            None => {
                seen.insert(name.value.clone(), name.span);
                true
            }
        });
        names
    }

    fn given_twice(&mut self, code: Code, key: &str, what: &str, span: Span, first: Span) {
        let message = format!("{} lists {} twice", quoted(key), quoted(what));
        let diagnostic = self
            .reader
            .found(code, span, message)
            .label("listed again here")
            .related(first, "listed first here")
            .hint("remove one of the two")
            .pointer(self.child(key));
        self.reader.push(diagnostic);
    }

    fn too_small(&mut self, key: &str, span: Span, expected: &str) {
        let message = format!("a group of {} needs {expected}", quoted(key));
        let diagnostic = self
            .reader
            .found(Code::GroupTooSmall, span, message)
            .label(format!("expected {expected}"))
            .hint("add the missing names, or remove the group")
            .pointer(self.child(key));
        self.reader.push(diagnostic);
    }
}
