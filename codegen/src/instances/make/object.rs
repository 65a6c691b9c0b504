//! Objects: with what they must have, and as each of their alternatives.

use cln_runtime::json::Tree;

use super::maker::{Maker, Wish};
use crate::instances::places::of_field;
use crate::model::tables::fits;
use crate::model::{Branch, Clause, Struct};

impl Maker<'_> {
    /// An object with what it must have; in the place of one that is there, that with what each alternative demands.
    pub(super) fn objects(&self, def: &Struct, was: Option<&Tree>) -> Vec<Tree> {
        let members = match was {
            Some(Tree::Object(members)) => members.clone(),
            _ => Vec::new(),
        };
        let required = (0..def.fields.len()).filter(|&index| def.fields.get(index).is_some_and(|field| field.required));
        let Some(whole) = self.with(def, members, required) else { return Vec::new() };
        let branches = alternatives(&def.clauses);
        let chosen = branches.into_iter().filter_map(|branch| self.as_alternative(def, branch, whole.clone()));
        let chosen: Vec<Tree> = chosen.map(Tree::Object).collect();
        if chosen.is_empty() { vec![Tree::Object(whole)] } else { chosen }
    }

    fn as_alternative(&self, def: &Struct, branch: &Branch, mut members: Members) -> Option<Members> {
        if let Some(allowed) = &branch.allowed {
            let is_allowed = |name: &str| allowed.iter().any(|index| is_called(def, *index, name));
            members.retain(|(name, _)| is_allowed(name));
        }
        for (index, ty) in &branch.kinds {
            let Some(field) = def.fields.get(*index) else { continue };
            let given = members.iter_mut().find(|(name, _)| *name == field.wire);
            if let Some((name, value)) = given.filter(|(_, value)| !fits(self.method, ty, &value.to_string())) {
                let wish = Wish { name: name.as_str(), was: Some(&*value) };
                *value = self.candidates(&[ty], wish).into_iter().next()?;
            }
        }
        self.with(def, members, branch.required.iter().copied())
    }

    /// The members, and these fields as far as they are missing.
    fn with(&self, def: &Struct, mut members: Members, fields: impl Iterator<Item = usize>) -> Option<Members> {
        for index in fields {
            let Some(field) = def.fields.get(index) else { continue };
            if !members.iter().any(|(name, _)| *name == field.wire) {
                let value = of_field(def, index).into_iter().find_map(|ty| self.value(ty, &field.wire))?;
                members.push((field.wire.clone(), value));
            }
        }
        Some(members)
    }
}

type Members = Vec<(String, Tree)>;

fn is_called(def: &Struct, index: usize, name: &str) -> bool {
    def.fields.get(index).is_some_and(|field| field.wire == name)
}

/// The alternatives of a whole object.
fn alternatives(clauses: &[Clause]) -> Vec<&Branch> {
    let mut found = Vec::new();
    for clause in clauses {
        if let Clause::Any(_, branches) = clause {
            found.extend(branches);
        }
    }
    found
}
