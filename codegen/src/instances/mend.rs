//! An instance mended until its rules accept it: what a validator reports is what changes.

use std::collections::{BTreeMap, BTreeSet};

use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::steps;

use super::make::{Maker, Wish};
use super::places::types_at;
use crate::model::Type;
use crate::model::tables::violations_of;

/// How an instance breaks its rules, and where.
pub(super) type Found = Vec<(Rule, String)>;

/// An instance is judged so often at most.
const ROUNDS: usize = 64;

/// So many bytes are judged for one instance at most, unless it takes only two rounds.
const BYTES: usize = 16 << 20;

/// Mends instances of a type.
pub(super) struct Mender<'a, 'm> {
    pub(super) maker: &'a Maker<'m>,
    pub(super) root: &'a Type,
    /// What is wrong with an instance.
    pub(super) judge: &'a dyn Fn(&str) -> Found,
    tried: BTreeMap<String, Tried>,
}

/// What stood at a place at first, and how many values have been tried there.
struct Tried {
    was: Option<Tree>,
    count: usize,
}

impl<'a, 'm> Mender<'a, 'm> {
    pub(super) const fn new(maker: &'a Maker<'m>, root: &'a Type, judge: &'a dyn Fn(&str) -> Found) -> Self {
        Self { maker, root, judge, tried: BTreeMap::new() }
    }

    /// The instance with as little changed as it takes; `None` if nothing was found that the rules accept.
    pub(super) fn mend(mut self, mut instance: Tree) -> Option<Tree> {
        let mut left = BYTES;
        for round in 0..ROUNDS {
            let json = instance.to_string();
            left = left.saturating_sub(json.len());
            let found = (self.judge)(&json);
            if found.is_empty() {
                return Some(instance);
            }
            if left == 0 && round > 1 || !self.round(&mut instance, found) {
                return None;
            }
        }
        None
    }

    /// Changes each place that is reported, but nothing inside of what has changed already.
    fn round(&mut self, instance: &mut Tree, found: Found) -> bool {
        let mut changed = BTreeSet::new();
        for (rule, pointer) in found {
            let is_inside = pointer.match_indices('/').any(|(end, _)| changed.contains(&pointer[..end]));
            if !is_inside && changed.insert(pointer.clone()) && !self.repair(instance, rule, &pointer) {
                return false;
            }
        }
        true
    }

    fn repair(&mut self, instance: &mut Tree, rule: Rule, pointer: &str) -> bool {
        match rule {
            Rule::Unknown | Rule::Exclusive | Rule::Dependent | Rule::Null => instance.remove(pointer),
            Rule::Duplicate => {
                let first = instance.at(pointer).cloned();
                instance.remove(pointer) && first.is_some_and(|first| instance.set(pointer, first))
            }
            _ => self.replace(instance, rule, pointer),
        }
    }

    /// Puts the next value that may do. What need not be there goes once all have been tried.
    fn replace(&mut self, instance: &mut Tree, rule: Rule, pointer: &str) -> bool {
        let there = instance.at(pointer);
        let tried = self.tried.entry(pointer.to_owned()).or_insert_with(|| Tried { was: there.cloned(), count: 0 });
        let index = tried.count;
        tried.count += 1;
        let was = tried.was.clone();
        match self.values(rule, pointer, was.as_ref()).into_iter().nth(index) {
            Some(value) => instance.set(pointer, value),
            None => rule != Rule::Required && !pointer.is_empty() && instance.remove(pointer),
        }
    }

    fn values(&self, rule: Rule, pointer: &str, was: Option<&Tree>) -> Vec<Tree> {
        let types = types_at(self.maker.method, self.root, pointer);
        let name = steps(pointer).filter(|step| step.parse::<usize>().is_err()).last().unwrap_or_default();
        let mut values = Vec::new();
        // Of the whole, what is wrong inside has been reported.
        if matches!(rule, Rule::OneOf | Rule::AnyOf) && !pointer.is_empty() {
            values.extend(was.into_iter().flat_map(|was| types.iter().filter_map(|ty| self.mended(ty, was))));
        }
        values.extend(self.maker.candidates(&types, Wish { name: &name, was }));
        values
    }

    /// What is there, mended as one of several alternatives: what is wrong inside is not reported of these.
    fn mended(&self, ty: &Type, was: &Tree) -> Option<Tree> {
        let is_container = match (ty, was) {
            (Type::Named(_), Tree::Object(members)) => !members.is_empty(),
            (Type::Array(_), Tree::Array(elements)) => !elements.is_empty(),
            _ => false,
        };
        if !is_container || !self.maker.takes_room(ROUNDS) {
            return None;
        }
        let judge = |json: &str| violations_of(self.maker.method, ty, json);
        Mender::new(self.maker, ty, &judge).mend(was.clone())
    }
}
