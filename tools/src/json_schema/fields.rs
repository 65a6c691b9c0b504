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
    demands(def).filter_map(|demand| needs(&demand)).for_each(|(index, on)| depends(index, on));
    dependencies
}

/// What the rules between fields come down to.
pub(super) fn demands(def: &Struct) -> impl Iterator<Item = Demand> {
    def.groups.iter().flat_map(|group| group.kind.demands(&group.members))
}

/// The one field that is demanded beside the one that is there, if it is that.
pub(super) fn needs(demand: &Demand) -> Option<(usize, usize)> {
    match (demand.when.as_slice(), demand.then.as_slice()) {
        (&[field], &[on]) => Some((field, on)),
        _ => None,
    }
}
