//! Parameters by position: an array in the order of the fields, where `null` means "not given".
//!
//! Keywords of arrays mean nothing for objects and the other way round, so that one schema says both.

use cln_codegen::model::{Branch, Struct};
use cln_runtime::json::Tree;

use super::fields::{dependencies, is_listed};
use super::keywords::{Keywords, flag, list, number, text};
use super::value::{Values, property_reference};

/// What stands at the positions; what the parameters are by name has been said.
pub(super) fn params(def: &Struct) -> Keywords {
    let mut schema = Keywords::default();
    let positions: Vec<Tree> = def
        .fields
        .iter()
        .map(|field| match (is_listed(def, field), field.required) {
            (true, true) => property_reference(&field.wire),
            (true, false) => or_null(property_reference(&field.wire)),
            (false, _) => Keywords::of_type("null"),
        })
        .map(Keywords::into_tree)
        .collect();
    schema.set_list("prefixItems", positions);
    schema.set("items", flag(false));
    if let Some(last) = def.fields.iter().rposition(|field| field.required) {
        schema.set("minItems", number(last + 1));
    }
    schema
}

/// For each field that goes only together with others, that these are given if it is.
pub(super) fn dependents(def: &Struct) -> impl Iterator<Item = Keywords> {
    dependencies(def).into_iter().map(|(index, on)| {
        let mut if_given = Keywords::of_type("array");
        if_given.extend(given(&[index]));
        Keywords::default().with("if", if_given.into_tree()).with("then", given(&on).into_tree())
    })
}

/// That there is something at these positions.
pub(super) fn given(indices: &[usize]) -> Keywords {
    let Some(last) = indices.iter().max() else { return Keywords::default() };
    let something = |index| match indices.contains(&index) {
        true => not_null(Keywords::default()).into_tree(),
        false => flag(true),
    };
    Keywords::default()
        .with("minItems", number(last + 1))
        .with("prefixItems", Tree::Array((0..=*last).map(something).collect()))
}

impl Values<'_> {
    /// What a branch says of parameters by position.
    pub(super) fn branch_positions(&mut self, def: &Struct, branch: &Branch) -> Keywords {
        let mut positions = Vec::new();
        for index in 0..def.fields.len() {
            let ty = branch.kinds.iter().find(|(of, _)| *of == index).map(|(_, ty)| ty);
            let is_allowed = branch.allowed.as_ref().is_none_or(|allowed| allowed.contains(&index));
            positions.push(match (branch.required.contains(&index), is_allowed, ty) {
                (true, false, _) => flag(false),
                (false, false, _) => Keywords::of_type("null").into_tree(),
                (true, true, Some(ty)) => self.not_null(ty).into_tree(),
                (true, true, None) => not_null(Keywords::default()).into_tree(),
                (false, true, Some(ty)) => or_null(self.value(ty)).into_tree(),
                (false, true, None) => flag(true),
            });
        }
        // Positions of which nothing is said, at the end.
        while positions.last().is_some_and(|position| *position == flag(true)) {
            positions.pop();
        }
        let mut schema = Keywords::default();
        branch.required.iter().max().into_iter().for_each(|last| schema.set("minItems", number(last + 1)));
        schema.set_list("prefixItems", positions);
        schema
    }
}

fn or_null(schema: Keywords) -> Keywords {
    Keywords::default().with("anyOf", list([schema, Keywords::of_type("null")].into_iter()))
}

fn not_null(schema: Keywords) -> Keywords {
    schema.with("not", Keywords::default().with("type", text("null")).into_tree())
}
