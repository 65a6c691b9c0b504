//! One release's validator, and what it takes to make an instance acceptable to it.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use cln_codegen::schema::Schema;
use cln_runtime::Origin;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::{self, child};
use cln_runtime::rules::{GroupKind, Shape};
use cln_runtime::{Rule, Validation, Violation};

use super::super::nodes::{Step, at, below, with_branches};
use super::budget::Budget;
use super::make;

/// How often an instance is mended before it is given up: one made of a schema, and one that was changed in one place.
const ROUNDS: usize = 24;
const CHANGED_ROUNDS: usize = 6;

/// How many violations are looked at first, and how many if none of these is the one: as many as an object has fields.
const KEPT: usize = 16;
const ALL_KEPT: usize = 256;

pub(super) struct Judge<'a, 'b> {
    pub(super) schema: &'a Schema,
    shape: Shape<'b>,
    /// Instances that it accepts, once they are needed.
    pub(super) bases: OnceCell<Vec<Tree>>,
    pub(super) full_bases: OnceCell<Vec<Tree>>,
}

impl<'a, 'b> Judge<'a, 'b> {
    pub(super) const fn new(schema: &'a Schema, shape: Shape<'b>) -> Self {
        Self { schema, shape, bases: OnceCell::new(), full_bases: OnceCell::new() }
    }

    /// Whether strict validation accepts; `false` if nothing is left to spend.
    pub(super) fn accepts(&self, json: &str, budget: &Budget) -> bool {
        budget.pay(json.len()) && Validation::new().first_only().validate_json(json.as_bytes(), &self.shape).is_ok()
    }

    /// The violation that is asked for, if there is one, and something is left to spend.
    pub(super) fn violation(
        &self,
        json: &str,
        budget: &Budget,
        is_it: impl Fn(&Violation) -> bool,
    ) -> Option<Violation> {
        let first = self.kept(json, budget, KEPT)?;
        let is_all = first.len() < KEPT;
        let found = first.into_iter().find(&is_it);
        if found.is_some() || is_all { found } else { self.kept(json, budget, ALL_KEPT)?.into_iter().find(is_it) }
    }

    /// What strict validation finds first; `None` if nothing is left to spend.
    fn kept(&self, json: &str, budget: &Budget, most: usize) -> Option<Vec<Violation>> {
        if !budget.pay(json.len()) {
            return None;
        }
        let verdict = Validation::new().keep(most).validate_json(json.as_bytes(), &self.shape);
        let found: Vec<Violation> = verdict.err().iter().flat_map(|violations| violations.iter()).cloned().collect();
        budget.pay_for_words(found.len());
        Some(found)
    }

    /// The instance with as little changed as makes it acceptable; what stands at `kept` stays as it is.
    pub(super) fn repaired(&self, instance: Tree, kept: Option<&str>, origin: Origin, budget: &Budget) -> Option<Tree> {
        let mut instance = instance;
        let mut tried: BTreeMap<String, usize> = BTreeMap::new();
        for _ in 0..if kept.is_some() { CHANGED_ROUNDS } else { ROUNDS } {
            let violations = self.kept(&instance.to_string(), budget, KEPT)?;
            if violations.is_empty() {
                return Some(instance);
            }
            let violation = violations.iter().find(|violation| kept != Some(violation.pointer()))?;
            let count = tried.entry(violation.pointer().to_owned()).or_default();
            *count += 1;
            if !self.mend(&mut instance, violation, *count, origin, kept) {
                return None;
            }
        }
        None
    }

    /// Makes up for one violation, in another way each time; `false` if there is none.
    fn mend(
        &self,
        instance: &mut Tree,
        violation: &Violation,
        count: usize,
        origin: Origin,
        kept: Option<&str>,
    ) -> bool {
        let pointer = violation.pointer();
        let steps = steps(pointer, instance);
        match violation.rule() {
            Rule::Required | Rule::Paired => instance.set(pointer, make::value(&at(self.schema, &steps), origin)),
            Rule::Unknown | Rule::Null | Rule::Exclusive | Rule::Duplicate | Rule::Arity => instance.remove(pointer),
            Rule::Dependent => self.complete(instance, pointer, &steps, origin, kept),
            Rule::OneOf | Rule::AnyOf if matches!(instance.at(pointer), Some(Tree::Object(_))) => {
                self.choose(instance, pointer, &steps, count, origin)
            }
            Rule::Json | Rule::Depth | Rule::Limit | Rule::Io => false,
            _ => match make::values(&at(self.schema, &steps), origin).get(count - 1) {
                Some(value) => instance.set(pointer, value.clone()),
                None => false,
            },
        }
    }

    /// Adds what a field needs beside it; if that is what must stay away, takes the field out.
    fn complete(&self, instance: &mut Tree, pointer: &str, steps: &[Step], origin: Origin, kept: Option<&str>) -> bool {
        let (Some(Step::Name(name)), Some((around, _))) = (steps.last(), pointer.rsplit_once('/')) else {
            return false;
        };
        let schemas = at(self.schema, steps.get(..steps.len() - 1).unwrap_or_default());
        let rules = schemas
            .iter()
            .flat_map(|schema| with_branches(schema))
            .flat_map(|schema| schema.groups_of(GroupKind::Dependent));
        let needed: Vec<&str> = rules
            .filter_map(<[_]>::split_first)
            .filter(|(_, names)| names.iter().any(|other| other.value == *name))
            .map(|(needed, _)| needed.value.as_str())
            .collect();
        for needed in needed {
            let place = child(around, needed);
            if instance.at(&place).is_none() && kept != Some(place.as_str()) {
                let value = make::value(&below(&schemas, &Step::Name(needed.to_owned())), origin);
                return instance.set(&place, value);
            }
        }
        instance.remove(pointer)
    }

    /// Adds what one of an object's alternatives demands.
    fn choose(&self, instance: &mut Tree, pointer: &str, steps: &[Step], count: usize, origin: Origin) -> bool {
        let schemas = at(self.schema, steps);
        let mut arms = schemas.iter().flat_map(|schema| with_branches(schema)).flat_map(|schema| schema.alternatives());
        let Some(arm) = arms.nth(count - 1) else { return false };
        if arm.ty.is_some() || arm.properties.is_some() && schemas.iter().all(|schema| schema.properties.is_none()) {
            return instance.set(pointer, make::value(&[arm], origin));
        }
        let mut changed = false;
        for name in &arm.required {
            let place = child(pointer, &name.value);
            if instance.at(&place).is_none() {
                let value = make::value(&below(&schemas, &Step::Name(name.value.clone())), origin);
                changed |= instance.set(&place, value);
            }
        }
        for property in arm.properties() {
            if let Some(value) = property.schema.enum_values.as_ref().and_then(|values| values.first()) {
                let value = Tree::parse(&value.to_json()).unwrap_or(Tree::Plain("null".to_owned()));
                changed |= instance.set(&child(pointer, &property.name.value), value);
            }
        }
        changed
    }
}

/// The way that a pointer leads through an instance.
pub(super) fn steps(pointer: &str, instance: &Tree) -> Vec<Step> {
    let mut here = String::new();
    let mut steps = Vec::new();
    for token in pointer::steps(pointer) {
        let is_array = matches!(instance.at(&here), Some(Tree::Array(_)));
        here = child(&here, &token);
        steps.push(if is_array { Step::Item } else { Step::Name(token.into_owned()) });
    }
    steps
}
