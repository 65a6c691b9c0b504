//! Changes of an instance.

use cln_runtime::json::Tree;

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
