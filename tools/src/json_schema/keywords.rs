//! The keywords of one JSON Schema, in the order in which they are written.

use cln_runtime::json::Tree;

/// The keywords of one schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Keywords(Vec<(String, Tree)>);

impl Keywords {
    /// The schema with this `type`.
    pub(super) fn of_type(ty: &str) -> Self {
        Self::default().with("type", text(ty))
    }

    /// The schema of what any of these accept.
    pub(super) fn any_of(schemas: impl Iterator<Item = Self>) -> Self {
        Self::default().with("anyOf", list(schemas))
    }

    /// The schema with one keyword more.
    pub(super) fn with(mut self, name: &str, value: Tree) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a keyword at the end.
    pub(super) fn set(&mut self, name: &str, value: Tree) {
        self.0.push((name.to_owned(), value));
    }

    /// Adds a keyword that lists something, unless it lists nothing.
    pub(super) fn set_list(&mut self, name: &str, values: Vec<Tree>) {
        if !values.is_empty() {
            self.set(name, Tree::Array(values));
        }
    }

    /// Adds a keyword that has named parts, unless it has none.
    pub(super) fn set_parts(&mut self, name: &str, parts: Vec<(String, Tree)>) {
        if !parts.is_empty() {
            self.set(name, Tree::Object(parts));
        }
    }

    /// Adds all keywords of another schema.
    pub(super) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// Whether anything is valid.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The schema as JSON.
    pub(super) fn into_tree(self) -> Tree {
        Tree::Object(self.0)
    }
}

pub(super) fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

pub(super) fn texts<'a>(all: impl Iterator<Item = &'a str>) -> Vec<Tree> {
    all.map(text).collect()
}

pub(super) fn number(number: impl ToString) -> Tree {
    Tree::Plain(number.to_string())
}

pub(super) fn flag(flag: bool) -> Tree {
    Tree::Plain(flag.to_string())
}

/// Schemas as a JSON array.
pub(super) fn list(schemas: impl Iterator<Item = Keywords>) -> Tree {
    Tree::Array(schemas.map(Keywords::into_tree).collect())
}
