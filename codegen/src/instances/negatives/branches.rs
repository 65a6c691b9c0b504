//! Conditions and alternatives of an object, broken: what only a branch says of a field, and the last alternative.

use std::collections::BTreeSet;

use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::breaker::{Breaker, member};
use crate::model::{Branch, Clause, Struct};

impl Breaker<'_> {
    /// Which branches apply is not asked here: of an edit that breaks nothing, or more than this, comes no row.
    pub(super) fn clauses(&mut self, def: &Struct, clauses: &[Clause], value: &Tree, pointer: &str) {
        for clause in clauses {
            match clause {
                Clause::All(branch) => self.branch(def, branch, value, pointer),
                Clause::If { then, otherwise, .. } => {
                    for branch in then.iter().chain(otherwise) {
                        self.branch(def, branch, value, pointer);
                    }
                }
                Clause::Any(rule, branches) => {
                    for index in branches.iter().flat_map(|branch| &branch.required) {
                        let Some(field) = def.fields.get(*index) else { continue };
                        let edit = super::Edit::Remove(child(pointer, &field.wire));
                        self.row(edit, *rule, pointer);
                    }
                    branches.iter().for_each(|branch| self.branch(def, branch, value, pointer));
                }
            }
        }
    }

    fn branch(&mut self, def: &Struct, branch: &Branch, value: &Tree, pointer: &str) {
        for (index, ty) in &branch.kinds {
            let Some(field) = def.fields.get(*index) else { continue };
            if let Some(value) = member(value, &field.wire) {
                self.value(ty, value, &child(pointer, &field.wire));
            }
        }
        self.clauses(def, &branch.clauses, value, pointer);
    }
}

/// The fields that a condition, an alternative or a group is about: what one of them is can decide over others.
pub(super) fn entangled(def: &Struct) -> BTreeSet<usize> {
    let mut fields = BTreeSet::new();
    for group in &def.groups {
        fields.extend(&group.members);
    }
    def.clauses.iter().for_each(|clause| clause_fields(clause, &mut fields));
    fields
}

fn clause_fields(clause: &Clause, fields: &mut BTreeSet<usize>) {
    let branches: Vec<&Branch> = match clause {
        Clause::All(branch) => vec![branch],
        Clause::If { test, then, otherwise, .. } => {
            [Some(test), then.as_ref(), otherwise.as_ref()].into_iter().flatten().map(Box::as_ref).collect()
        }
        Clause::Any(_, branches) => branches.iter().collect(),
    };
    for branch in branches {
        fields.extend(&branch.required);
        fields.extend(branch.kinds.iter().map(|(index, _)| index));
        branch.clauses.iter().for_each(|clause| clause_fields(clause, fields));
    }
}
