//! The branches of a schema: `allOf`, `oneOf`, `anyOf`.

use cln_codegen::schema::Schema;

use super::Code;
use super::changes::{Changes, Spot, Where};
use super::conditions::asked_rules;
use super::matched::Matched;
use super::nodes::names;
use super::values::{is_alternatives, type_name, unit};

impl Changes {
    pub(super) fn branches(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.all_of(old, new, place);
        self.condition(old, new, place);
        if is_alternatives(old) && is_alternatives(new) {
            self.alternatives(old, new, place);
        } else {
            self.ways("oneOf", (old, &old.one_of), (new, &new.one_of), place);
            self.ways("anyOf", (old, &old.any_of), (new, &new.any_of), place);
        }
    }

    fn all_of(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let matched = Matched::of(old.all_of.iter().collect(), new.all_of.iter().collect());
        // Those that apply in the same cases belong together, wherever they stand.
        let matched = matched.then(asked_rules).then(|_| Some(String::new()));
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

    pub(super) fn of_condition(&mut self, code: Code, is: &str, spots: (Spot, Spot), about: &Schema, place: &Where) {
        let what = format!("a condition on {} {is}", place.name());
        self.of_value(code, spots, place, what).about(said_of(about));
    }

    /// Alternatives that are all that is said of a value; `oneOf` or `anyOf` is the same to validators.
    fn alternatives(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let matched = Matched::of(arms(old), arms(new));
        let matched = matched.then(|arm| Some(type_name(arm, place))).then(|arm| unit(arm).map(|_| String::new()));
        for (before, after) in matched.pairs {
            self.schemas(before, after, &place.in_alternative());
        }
        let what = |schema: &Schema, around: &Schema, is: &str| {
            let keyword = if around.one_of.is_empty() { "anyOf" } else { "oneOf" };
            format!("{}: {} in `{keyword}` {is}", place.name(), type_name(schema, place))
        };
        for arm in matched.gone {
            let spots = (Spot::of(arm), Spot::of(new));
            self.of_value(Code::AlternativeDropped, spots, place, what(arm, old, "is gone")).about(said_of(arm));
        }
        for arm in matched.come {
            let spots = (Spot::of(old), Spot::of(arm));
            self.of_value(Code::AlternativeAdded, spots, place, what(arm, new, "is new")).about(said_of(arm));
        }
    }

    /// Alternatives of a whole object are rules between its fields; those beside a type mean nothing on their own.
    fn ways(
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
        let matched = Matched::of(before.iter().collect(), after.iter().collect());
        let matched = matched.then(|arm| Some(type_name(arm, place)));
        for (before, after) in matched.pairs {
            self.schemas(before, after, &place.in_branch().in_alternative());
        }
        let what = |is: &str| format!("{}: a branch in `{keyword}` {is}", place.name());
        for arm in matched.gone {
            let names = said_before_others(arm, before, after);
            self.of_value(Code::ConditionChanged, (Spot::of(arm), Spot::of(new)), place, what("is gone")).about(names);
        }
        for arm in matched.come {
            let names = said_before_others(arm, before, after);
            self.of_value(Code::ConditionChanged, (Spot::of(old), Spot::of(arm)), place, what("is new")).about(names);
        }
    }
}

/// Both lists of alternatives, as validators take them.
fn arms(schema: &Schema) -> Vec<&Schema> {
    schema.alternatives().collect()
}

/// The names that a branch lists or demands.
fn said_of(branch: &Schema) -> Vec<&str> {
    let mut said = names(&[branch]);
    said.extend(branch.required.iter().map(|name| name.value.as_str()).filter(|name| branch.property(name).is_none()));
    said
}

/// So many names that other branches say are of interest.
const OTHERS: usize = 8;

/// The names that a branch is about, and then some that the others are about.
fn said_before_others<'s>(arm: &'s Schema, old: &'s [Schema], new: &'s [Schema]) -> Vec<&'s str> {
    let mut said = said_of(arm);
    let mut others: Vec<&str> = old.iter().chain(new).take(OTHERS).flat_map(said_of).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|name| !said.contains(name));
    said.extend(others.into_iter().take(OTHERS));
    said
}
