//! The smallest instance that one release accepts and the other refuses.

mod branch;
mod budget;
mod edit;
mod edits;
mod judge;
mod make;
mod positions;
mod question;
mod shrink;
mod sweep;
mod ways;

use cln_codegen::schema::Schema;
use cln_codegen::source::Node;
use cln_runtime::Origin;
use cln_runtime::json::Tree;

use super::changes::{Aim, Change};
use super::nodes::Step;
use super::verdict::{rules_shown, steps_to_violation};
use super::{Code, Instance, Release};
use budget::{BEGINNING, Budget};
use edit::{Edit, shortened};
use judge::Judge;
use make::Maker;
use question::Question;

/// Of so many that show a change the smallest is taken, and made smaller still.
const FOUND: usize = 4;

/// So many times other alternatives and tags are taken.
const TURNS: usize = 3;

/// So many documented examples are changed.
const EXAMPLES: usize = 3;

/// One side of a method in both releases.
pub(super) struct Sides<'a, 'b> {
    old: Judge<'a, 'b>,
    new: Judge<'a, 'b>,
    origin: Origin,
    /// Documented instances of either release, as short as they can be.
    examples: Vec<Tree>,
    /// What may still be spent.
    budget: Budget,
}

impl<'a, 'b> Sides<'a, 'b> {
    pub(super) fn new(
        origin: Origin,
        (old, old_shape): (&'a Schema, cln_runtime::rules::Shape<'b>),
        (new, new_shape): (&'a Schema, cln_runtime::rules::Shape<'b>),
        examples: Vec<&Node>,
    ) -> Self {
        let mut short: Vec<Tree> = Vec::new();
        for example in examples.into_iter().filter_map(|node| Tree::parse(&node.to_json()).ok()) {
            let example = shortened(example);
            if short.len() < EXAMPLES && !short.contains(&example) {
                short.push(example);
            }
        }
        let budget = Budget::new([old, new]);
        Self { old: Judge::new(old, old_shape), new: Judge::new(new, new_shape), origin, examples: short, budget }
    }

    /// Says how many changes instances are to be found for.
    pub(super) fn divide_among(&self, changes: usize) {
        self.budget.divide_among(changes);
    }

    /// An instance that shows a change: first in the direction in which it should show, then in the other.
    pub(super) fn of_change(&self, change: &Change, aim: &Aim, shown_by: Release) -> Option<Instance> {
        let directions: &[Release] = match change.code {
            // One way fewer or more shows in one direction alone.
            Code::AlternativeAdded | Code::AlternativeDropped => &[shown_by],
            // Whatever is found decides what it is.
            _ if super::verdict::is_decided_by_instance(change.code) => &[self.breaking(), self.breaking().other()],
            Code::FieldRenamed | Code::FieldRemoved | Code::RequiredFieldAdded | Code::RequiredFieldRemoved => {
                &[shown_by, shown_by.other()]
            }
            _ => &[shown_by],
        };
        self.budget.for_a_finding(|| directions.iter().find_map(|release| self.search(change, aim, *release)))
    }

    /// Who accepts an instance that breaks something: the old release of what users write, the new one of what the
    /// node writes.
    pub(super) const fn breaking(&self) -> Release {
        match self.origin {
            Origin::Client => Release::Old,
            Origin::Node => Release::New,
        }
    }

    fn search(&self, change: &Change, aim: &Aim, accepted_by: Release) -> Option<Instance> {
        if aim.by_position {
            return self.by_position(accepted_by);
        }
        let code = change.code;
        let question = |place| self.question(code, aim, accepted_by, place);
        let near = |base: &Tree| {
            let mut reached = self.reaching(base, &aim.steps).take_while(|_| !self.budget.is_spent());
            reached.find_map(|(base, place)| self.near(&base, &question(place), aim))
        };
        let bases = self.bases(accepted_by);
        let in_branches = || {
            let base = self.in_branches(bases.first()?, change, aim, accepted_by)?;
            self.budget.renew();
            near(&base)
        };
        let found = in_branches().or_else(|| {
            self.budget.renew();
            bases.iter().find_map(near)
        });
        let found = found.or_else(|| self.under_conditions(code, aim, accepted_by));
        let found = found.or_else(|| {
            let bases = self.full_bases(accepted_by);
            self.budget.renew();
            bases.iter().find_map(near)
        });
        found.or_else(|| {
            self.budget.renew();
            let any_kind = |base: &Tree| {
                let (base, place) = self.reaching(base, &aim.steps).next()?;
                let edits = self.of_any_kind(&place, aim);
                self.first_of(&base, edits.into_iter(), &question(place))
            };
            bases.iter().find_map(any_kind)
        })
    }

