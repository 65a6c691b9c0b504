//! The backstop: whatever the rules say, no instance may break unnoticed.

use std::collections::BTreeMap;

use cln_codegen::schema::Schema;
use cln_runtime::json::pointer::child;
use cln_runtime::{Origin, json::Tree};

use super::super::Instance;
use super::super::canon::rules;
use super::super::nodes::{Step, at, names, with_branches};
use super::super::samples;
use super::budget::SWEEP;
use super::edit::Edit;
use super::edits::unlisted;
use super::judge::steps;
use super::make::{self, Maker, each_once, places};
use super::{Question, Sides};

/// So many places of an instance are changed, those first of which the releases say something else.
const PLACES: usize = 200;

/// A pointer that leads nowhere.
const NOWHERE: &str = "-";

/// So many values with alternatives are made for each place.
const TURNS: usize = 6;

/// So many times as much as for a single change may be spent: where the rules differ, then where they do not, and then
/// where they differ with values that no schema suggests.
const CHANGED_ROUNDS: usize = 2;
const SAME_ROUNDS: usize = 1;
const ANY_ROUNDS: usize = 1;

/// A place of an instance that is changed, or that is not there yet.
struct Spot {
    pointer: String,
    steps: Vec<Step>,
    is_there: bool,
    /// How long the rules of both releases are; `None` if they are the same.
    differs: Option<usize>,
}

impl Sides<'_, '_> {
    /// The smallest of the instances that break something, if any is found.
    pub(in super::super) fn that_breaks(&self) -> Option<Instance> {
        self.budget.within(SWEEP, || self.swept()).0
    }

    fn swept(&self) -> Option<Instance> {
        let is_of_users = self.origin == Origin::Client;
        let described = is_of_users.then_some(self.old.schema);
        let question = Question { described, ..Question::any(self.breaking(), is_of_users) };
        let mut bases = self.bases(question.accepted_by).to_vec();
        bases.extend(self.full_bases(question.accepted_by).iter().cloned());
        for (judge, turn) in [(&self.old, 0), (&self.new, 0), (&self.new, 1)] {
            bases.push(Maker { origin: self.origin, is_full: true, turn }.value(&[judge.schema], 0));
        }
        self.budget.renew();
        if let Some(found) = bases.iter().find_map(|base| self.checked(base.clone(), &question)) {
            return self.shown(self.smallest(found, &question), &question);
        }
        let mut known = BTreeMap::new();
        let places: Vec<(&Tree, Vec<Spot>)> = bases.iter().map(|base| (base, self.spots(base, &mut known))).collect();
        let passes = [(true, false, CHANGED_ROUNDS), (false, false, SAME_ROUNDS), (true, true, ANY_ROUNDS)];
        passes.into_iter().find_map(|(differing, of_any_kind, rounds)| {
            let here = |spot: &&Spot| {
                spot.differs.is_some() == differing && (!of_any_kind || self.takes_any(&spot.steps, &question))
            };
            let all = places.iter().flat_map(|(base, spots)| spots.iter().filter(here).map(move |spot| (*base, spot)));
            let edits = all.flat_map(|(base, spot)| {
                let edits = if of_any_kind { of_any(&spot.pointer) } else { self.changes(base, spot) };
                edits.into_iter().map(move |edit| (base, edit))
            });
            self.swept_over(edits, rounds, &question)
        })
    }

    /// Whether who accepts may take any value there, as far as some schema of it goes.
    fn takes_any(&self, steps: &[Step], question: &Question<'_>) -> bool {
        let (accepting, _) = self.judges(question.accepted_by);
        let schemas = at(accepting.schema, steps);
        schemas.iter().any(|schema| schema.ty.is_none() && schema.enum_values.is_none())
    }

    /// The first of the changed instances that breaks something.
    fn swept_over<'t>(
        &self,
        edits: impl Iterator<Item = (&'t Tree, Edit)>,
        mut rounds: usize,
        question: &Question<'_>,
    ) -> Option<Instance> {
        self.budget.renew();
        for (base, edit) in edits {
            if self.budget.is_spent() {
                rounds -= 1;
                if rounds == 0 || self.budget.is_share_spent() {
                    return None;
                }
                self.budget.renew();
            }
            if let Some(found) = edit.apply(base).and_then(|changed| self.checked(changed, question)) {
                return self.shown(self.smallest(found, question), question);
            }
        }
        None
    }

