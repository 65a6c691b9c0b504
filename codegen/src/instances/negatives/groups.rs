//! Rules between fields, broken: half a pair, two that exclude each other, one without what it needs.

use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::rules::GroupKind;

use super::breaker::{Breaker, member};
use super::row::Edit;
use crate::instances::chance::Seed;
use crate::instances::make::Maker;
use crate::model::{Field, Struct};

impl Breaker<'_> {
    pub(super) fn groups(&mut self, def: &Struct, value: &Tree, at: &dyn Fn(&str) -> String) {
        for index in paired_members(def, value) {
            if let Some(field) = def.fields.get(index) {
                self.remove(&at(&field.wire), Rule::Paired);
            }
        }
        for group in &def.groups {
            match group.kind {
                GroupKind::Paired => {}
                GroupKind::Exclusive => self.exclusive(def, &group.members, value, at),
                GroupKind::Dependent => self.dependent(def, &group.members, value, at),
            }
        }
    }

    /// What depends on a field that is taken out is reported where it is.
    fn dependent(&mut self, def: &Struct, members: &[usize], value: &Tree, at: &dyn Fn(&str) -> String) {
        let fields = |index: &usize| def.fields.get(*index).filter(|field| is_given(field, value));
        let Some((on, others)) = members.split_first() else { return };
        if let (Some(on), Some(first)) = (fields(on), others.iter().find_map(fields)) {
            self.row(Edit::Remove(at(&on.wire)), Rule::Dependent, &at(&first.wire));
        }
    }

    /// A second field of the group is put beside the one that is there. The first in the schema's order may stay.
    fn exclusive(&mut self, def: &Struct, members: &[usize], value: &Tree, at: &dyn Fn(&str) -> String) {
        let fields = || members.iter().filter_map(|&index| def.fields.get(index)).enumerate();
        let Some((present, given)) = fields().find(|(_, field)| is_given(field, value)) else { return };
        for (order, field) in fields().filter(|(_, field)| !is_given(field, value)) {
            let Some(sample) = Maker::new(self.method, Seed(0)).value(&field.ty, &field.wire) else { continue };
            let surplus = if order < present { given } else { field };
            self.row(Edit::Set(at(&field.wire), sample.to_string()), Rule::Exclusive, &at(&surplus.wire));
        }
    }
}

fn is_given(field: &Field, instance: &Tree) -> bool {
    member(instance, &field.wire).is_some()
}

/// The optional fields that stand in the instance together with their whole group.
pub(super) fn paired_members<'a>(def: &'a Struct, instance: &'a Tree) -> impl Iterator<Item = usize> + 'a {
    let given = |index: &usize| def.fields.get(*index).is_some_and(|field| is_given(field, instance));
    let pairs = def.groups.iter().filter(|group| group.kind == GroupKind::Paired);
    let whole = pairs.filter(move |group| group.members.iter().all(given));
    let members = whole.flat_map(|group| &group.members).copied();
    members.filter(|index| def.fields.get(*index).is_some_and(|field| !field.required))
}

/// Whether a field must be there and nothing else hangs on it, so that leaving it out breaks one rule only.
pub(super) fn is_required_alone(def: &Struct, index: usize) -> bool {
    let is_grouped = def.groups.iter().any(|group| group.members.contains(&index));
    !is_grouped && def.fields.get(index).is_some_and(|field| field.required)
}