    fn question<'q>(&self, code: Code, aim: &'q Aim, accepted_by: Release, place: String) -> Question<'q> {
        let decided = super::verdict::is_decided_by_instance(code);
        let strict = !(decided && self.origin == Origin::Node && accepted_by == Release::New);
        Question::of(aim, accepted_by, place, &rules_shown(code), strict).within(steps_to_violation(code))
    }

    /// An instance that shows a change only if what conditions ask about is another thing.
    fn under_conditions(&self, code: Code, aim: &Aim, accepted_by: Release) -> Option<Instance> {
        self.budget.renew();
        let base = self.bases(accepted_by).first()?;
        let around = aim.steps.len().checked_sub(1).and_then(|length| aim.steps.get(..length))?;
        let (base, place) = self.reaching(base, &aim.steps).next()?;
        let (parent, _) = place.rsplit_once('/')?;
        let tags = self.tags(parent, &self.schemas_at(around));
        let conditions = tags.into_iter().filter_map(|tag| Edit::from_iter([tag]).apply(&base));
        let question = self.question(code, aim, accepted_by, place.clone());
        let mut conditions = conditions.take_while(|_| !self.budget.is_spent());
        conditions.find_map(|base| self.near(&base, &question, aim))
    }

    /// An instance that shows what is asked for and differs from another in one place.
    fn near(&self, base: &Tree, question: &Question<'_>, aim: &Aim) -> Option<Instance> {
        self.first_of(base, self.edits_at(base, &question.place, aim), question)
    }

    /// The best of the first changed instances that show what is asked for.
    fn first_of(&self, base: &Tree, edits: impl Iterator<Item = Edit>, question: &Question<'_>) -> Option<Instance> {
        let edits = edits.take_while(|_| !self.budget.is_spent());
        let length = base.to_string().len();
        let mut found: Vec<Tree> = Vec::new();
        // The first ones are the plainest, and nothing plainer follows one that is no longer than what it was made of.
        for one in edits.filter_map(|edit| self.candidate(base, &edit, question)).take(FOUND) {
            let is_short = one.to_string().len() <= length;
            found.push(one);
            if is_short {
                break;
            }
        }
        let best = found.into_iter().min_by_key(|found| found.to_string().len())?;
        self.shown(self.smallest(best, question), question)
    }

    /// The judges: who accepts, and who refuses.
    fn judges(&self, accepted_by: Release) -> (&Judge<'a, 'b>, &Judge<'a, 'b>) {
        match accepted_by {
            Release::Old => (&self.old, &self.new),
            Release::New => (&self.new, &self.old),
        }
    }

    /// Instances to begin with: the least there can be, and documented ones.
    fn bases(&self, accepted_by: Release) -> &[Tree] {
        let (accepting, _) = self.judges(accepted_by);
        let make = || {
            let mut bases: Vec<Tree> = self.made(accepting, false, 0).into_iter().collect();
            self.budget.renew();
            let accepted = |example: &&Tree| accepting.accepts(&example.to_string(), &self.budget);
            bases.extend(self.examples.iter().filter(accepted).cloned());
            bases
        };
        accepting.bases.get_or_init(|| self.budget.within(BEGINNING, make).0)
    }

    /// More of them: with all that may be there, and with other alternatives and tags.
    fn full_bases(&self, accepted_by: Release) -> &[Tree] {
        let (accepting, _) = self.judges(accepted_by);
        let make = || {
            let full = (0..TURNS).filter_map(|turn| self.made(accepting, true, turn));
            let mut bases: Vec<Tree> = full.collect();
            bases.dedup();
            bases
        };
        accepting.full_bases.get_or_init(|| self.budget.within(BEGINNING, make).0)
    }

    fn made(&self, accepting: &Judge<'a, 'b>, is_full: bool, turn: usize) -> Option<Tree> {
        self.budget.renew();
        let made = Maker { origin: self.origin, is_full, turn }.value(&[accepting.schema], 0);
        accepting.repaired(made, None, self.origin, &self.budget)
    }

    /// What both releases say of a value.
    fn schemas_at(&self, steps: &[Step]) -> Vec<&'a Schema> {
        self.budget.pay_for_a_look();
        let mut schemas = super::nodes::at(self.new.schema, steps);
        schemas.extend(super::nodes::at(self.old.schema, steps));
        schemas
    }

    /// The changed instance, if it shows what is asked for.
    fn candidate(&self, base: &Tree, edit: &Edit, question: &Question<'_>) -> Option<Tree> {
        let changed = edit.apply(base).filter(|changed| question.is_about(changed))?;
        let (accepting, _) = self.judges(question.accepted_by);
        let changed = accepting.repaired(changed, Some(&question.place), self.origin, &self.budget)?;
        self.is_refused(&changed.to_string(), question).then_some(changed)
    }

    /// Whether one accepts an instance and the other refuses it for what is asked for.
    fn separates(&self, instance: &Tree, question: &Question<'_>) -> bool {
        let json = instance.to_string();
        let (accepting, _) = self.judges(question.accepted_by);
        question.is_about(instance) && accepting.accepts(&json, &self.budget) && self.is_refused(&json, question)
    }

    fn is_refused(&self, json: &str, question: &Question<'_>) -> bool {
        let (_, refusing) = self.judges(question.accepted_by);
        // Most are accepted by both, which takes less to be told.
        !refusing.accepts(json, &self.budget)
            && refusing.violation(json, &self.budget, |violation| question.is_answered_by(violation)).is_some()
    }

    /// The instance, with the words of who refuses it.
    fn shown(&self, instance: Tree, question: &Question<'_>) -> Option<Instance> {
        let json = instance.to_string();
        let (_, refusing) = self.judges(question.accepted_by);
        let told = || refusing.violation(&json, &self.budget, |violation| question.is_answered_by(violation));
        // What was found is told, whatever is left.
        let shown = self.budget.within(BEGINNING, told).0?;
        Some(Instance {
            json,
            accepted_by: question.accepted_by,
            pointer: shown.pointer().to_owned(),
            rule: shown.rule(),
            message: shown.message().to_owned(),
        })
    }
}
