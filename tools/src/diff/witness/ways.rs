//! Instances in which the way to a place leads somewhere.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::nodes::{Step, below, with_branches};
use super::{Sides, make};

/// So many alternatives are taken on the way at most, one after the other.
const ARMS: usize = 6;

impl Sides<'_, '_> {
    /// Such instances, and the place in them: one with as little changed as can be, and more if there are alternatives on
    /// the way, of which only some lead there.
    pub(super) fn reaching<'s>(
        &'s self,
        base: &'s Tree,
        steps: &'s [Step],
    ) -> impl Iterator<Item = (Tree, String)> + 's {
        (0..=ARMS).map_while(move |turn| self.reached(base.clone(), steps, turn))
    }

    /// Takes no other alternative the first time, and then one after the other; `None` if there are no more.
    fn reached(&self, mut base: Tree, steps: &[Step], turn: usize) -> Option<(Tree, String)> {
        let mut pointer = String::new();
        let mut is_another = turn == 0;
        for (index, step) in steps.iter().enumerate() {
            let schemas = self.schemas_at(steps.get(..index).unwrap_or_default());
            let arms = arms(&schemas, step);
            let arm = arms.get(turn.saturating_sub(1));
            is_another |= turn > 0 && arm.is_some();
            if !leads(base.at(&pointer), step) || (turn > 0 && arm.is_some()) {
                let value = match arm {
                    Some(arm) => make::value(&[arm], self.origin),
                    None => make::value(&schemas, self.origin),
                };
                let empty = if *step == Step::Item { Tree::Array(Vec::new()) } else { Tree::Object(Vec::new()) };
                let value = if leads(Some(&value), step) { value } else { empty };
                if !(pointer.is_empty() && leads(base.at(""), step) || base.set(&pointer, value)) {
                    return None;
                }
            }
            pointer = match step {
                Step::Name(name) => child(&pointer, name),
                Step::Item => format!("{pointer}/0"),
            };
        }
        is_another.then_some((base, pointer))
    }
}

/// Whether a step can be taken from a value.
const fn leads(value: Option<&Tree>, step: &Step) -> bool {
    match step {
        Step::Name(_) => matches!(value, Some(Tree::Object(_))),
        Step::Item => matches!(value, Some(Tree::Array(_))),
    }
}

/// The alternatives that know the step.
fn arms<'s>(schemas: &[&'s Schema], step: &Step) -> Vec<&'s Schema> {
    let all = schemas.iter().flat_map(|schema| with_branches(schema));
    let arms = all.flat_map(|schema| schema.alternatives());
    arms.filter(|arm| !below(&[arm], step).is_empty()).collect()
}
