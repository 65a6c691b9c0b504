//! The backstop: whatever the rules say, no instance may break unnoticed.

use cln_runtime::conformance::Tree;

use super::super::Instance;
use super::super::canon::rules;
use super::super::nodes::{Step, at, below, names, with_branches};
use super::edits::{Edit, child};
use super::judge::steps;
use super::make::{self, Maker, places};
use super::shrink::smallest;
use super::{Question, Sides};
use crate::schema::Schema;

/// So many places of an instance are changed.
const PLACES: usize = 200;

/// A pointer that leads nowhere.
const NOWHERE: &str = "-";

/// So many values with alternatives are made for each place.
const TURNS: usize = 6;

/// So many times as much as for a single change may be spent.
const ROUNDS: usize = 4;

impl Sides<'_, '_> {
    /// The smallest of the instances that break something, if any is found.
    pub(in super::super) fn that_breaks(&self) -> Option<Instance> {
        let strict = self.writer == super::Writer::User;
        let question = Question { accepted_by: self.breaking(), place: String::new(), rules: &[], strict };
        let mut bases = self.bases(question.accepted_by).to_vec();
        bases.extend(self.full_bases(question.accepted_by).iter().cloned());
        self.budget.renew();
        for (judge, turn) in [(&self.old, 0), (&self.new, 0), (&self.new, 1)] {
            bases.push(Maker { writer: self.writer, is_full: true, turn }.value(&[judge.schema], 0));
        }
        let mut rounds = 0;
        for base in &bases {
            if let Some(found) = self.checked(base.clone(), &question) {
                return self.shown(smallest(self, found, &question), &question);
            }
            for edit in self.everywhere(base) {
                if self.budget.is_spent() {
                    rounds += 1;
                    if rounds == ROUNDS {
                        return None;
                    }
                    self.budget.renew();
                }
                let Some(changed) = edit.apply(base) else { continue };
                if let Some(found) = self.checked(changed, &question) {
                    return self.shown(smallest(self, found, &question), &question);
                }
            }
        }
        None
    }

    /// The instance, mended if need be, if it breaks something.
    fn checked(&self, instance: Tree, question: &Question<'_>) -> Option<Tree> {
        let (accepting, _) = self.judges(question.accepted_by);
        let json = instance.to_string();
        if accepting.accepts(&json, &self.budget) {
            return self.is_refused(&json, question).then_some(instance);
        }
        // No place has to stay as it is.
        let mended = accepting.repaired(instance, Some(NOWHERE), self.writer, &self.budget)?;
        self.is_refused(&mended.to_string(), question).then_some(mended)
    }

    /// Every change in every place.
    fn everywhere(&self, base: &Tree) -> Vec<Edit> {
        let mut edits = Vec::new();
        for place in places(base).into_iter().take(PLACES) {
            let steps = steps(&place, base);
            let (mut schemas, before) = (at(self.new.schema, &steps), at(self.old.schema, &steps));
            let is_same = all_rules(&schemas) == all_rules(&before);
            schemas.extend(before);
            if !place.is_empty() {
                edits.push(Edit::remove(&place));
                let set = |value| Edit::set(&place, value);
                if !is_same {
                    for (judge, turn) in (0..TURNS).flat_map(|turn| [(&self.old, turn), (&self.new, turn)]) {
                        let maker = Maker { writer: self.writer, is_full: turn % 2 == 1, turn };
                        edits.push(set(maker.value(&at(judge.schema, &steps), 1)));
                    }
                }
                match is_same {
                    // Of these only those matter that conditions ask about.
                    true => edits.extend(listed(&schemas).into_iter().map(set)),
                    false => edits.extend(make::values(&schemas, self.writer).into_iter().map(set)),
                }
            }
            if let Some(Tree::Object(members)) = base.at(&place) {
                for name in names(&schemas) {
                    if members.iter().all(|(given, _)| given != name) {
                        let below = below(&schemas, &Step::Name(name.to_owned()));
                        let value = make::value(&below, self.writer);
                        edits.push(Edit::set(&child(&place, name), value));
                    }
                }
                edits.push(Edit::set(&child(&place, "x"), Tree::Plain("0".to_owned())));
            }
        }
        edits
    }
}

/// What schemas say of one value, as one text.
fn all_rules(schemas: &[&Schema]) -> String {
    schemas.iter().map(|schema| rules(schema)).collect()
}

/// The values that any of these schemas or their branches list.
fn listed(schemas: &[&Schema]) -> Vec<Tree> {
    let all = schemas.iter().flat_map(|schema| with_branches(schema));
    let values = all.filter_map(|schema| schema.enum_values.as_ref()).flatten();
    let mut listed: Vec<Tree> = Vec::new();
    for value in values.filter_map(|value| Tree::parse(&value.to_json()).ok()) {
        if !listed.contains(&value) {
            listed.push(value);
        }
    }
    listed
}
