//! Changes of an instance.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;

use super::super::nodes::{Step, below, names};

/// Changes of an instance, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Edit(Vec<(String, Option<Tree>)>);

impl FromIterator<(String, Option<Tree>)> for Edit {
    fn from_iter<I: IntoIterator<Item = (String, Option<Tree>)>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Edit {
    pub(super) fn set(pointer: &str, value: Tree) -> Self {
        Self(vec![(pointer.to_owned(), Some(value))])
    }

    /// This, and then the other.
    pub(super) fn then(&self, other: Self) -> Self {
        Self(self.0.iter().cloned().chain(other.0).collect())
    }

    pub(super) fn remove(pointer: &str) -> Self {
        Self(vec![(pointer.to_owned(), None)])
    }

    /// The changed instance; `None` if there is no such place.
    pub(super) fn apply(&self, instance: &Tree) -> Option<Tree> {
        let mut changed = instance.clone();
        for (pointer, value) in &self.0 {
            match value {
                Some(value) => {
                    if !changed.set(pointer, value.clone()) {
                        return None;
                    }
                }
                None => {
                    changed.remove(pointer);
                }
            }
        }
        Some(changed)
    }
}

/// The instance with no more than the first element of each array: the others stand for the same.
pub(super) fn shortened(tree: Tree) -> Tree {
    match tree {
        Tree::Array(elements) => Tree::Array(elements.into_iter().take(1).map(shortened).collect()),
        Tree::Object(members) => {
            Tree::Object(members.into_iter().map(|(name, value)| (name, shortened(value))).collect())
        }
        other => other,
    }
}

/// The instance without the fields that no schema of their object lists; an object of which none is listed has all.
pub(super) fn only_listed(tree: &Tree, schemas: &[&Schema]) -> Tree {
    match tree {
        Tree::Array(elements) => {
            let schemas = below(schemas, &Step::Item);
            Tree::Array(elements.iter().map(|element| only_listed(element, &schemas)).collect())
        }
        Tree::Object(members) => {
            let listed = names(schemas);
            let members = members.iter().filter(|(name, _)| listed.is_empty() || listed.contains(&name.as_str()));
            let inside = |name: &str, value| only_listed(value, &below(schemas, &Step::Name(name.to_owned())));
            Tree::Object(members.map(|(name, value)| (name.clone(), inside(name, value))).collect())
        }
        Tree::Plain(_) | Tree::Text(_) => tree.clone(),
    }
}
