//! Objects: their properties, what holds between them, and what else holds depending on what is there.

use cln_codegen::model::{Branch, Checks, Clause, Field, Group, Struct, Type};
use cln_runtime::conformance::Tree;

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
        let mut all: Vec<Keywords> = exclusions(def).collect();
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

/// Whether an object describes a field itself. One that it does not, and that only branches do, is unknown to it.
pub(super) fn is_listed(def: &Struct, field: &Field) -> bool {
    !(def.closed && field.checks == Checks::Nothing)
}

/// The names of fields.
pub(super) fn names<'a>(def: &'a Struct, indices: &'a [usize]) -> impl Iterator<Item = &'a str> {
    indices.iter().filter_map(|&index| def.fields.get(index)).map(|field| field.wire.as_str())
}

/// For each field of a pair, or that depends on another, those that must be given with it.
pub(super) fn dependencies(def: &Struct) -> Vec<(usize, Vec<usize>)> {
    let mut dependencies: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut depends = |index: usize, on: usize| {
        let known = match dependencies.iter().position(|(of, _)| *of == index) {
            Some(known) => known,
            None => {
                dependencies.push((index, Vec::new()));
                dependencies.len() - 1
            }
        };
        if let Some((_, all)) = dependencies.get_mut(known).filter(|(_, all)| !all.contains(&on)) {
            all.push(on);
        }
    };
    for group in &def.groups {
        match group {
            Group::Paired(members) => {
                for &index in members {
                    members.iter().filter(|&&on| on != index).for_each(|&on| depends(index, on));
                }
            }
            Group::Dependent(on, members) => members.iter().for_each(|&index| depends(index, *on)),
            Group::Exclusive(_) => {}
        }
    }
    dependencies
}

fn dependent_required(def: &Struct) -> Vec<(String, Tree)> {
    let named = |(index, on): (usize, Vec<usize>)| {
        Some((def.fields.get(index)?.wire.clone(), Tree::Array(texts(names(def, &on)))))
    };
    dependencies(def).into_iter().filter_map(named).collect()
}

/// For each two fields that exclude each other, that they are not both given.
fn exclusions(def: &Struct) -> impl Iterator<Item = Keywords> {
    let groups = def.groups.iter().filter_map(|group| match group {
        Group::Exclusive(members) => Some(members),
        Group::Paired(_) | Group::Dependent(..) => None,
    });
    let pairs = groups.flat_map(|members| {
        let first = members.iter().enumerate();
        first.flat_map(|(place, &one)| members.iter().skip(place + 1).map(move |&other| [one, other]))
    });
    pairs.map(|pair| {
        let mut both = Keywords::default().with("required", Tree::Array(names(def, &pair).map(text).collect()));
        if def.params {
            both.extend(positions::given(&pair));
        }
        Keywords::default().with("not", both.into_tree())
    })
}
