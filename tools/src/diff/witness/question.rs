//! What an instance has to show.

use cln_codegen::schema::Schema;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::steps;
use cln_runtime::{Rule, Violation};

use super::super::Release;
use super::super::changes::Aim;
use super::super::nodes::{Step, below};

/// What an instance has to show.
pub(super) struct Question<'q> {
    pub(super) accepted_by: Release,
    /// Where: a JSON Pointer.
    pub(super) place: String,
    /// How many steps below the place it has to be refused; any number if that is not said.
    pub(super) steps: Option<usize>,
    /// By which rules; by any if there are none.
    pub(super) rules: Vec<Rule>,
    /// Whether unknown fields and values count, which readers tolerate.
    pub(super) strict: bool,
    /// What has to stand there, if it is about one value.
    pub(super) value: Option<&'q Tree>,
    /// The outermost alternatives around the place, if there are any: none of them fits where something in one changed.
    pub(super) alternatives: Option<String>,
    /// What has to describe the place, if it is about what callers send: they may put anything into an open object, and
    /// need not mean by it what a field of that name means later.
    pub(super) described: Option<&'q Schema>,
    /// Positions of parameters that nobody sends by position: `null` may stand there.
    pub(super) left_out: Vec<String>,
}

impl<'q> Question<'q> {
    /// Whether anything is accepted by one and refused by the other, wherever and for whatever.
    pub(super) const fn any(accepted_by: Release, strict: bool) -> Self {
        Self {
            accepted_by,
            place: String::new(),
            steps: None,
            rules: Vec::new(),
            strict,
            value: None,
            alternatives: None,
            described: None,
            left_out: Vec::new(),
        }
    }

    /// Whether what an aim is about shows at a place.
    pub(super) fn of(aim: &'q Aim, accepted_by: Release, place: String, rules: &[Rule], strict: bool) -> Self {
        let rules = match (&aim.value, aim.bound) {
            // That very value is there, whatever is wrong with it.
            (Some(_), _) => Vec::new(),
            (None, Some(bound)) => vec![bound.rule],
            (None, None) => rules.to_vec(),
        };
        let alternatives = aim.alternatives.map(|steps| beginning(&place, steps).to_owned());
        Self {
            accepted_by,
            place,
            steps: None,
            rules,
            strict,
            value: aim.value.as_ref(),
            alternatives,
            described: None,
            left_out: Vec::new(),
        }
    }

    /// The same, where it has to be refused so many steps below the place.
    pub(super) fn within(self, steps: Option<usize>) -> Self {
        Self { steps, ..self }
    }

    pub(super) fn is_answered_by(&self, violation: &Violation) -> bool {
        let at = violation.pointer();
        let is_told = self.rules.is_empty() || self.rules.contains(&violation.rule());
        let is_of_alternatives = matches!(violation.rule(), Rule::OneOf | Rule::AnyOf)
            && self.alternatives.as_deref().is_some_and(|around| is_in(at, around) && is_in(&self.place, at));
        let is_near = |steps: usize| at.matches('/').count() == self.place.matches('/').count() + steps;
        if self.described.is_some_and(|schema| !is_described(schema, violation)) {
            return false;
        }
        let is_there = is_in(at, &self.place) && self.steps.is_none_or(is_near);
        (is_told && is_there || is_of_alternatives) && (self.strict || !is_tolerated(violation.rule()))
    }

    /// Whether an instance has what has to stand there, and not what must not.
    pub(super) fn is_about(&self, instance: &Tree) -> bool {
        let is_left_out = |place: &String| instance.at(place).is_none_or(|value| *value == null());
        self.value.is_none_or(|value| instance.at(&self.place) == Some(value)) && self.left_out.iter().all(is_left_out)
    }
}

pub(super) fn null() -> Tree {
    Tree::Plain("null".to_owned())
}

/// Whether a schema says anything of a value that is refused. What is not listed, or is missing, has no value.
fn is_described(schema: &Schema, violation: &Violation) -> bool {
    let is_of_value = !matches!(
        violation.rule(),
        Rule::Unknown | Rule::Arity | Rule::Required | Rule::Paired | Rule::Dependent | Rule::Exclusive
    );
    let mut said = vec![schema];
    for token in steps(violation.pointer()) {
        let fields = below(&said, &Step::Name(token.into_owned()));
        said = if fields.is_empty() { below(&said, &Step::Item) } else { fields };
    }
    !is_of_value || !said.is_empty()
}

/// Whether a pointer leads to a place, or to one inside it.
fn is_in(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// As much of a pointer as so many steps take.
fn beginning(pointer: &str, steps: usize) -> &str {
    let end = pointer.match_indices('/').nth(steps).map_or(pointer.len(), |(at, _)| at);
    pointer.get(..end).unwrap_or_default()
}

/// What readers of what a node writes pass over: fields and values that they do not know.
pub(super) const fn is_tolerated(rule: Rule) -> bool {
    matches!(rule, Rule::Unknown | Rule::Enum)
}
