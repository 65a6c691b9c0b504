//! Which fields an object lists, and which of them depend on others.

use cln_codegen::model::{Checks, Field, Struct};
use cln_runtime::rules::Demand;

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
    Demand::dependencies(demands(def))
}

/// What the rules between fields come down to.
pub(super) fn demands(def: &Struct) -> impl Iterator<Item = Demand> {
    def.groups.iter().flat_map(|group| group.kind.demands(&group.members))
}
