//! What is tried in one place of an instance.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;

use super::super::changes::Aim;
use super::super::nodes::{Step, asked, at, below, names};
use super::super::samples;
use super::Sides;
use super::edit::Edit;
use super::make::{self, Maker};

/// So many fields of a rule are tried in every combination.
const COMBINED: usize = 5;

/// So many fields that conditions ask about are tried, each with so many values.
const TAGS: usize = 4;
const TAG_VALUES: usize = 10;

/// So many times other alternatives and tags are taken.
const TURNS: usize = 6;

/// So many fields are added or taken out one by one.
const TOGGLED: usize = 40;

/// How many stages there are of what is tried, the plainest first.
const STAGES: usize = 5;

impl Sides<'_, '_> {
    /// What is tried where an aim leads to; made only as far as it is needed.
    pub(super) fn edits_at<'s>(
        &'s self,
        base: &'s Tree,
        place: &'s str,
        aim: &'s Aim,
    ) -> impl Iterator<Item = Edit> + 's {
        let schemas = self.schemas_at(&aim.steps);
        // What is about one value is shown by no other.
        let stages = if aim.value.is_some() { 1 } else { STAGES };
        (0..stages).flat_map(move |stage| match stage {
            0 => self.telling(place, aim, &schemas),
            1 => self.plain(place, &schemas),
            2 => self.listed(place, &schemas),
            3 => self.inside(base, place, aim, &schemas),
            _ => self.ground(base, place, aim, |ground| {
                self.combinations(place, &schemas, &aim.names).into_iter().map(|change| ground.then(change)).collect()
            }),
        })
    }

    /// What tells the releases apart if anything does.
    fn telling(&self, place: &str, aim: &Aim, schemas: &[&Schema]) -> Vec<Edit> {
        let beyond = aim.bound.map(|bound| make::beyond(bound, schemas, self.origin)).unwrap_or_default();
        let told = aim.value.iter().cloned().chain(beyond);
        told.filter(|_| !place.is_empty()).map(|value| Edit::set(place, value)).collect()
    }

    /// The plainest value, and none.
    fn plain(&self, place: &str, schemas: &[&Schema]) -> Vec<Edit> {
        let mut edits = vec![Edit::default()];
        if place.is_empty() {
            return edits;
        }
        edits.push(Edit::remove(place));
        let mut value = make::value(schemas, self.origin);
        edits.push(Edit::set(place, value.clone()));
        if let Tree::Array(elements) = &mut value
            && elements.is_empty()
        {
            elements.push(make::value(&below(schemas, &Step::Item), self.origin));
            edits.push(Edit::set(place, value));
        }
        edits
    }

    /// Values of either type. Those of any kind come last: one side may not describe the value.
    fn listed(&self, place: &str, schemas: &[&Schema]) -> Vec<Edit> {
        if place.is_empty() {
            return Vec::new();
        }
        let values = make::values(schemas, self.origin).into_iter().chain(samples::values().iter().cloned());
        values.map(|value| Edit::set(place, value)).collect()
    }

    /// Alternatives, and fields of an object.
    fn inside(&self, base: &Tree, place: &str, aim: &Aim, schemas: &[&Schema]) -> Vec<Edit> {
        let mut edits = Vec::new();
        if !place.is_empty() {
            edits.extend(self.alternatives_made(aim).into_iter().map(|made| Edit::set(place, made)));
        }
        edits.extend(self.ground(base, place, aim, |ground| {
            let unlisted = unlisted(place, schemas);
            let changes = [unlisted].into_iter().chain(self.fields(base, place, schemas));
            changes.map(|change| ground.then(change)).collect()
        }));
        edits
    }

    /// Changes of the object that stands there, or of one that is put there first.
    fn ground(&self, base: &Tree, place: &str, aim: &Aim, changes: impl Fn(&Edit) -> Vec<Edit>) -> Vec<Edit> {
        if let Some(Tree::Object(_)) = base.at(place) {
            return changes(&Edit::default());
        }
        let made = self.alternatives_made(aim).into_iter().find(|made| matches!(made, Tree::Object(_)));
        made.map(|made| changes(&Edit::set(place, made))).unwrap_or_default()
    }

    /// Values made of what either release says, with one alternative and tag after the other.
    fn alternatives_made(&self, aim: &Aim) -> Vec<Tree> {
        let sides = [&self.old, &self.new].map(|judge| at(judge.schema, &aim.steps));
        let has_turns = sides.iter().flatten().any(|schema| schema.branches().next().is_some());
        let turns = if has_turns { TURNS } else { 0 };
        let turns = (0..turns).flat_map(|turn| sides.iter().map(move |side| (turn, side)));
        let turns = turns.take_while(|_| !self.budget.is_share_spent()).inspect(|_| self.budget.pay_for_a_look());
        turns.map(|(turn, side)| Maker { origin: self.origin, is_full: turn % 2 == 1, turn }.value(side, 1)).collect()
    }

    /// Each field of an object added, with each of its values if they are listed, or taken out.
    fn fields(&self, base: &Tree, place: &str, schemas: &[&Schema]) -> Vec<Edit> {
        let mut edits = Vec::new();
        for name in names(schemas).into_iter().take(TOGGLED) {
            if self.budget.is_share_spent() {
                break;
            }
            self.budget.pay_for_a_look();
            let at = child(place, name);
            let below = below(schemas, &Step::Name(name.to_owned()));
            if base.at(&at).is_some() {
                edits.push(Edit::remove(&at));
            }
            let is_listed = below.iter().any(|schema| schema.enum_values.is_some());
            let count = if is_listed { usize::MAX } else { 1 };
            edits.push(Edit::set(&at, make::value(&below, self.origin)));
            edits.extend(make::values(&below, self.origin).into_iter().take(count).map(|value| Edit::set(&at, value)));
        }
        edits
    }

    /// The fields that a rule is about, with any value: one side may not describe them any more.
    pub(super) fn of_any_kind(&self, place: &str, aim: &Aim) -> Vec<Edit> {
        let schemas = self.schemas_at(&aim.steps);
        let mut edits = Vec::new();
        for name in aim.names.iter().take(COMBINED) {
            let values = make::values(&below(&schemas, &Step::Name(name.clone())), self.origin);
            let values = values.into_iter().chain(samples::values().iter().cloned());
            edits.extend(values.map(|value| Edit::set(&child(place, name), value)));
        }
        edits
    }

    /// What conditions ask about, with each of its first values, or taken out.
    pub(super) fn tags(&self, place: &str, schemas: &[&Schema]) -> Vec<(String, Option<Tree>)> {
        let mut tags = Vec::new();
        for name in asked(schemas).into_iter().take(TAGS) {
            let values = make::values(&below(schemas, &Step::Name(name.to_owned())), self.origin);
            let values = values.into_iter().take(TAG_VALUES).map(Some);
            tags.extend(values.chain([None]).map(|value| (child(place, name), value)));
        }
        tags
    }

    /// The fields that a rule is about, in every combination, and each value of those whose values are listed.
    fn combinations(&self, place: &str, schemas: &[&Schema], about: &[String]) -> Vec<Edit> {
        let made =
            |name: &String| (child(place, name), make::value(&below(schemas, &Step::Name(name.clone())), self.origin));
        let about: Vec<(String, Tree)> = about.iter().take(COMBINED).map(made).collect();
        let tags = self.tags(place, schemas);
        let mut edits = Vec::new();
        for choice in 0..1_usize << about.len() {
            let part = |(index, (place, value)): (usize, &(String, Tree))| {
                (place.clone(), (choice >> index & 1 == 1).then(|| value.clone()))
            };
            let combination: Vec<_> = about.iter().enumerate().map(part).collect();
            for tag in &tags {
                edits.push(combination.iter().cloned().chain([tag.clone()]).collect());
            }
            edits.push(Edit::from_iter(combination));
        }
        edits
    }
}

/// Something in an object that no schema lists.
pub(super) fn unlisted(place: &str, schemas: &[&Schema]) -> Edit {
    let listed = names(schemas);
    let mut name = "x".to_owned();
    while listed.contains(&name.as_str()) {
        name.push('x');
    }
    Edit::set(&child(place, &name), Tree::Plain("0".to_owned()))
}
