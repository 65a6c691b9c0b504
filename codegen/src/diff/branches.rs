//! Conditions and alternatives: `if`, `allOf`, `oneOf`, `anyOf`.

use super::Code;
use super::canon::rules;
use super::changes::{Changes, Spot, Where};
use super::nodes::names;
use super::values::{is_alternatives, type_name};
use crate::schema::{Condition, Schema};

/// Schemas of the same keyword, by the places they have in the other file.
struct Matched<'s> {
    pairs: Vec<(&'s Schema, &'s Schema)>,
    gone: Vec<&'s Schema>,
    come: Vec<&'s Schema>,
}

impl Changes {
    pub(super) fn branches(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.all_of(old, new, place);
        self.condition(old, new, place);
        self.alternatives("oneOf", (old, &old.one_of), (new, &new.one_of), place);
        self.alternatives("anyOf", (old, &old.any_of), (new, &new.any_of), place);
    }

    fn all_of(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let matched = matched(&old.all_of, &new.all_of, |_, _| true);
        for (before, after) in matched.pairs {
            self.schemas(before, after, &place.in_branch());
        }
        for branch in matched.gone {
            self.of_condition(Code::ConditionDropped, "is gone", (Spot::of(branch), Spot::of(new)), branch, place);
        }
        for branch in matched.come {
            self.of_condition(Code::ConditionAdded, "is new", (Spot::of(old), Spot::of(branch)), branch, place);
        }
    }

    fn condition(&mut self, old: &Schema, new: &Schema, place: &Where) {
        match (old.condition.as_deref(), new.condition.as_deref()) {
            (None, None) => {}
            (Some(before), None) => {
                let spots = (Spot::of(&before.when), Spot::of(new));
                self.of_condition(Code::ConditionDropped, "is gone", spots, old, place);
            }
            (None, Some(after)) => {
                let spots = (Spot::of(old), Spot::of(&after.when));
                self.of_condition(Code::ConditionAdded, "is new", spots, new, place);
            }
            (Some(before), Some(after)) => self.both_conditions((old, before), (new, after), place),
        }
    }

    fn both_conditions(
        &mut self,
        (old, before): (&Schema, &Condition),
        (new, after): (&Schema, &Condition),
        place: &Where,
    ) {
        if rules(&before.when) != rules(&after.when) {
            let spots = (Spot::of(&before.when), Spot::of(&after.when));
            self.of_condition(Code::ConditionChanged, "asks something else", spots, new, place);
        }
        let parts = [(&before.then, &after.then), (&before.otherwise, &after.otherwise)];
        for (before, after) in parts {
            match (before, after) {
                (Some(before), Some(after)) => self.schemas(before, after, &place.in_branch()),
                (None, None) => {}
                (Some(before), None) => {
                    let spots = (Spot::of(before), Spot::of(new));
                    self.of_condition(Code::ConditionDropped, "has a branch less", spots, before, place);
                }
                (None, Some(after)) => {
                    let spots = (Spot::of(old), Spot::of(after));
                    self.of_condition(Code::ConditionAdded, "has a branch more", spots, after, place);
                }
            }
        }
    }

    fn of_condition(&mut self, code: Code, is: &str, spots: (Spot, Spot), about: &Schema, place: &Where) {
        let what = format!("a condition on {} {is}", place.name());
        let mut about_names = names(&[about]);
        about_names.extend(about.required.iter().map(|name| name.value.as_str()));
        self.of_value(code, spots, place, what).about(about_names);
    }

    fn alternatives(
        &mut self,
        keyword: &str,
        (old, before): (&Schema, &[Schema]),
        (new, after): (&Schema, &[Schema]),
        place: &Where,
    ) {
        if before.is_empty() != after.is_empty() {
            // Of a single value, the type has changed.
            if before.is_empty() && !is_alternatives(new) {
                self.of_condition(Code::ConditionAdded, "is new", (Spot::of(old), Spot::of(new)), new, place);
            } else if after.is_empty() && !is_alternatives(old) {
                self.of_condition(Code::ConditionDropped, "is gone", (Spot::of(old), Spot::of(new)), old, place);
            }
            return;
        }
        let is_value = is_alternatives(old) && is_alternatives(new);
        let matched = matched(before, after, |old, new| type_name(old, place) == type_name(new, place));
        let inside = if is_value { place.clone() } else { place.in_branch() };
        for (before, after) in matched.pairs {
            self.schemas(before, after, &inside);
        }
        let codes = match is_value {
            true => (Code::AlternativeDropped, Code::AlternativeAdded),
            // Of a whole object, they are rules between its fields.
            false => (Code::ConditionChanged, Code::ConditionChanged),
        };
        let mut about: Vec<&str> = Vec::new();
        for arm in before.iter().chain(after) {
            about.extend(names(&[arm]));
            about.extend(arm.required.iter().map(|name| name.value.as_str()));
        }
        about.sort_unstable();
        about.dedup();
        let what = |schema: &Schema, is: &str| {
            let named = if is_value { type_name(schema, place) } else { "a branch".to_owned() };
            format!("{}: {named} in `{keyword}` {is}", place.name())
        };
        for arm in matched.gone {
            let spots = (Spot::of(arm), Spot::of(new));
            self.of_value(codes.0, spots, place, what(arm, "is gone")).about(about.iter().copied());
        }
        for arm in matched.come {
            let spots = (Spot::of(old), Spot::of(arm));
            self.of_value(codes.1, spots, place, what(arm, "is new")).about(about.iter().copied());
        }
    }
}

/// Pairs those with the same rules, then, in order, those that may be the same but for something in them.
fn matched<'s>(old: &'s [Schema], new: &'s [Schema], may_be_same: impl Fn(&Schema, &Schema) -> bool) -> Matched<'s> {
    let mut matched = Matched { pairs: Vec::new(), gone: Vec::new(), come: new.iter().collect() };
    let mut rest = Vec::new();
    for schema in old {
        match matched.come.iter().position(|other| rules(other) == rules(schema)) {
            Some(at) => matched.pairs.push((schema, matched.come.remove(at))),
            None => rest.push(schema),
        }
    }
    for schema in rest {
        match matched.come.iter().position(|other| may_be_same(schema, other)) {
            Some(at) => matched.pairs.push((schema, matched.come.remove(at))),
            None => matched.gone.push(schema),
        }
    }
    matched
}
