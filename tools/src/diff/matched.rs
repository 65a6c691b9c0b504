//! Which schemas of one list belong to which of another.

use std::collections::{BTreeMap, VecDeque};

use cln_codegen::schema::Schema;

use super::canon::rules;

/// Schemas of the same keyword, by the places they have in the other file.
pub(super) struct Matched<'s> {
    pub(super) pairs: Vec<(&'s Schema, &'s Schema)>,
    pub(super) gone: Vec<&'s Schema>,
    pub(super) come: Vec<&'s Schema>,
}

impl<'s> Matched<'s> {
    /// Pairs those with the same rules.
    pub(super) fn of(old: Vec<&'s Schema>, new: Vec<&'s Schema>) -> Self {
        let matched = Self { pairs: Vec::new(), gone: old, come: new };
        matched.then(|schema| Some(rules(schema)))
    }

    /// Pairs those that are left and have the same key, in order; what has no key stays alone.
    pub(super) fn then(mut self, key: impl Fn(&Schema) -> Option<String>) -> Self {
        if self.gone.is_empty() || self.come.is_empty() {
            return self;
        }
        let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (at, schema) in self.come.iter().enumerate() {
            if let Some(key) = key(schema) {
                places.entry(key).or_default().push_back(at);
            }
        }
        let mut come: Vec<Option<&Schema>> = self.come.iter().copied().map(Some).collect();
        let mut gone = Vec::new();
        for schema in self.gone {
            let at = key(schema).and_then(|key| places.get_mut(&key)?.pop_front());
            match at.and_then(|at| come.get_mut(at)?.take()) {
                Some(other) => self.pairs.push((schema, other)),
                None => gone.push(schema),
            }
        }
        Self { pairs: self.pairs, gone, come: come.into_iter().flatten().collect() }
    }
}
