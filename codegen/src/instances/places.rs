//! What the rules say of a place in an instance, by its pointer.

use cln_runtime::json::pointer::steps;

use crate::model::{Branch, Checks, Clause, Method, Struct, Type, TypeDef};

/// So many types are looked at for one place; more come only from schemas that nobody wrote for a node.
const TYPES: usize = 256;

/// All types that a value at the pointer may have to be of, the narrowest first where that can be told.
pub(super) fn types_at<'m>(method: &'m Method, root: &'m Type, pointer: &str) -> Vec<&'m Type> {
    let mut here = alternatives(method, vec![root]);
    for step in steps(pointer) {
        let mut next = Vec::new();
        for ty in here {
            below(method, ty, &step, &mut next);
        }
        next.truncate(TYPES);
        here = alternatives(method, next);
    }
    here
}

/// The types themselves; in the place of alternatives, what they are between.
fn alternatives<'m>(method: &'m Method, types: Vec<&'m Type>) -> Vec<&'m Type> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Type> = types.into_iter().rev().collect();
    while let Some(ty) = waiting.pop() {
        if found.len() + waiting.len() > TYPES {
            break;
        }
        match ty {
            Type::OneOf(_, arms) => waiting.extend(arms.iter().rev()),
            Type::Named(id) => match method.type_def(*id) {
                Some(TypeDef::Union(def)) => waiting.extend(def.variants.iter().rev().map(|variant| &variant.ty)),
                _ => found.push(ty),
            },
            Type::Any | Type::Scalar(..) | Type::Array(_) => found.push(ty),
        }
    }
    found
}

fn below<'m>(method: &'m Method, ty: &'m Type, step: &str, found: &mut Vec<&'m Type>) {
    match ty {
        Type::Array(array) => found.push(&array.items),
        Type::Named(id) => {
            if let Some(def) = method.struct_def(*id)
                && let Some(index) = def.fields.iter().position(|field| field.wire == step)
            {
                found.extend(of_field(def, index));
            }
        }
        Type::Any | Type::Scalar(..) | Type::OneOf(..) => {}
    }
}

/// What an object and its branches say of a field.
pub(super) fn of_field(def: &Struct, index: usize) -> Vec<&Type> {
    let Some(field) = def.fields.get(index) else { return Vec::new() };
    let mut types = Vec::new();
    match &field.checks {
        Checks::Type => types.push(&field.ty),
        Checks::Other(ty) => types.extend([ty, &field.ty]),
        Checks::Nothing => {}
    }
    def.clauses.iter().for_each(|clause| in_clause(clause, index, &mut types));
    if matches!(field.checks, Checks::Nothing) {
        types.push(&field.ty);
    }
    types
}

fn in_clause<'m>(clause: &'m Clause, index: usize, types: &mut Vec<&'m Type>) {
    for branch in branches(clause) {
        types.extend(branch.kinds.iter().filter(|(of, _)| *of == index).map(|(_, ty)| ty));
        branch.clauses.iter().for_each(|clause| in_clause(clause, index, types));
    }
}

/// The branches of a clause; a condition comes last, since it demands nothing.
fn branches(clause: &Clause) -> Vec<&Branch> {
    match clause {
        Clause::All(branch) => vec![branch],
        Clause::If { test, then, otherwise, .. } => {
            [then.as_ref(), otherwise.as_ref(), Some(test)].into_iter().flatten().map(Box::as_ref).collect()
        }
        Clause::Any(_, branches) => branches.iter().collect(),
    }
}