    /// The instance, mended if need be, if it breaks something.
    fn checked(&self, instance: Tree, question: &Question<'_>) -> Option<Tree> {
        let (accepting, _) = self.judges(question.accepted_by);
        // No place has to stay as it is.
        let mended = accepting.repaired(instance, Some(NOWHERE), self.origin, &self.budget)?;
        self.is_refused(&mended.to_string(), question).then_some(mended)
    }

    /// The places of an instance and those that may be there, the most particular of those that differ first.
    fn spots(&self, base: &Tree, known: &mut BTreeMap<String, Option<usize>>) -> Vec<Spot> {
        let mut spots = Vec::new();
        for pointer in places(base) {
            let steps = steps(&pointer, base);
            if let Some(Tree::Object(members)) = base.at(&pointer) {
                for name in names(&self.schemas_at(&steps)) {
                    if members.iter().all(|(given, _)| given != name) {
                        let below: Vec<Step> = steps.iter().cloned().chain([Step::Name(name.to_owned())]).collect();
                        spots.push(self.spot(child(&pointer, name), below, false, known));
                    }
                }
            }
            spots.push(self.spot(pointer, steps, true, known));
        }
        spots.sort_by_key(|spot| spot.differs.unwrap_or(usize::MAX));
        spots.truncate(PLACES);
        spots
    }

    fn spot(
        &self,
        pointer: String,
        steps: Vec<Step>,
        is_there: bool,
        known: &mut BTreeMap<String, Option<usize>>,
    ) -> Spot {
        let differs = *known.entry(format!("{steps:?}")).or_insert_with(|| {
            let [old, new] = [&self.old, &self.new].map(|judge| all_rules(&at(judge.schema, &steps)));
            (old != new).then_some(old.len() + new.len())
        });
        Spot { pointer, steps, is_there, differs }
    }

    /// Every change in a place.
    fn changes(&self, base: &Tree, spot: &Spot) -> Vec<Edit> {
        let place = &spot.pointer;
        let schemas = self.schemas_at(&spot.steps);
        let set = |value| Edit::set(place, value);
        let mut edits = Vec::new();
        if !spot.is_there {
            edits.push(set(make::value(&schemas, self.origin)));
        } else if !place.is_empty() {
            edits.push(Edit::remove(place));
        }
        if spot.differs.is_some() && !place.is_empty() {
            let mut values = self.made_of_either(&spot.steps);
            values.extend(make::values(&schemas, self.origin));
            edits.extend(each_once(values).into_iter().map(set));
        } else if !place.is_empty() {
            // Of these only those matter that conditions ask about.
            edits.extend(listed(&schemas).into_iter().map(set));
        }
        if let Some(Tree::Object(_)) = base.at(place) {
            edits.push(unlisted(place, &schemas));
        }
        edits
    }

    /// Values made of what either release says, with one alternative after the other.
    fn made_of_either(&self, steps: &[Step]) -> Vec<Tree> {
        let sides = [&self.old, &self.new].map(|judge| at(judge.schema, steps));
        let turns = (0..TURNS).flat_map(|turn| sides.iter().map(move |side| (turn, side)));
        turns.map(|(turn, side)| Maker { origin: self.origin, is_full: turn % 2 == 1, turn }.value(side, 1)).collect()
    }
}

/// Any value in a place: a branch that says no more what a field is lets in what no schema suggests.
fn of_any(place: &str) -> Vec<Edit> {
    let values = samples::values().iter().filter(|_| !place.is_empty());
    values.map(|value| Edit::set(place, value.clone())).collect()
}

/// What schemas say of one value, as one text.
fn all_rules(schemas: &[&Schema]) -> String {
    schemas.iter().map(|schema| rules(schema)).collect()
}

/// The values that any of these schemas or their branches list.
fn listed(schemas: &[&Schema]) -> Vec<Tree> {
    let all = schemas.iter().flat_map(|schema| with_branches(schema));
    let values = all.filter_map(|schema| schema.enum_values.as_ref()).flatten();
    each_once(values.filter_map(|value| Tree::parse(&value.to_json()).ok()).collect())
}
