//! Objects: their properties, what holds between them, and what else holds depending on what is there.

use cln_codegen::model::{Branch, Checks, Clause, Field, Struct, Type};
use cln_runtime::json::Tree;

use super::fields::{demands, dependencies, is_listed, names};
use super::keywords::{Keywords, flag, list, text, texts};
use super::positions;
use super::value::Values;

impl Values<'_> {
    /// The schema of an object; of a command's parameters, by name or by position.
    pub(super) fn object(&mut self, def: &Struct) -> Keywords {
        let mut schema = if def.params {
            Keywords::default().with("type", Tree::Array(texts(["object", "array"].into_iter())))
        } else if def.objects_only {
            Keywords::of_type("object")
        } else {
            Keywords::default()
        };
        let properties =
            def.fields.iter().filter(|field| is_listed(def, field)).map(|field| self.property(def, field)).collect();
        schema.set_parts("properties", properties);
        let required = def.fields.iter().filter(|field| field.required);
        schema.set_list("required", texts(required.map(|field| field.wire.as_str())));
        if def.closed {
            schema.set("additionalProperties", flag(false));
        }
        schema.set_parts("dependentRequired", dependent_required(def));
        let mut all: Vec<Keywords> = groups(def).collect();
        if def.params {
            schema.extend(positions::params(def));
            all.extend(positions::dependents(def));
        }
        all.extend(def.clauses.iter().map(|clause| self.clause(def, clause)));
        schema.set_list("allOf", all.into_iter().map(Keywords::into_tree).collect());
        schema
    }

    fn property(&mut self, def: &Struct, field: &Field) -> (String, Tree) {
        let ty = checked_type(field);
        let schema = if def.params { self.not_null(ty) } else { self.value(ty) };
        (field.wire.clone(), self.annotated(schema, &field.notes, ty).into_tree())
    }

    fn clause(&mut self, def: &Struct, clause: &Clause) -> Keywords {
        match clause {
            Clause::All(branch) => self.branch(def, branch),
            Clause::If { test, then, otherwise, .. } => {
                let mut schema = Keywords::default().with("if", self.branch(def, test).into_tree());
                for (name, branch) in [("then", then), ("else", otherwise)] {
                    if let Some(branch) = branch {
                        schema.set(name, self.branch(def, branch).into_tree());
                    }
                }
                schema
            }
            Clause::Any(_, branches) => Keywords::any_of(branches.iter().map(|branch| self.branch(def, branch))),
        }
    }

    fn branch(&mut self, def: &Struct, branch: &Branch) -> Keywords {
        let mut schema = Keywords::default();
        let mut properties: Vec<(String, Tree)> = Vec::new();
        for (index, field) in def.fields.iter().enumerate() {
            let kind = branch.kinds.iter().find(|(of, _)| *of == index);
            let is_allowed = branch.allowed.as_ref().is_some_and(|allowed| allowed.contains(&index));
            if kind.is_some() || is_allowed {
                let schema = kind.map_or_else(Keywords::default, |(_, ty)| self.value(ty));
                properties.push((field.wire.clone(), schema.into_tree()));
            }
        }
        schema.set_parts("properties", properties);
        schema.set_list("required", texts(names(def, &branch.required)));
        if branch.allowed.is_some() {
            schema.set("additionalProperties", flag(false));
        }
        if def.params {
            schema.extend(self.branch_positions(def, branch));
        }
        if !branch.clauses.is_empty() {
            schema.set("allOf", list(branch.clauses.iter().map(|clause| self.clause(def, clause))));
        }
        schema
    }
}

/// What strict validation demands of a field's value.
pub(super) fn checked_type(field: &Field) -> &Type {
    match &field.checks {
        Checks::Type => &field.ty,
        Checks::Other(ty) => ty,
        Checks::Nothing => &Type::Any,
    }
}

fn dependent_required(def: &Struct) -> Vec<(String, Tree)> {
    let named = |(index, on): (usize, Vec<usize>)| {
        Some((def.fields.get(index)?.wire.clone(), Tree::Array(texts(names(def, &on)))))
    };
    dependencies(def).into_iter().filter_map(named).collect()
}

/// What holds between fields, beside what [`dependencies`] says.
fn groups(def: &Struct) -> impl Iterator<Item = Keywords> {
    let given = |indices: &[usize]| {
        let mut given = Keywords::default().with("required", Tree::Array(names(def, indices).map(text).collect()));
        if def.params {
            given.extend(positions::given(indices));
        }
        given
    };
    let others = demands(def).filter(|demand| demand.dependency().is_none());
    others.map(move |demand| {
        let mut any: Vec<Keywords> = demand.then.iter().map(|&index| given(&[index])).collect();
        if !demand.when.is_empty() {
            any.push(Keywords::default().with("not", given(&demand.when).into_tree()));
        }
        match any.len() {
            1 => any.remove(0),
            _ => Keywords::any_of(any.into_iter()),
        }
    })
}
