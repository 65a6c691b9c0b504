//! What is tried in one place of an instance.

use cln_runtime::conformance::Tree;

use super::super::changes::Aim;
use super::super::nodes::{Step, below, names};
use super::{Sides, make};

/// So many fields of a rule are tried in every combination.
const COMBINED: usize = 5;

/// So many fields are added or taken out one by one.
const TOGGLED: usize = 40;

/// Changes of an instance, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Edit(Vec<(String, Option<Tree>)>);

impl Edit {
    pub(super) fn set(pointer: &str, value: Tree) -> Self {
        Self(vec![(pointer.to_owned(), Some(value))])
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

impl Sides<'_, '_> {
    /// What is tried where an aim leads to.
    pub(super) fn edits_at(&self, base: &Tree, place: &str, aim: &Aim) -> Vec<Edit> {
        let schemas = self.schemas_at(&aim.steps);
        let mut edits = vec![Edit::default()];
        if !place.is_empty() {
            edits.push(Edit::remove(place));
            let mut value = make::value(&schemas, self.writer, false, 1);
            edits.push(Edit::set(place, value.clone()));
            if let Tree::Array(elements) = &mut value
                && elements.is_empty()
            {
                elements.push(make::value(&below(&schemas, &Step::Item), self.writer, false, 2));
                edits.push(Edit::set(place, value));
            }
            edits.extend(make::values(&schemas, self.writer).into_iter().map(|value| Edit::set(place, value)));
        }
        if matches!(base.at(place), Some(Tree::Object(_))) {
            edits.push(Edit::set(&child(place, "x"), Tree::Plain("0".to_owned())));
            edits.extend(self.fields(base, place, &schemas));
            edits.extend(self.combinations(place, &schemas, &aim.names));
        }
        edits
    }

    /// Each field of an object added, with each of its values if they are listed, or taken out.
    fn fields(&self, base: &Tree, place: &str, schemas: &[&crate::schema::Schema]) -> Vec<Edit> {
        let mut edits = Vec::new();
        for name in names(schemas).into_iter().take(TOGGLED) {
            let at = child(place, name);
            let below = below(schemas, &Step::Name(name.to_owned()));
            if base.at(&at).is_some() {
                edits.push(Edit::remove(&at));
            }
            let is_listed = below.iter().any(|schema| schema.enum_values.is_some());
            let count = if is_listed { usize::MAX } else { 1 };
            edits.push(Edit::set(&at, make::value(&below, self.writer, false, 1)));
            edits.extend(make::values(&below, self.writer).into_iter().take(count).map(|value| Edit::set(&at, value)));
        }
        edits
    }

    /// The fields that a rule is about, in every combination, and each value of those whose values are listed.
    fn combinations(&self, place: &str, schemas: &[&crate::schema::Schema], about: &[String]) -> Vec<Edit> {
        let about: Vec<&String> = about.iter().take(COMBINED).collect();
        let mut edits = Vec::new();
        for choice in 0..1_usize << about.len() {
            let part = |(index, name): (usize, &&String)| {
                let below = below(schemas, &Step::Name((*name).clone()));
                let value = (choice >> index & 1 == 1).then(|| make::value(&below, self.writer, false, 1));
                (child(place, name), value)
            };
            let combination: Vec<_> = about.iter().enumerate().map(part).collect();
            for name in names(schemas).into_iter().take(TOGGLED) {
                let below = below(schemas, &Step::Name(name.to_owned()));
                for value in below.iter().filter_map(|schema| schema.enum_values.as_ref()).flatten() {
                    let Ok(value) = Tree::parse(&value.to_json()) else { continue };
                    let mut with_tag = combination.clone();
                    with_tag.push((child(place, name), Some(value)));
                    edits.push(Edit(with_tag));
                }
            }
            edits.push(Edit(combination));
        }
        edits
    }
}

/// The pointer of a member.
pub(super) fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
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
