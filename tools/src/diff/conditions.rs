//! Conditions: what `if` asks, and what `then` and `else` say.

use std::collections::{BTreeMap, BTreeSet};

use cln_codegen::diagnostic::quoted;
use cln_codegen::internals::kind_of;
use cln_codegen::schema::{Condition, Property, Schema, Type};
use cln_codegen::source::Node;

use super::Code;
use super::canon::{is_closed, rules};
use super::changes::{Changes, Spot, Where};
use super::nodes::is_placeholder;

impl Changes {
    pub(super) fn condition(&mut self, old: &Schema, new: &Schema, place: &Where) {
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
        self.tests((&before.when, &after.when), new, place);
        let cases = cases(&after.when);
        let parts = [(&before.then, &after.then), (&before.otherwise, &after.otherwise)];
        for ((before, after), case) in parts.into_iter().zip(&cases) {
            match (before, after) {
                (Some(before), Some(after)) => self.schemas(before, after, &place.where_it_is(case)),
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

    /// What a condition asks. Two that are written otherwise may ask the same.
    fn tests(&mut self, (old, new): (&Schema, &Schema), around: &Schema, place: &Where) {
        let spots = (Spot::of(old), Spot::of(new));
        if asks(old, place) != asks(new, place) {
            self.of_condition(Code::ConditionChanged, "asks something else", spots, around, place);
        } else if old.additional_properties != new.additional_properties {
            let what = format!("a condition on {}: what it says of unlisted fields means nothing", place.name());
            self.of_words(Code::ClosednessStated, spots, Some(place.origin), what);
        } else if rules(old) != rules(new) {
            let what = format!("a condition on {} is written otherwise", place.name());
            let change = self.of_words(Code::DescriptionChanged, spots, Some(place.origin), what);
            change.consequence = Some("It asks the same as before.".to_owned());
        }
    }
}

/// What the condition of a branch asks, if the branch is nothing but a condition.
pub(super) fn asked_rules(branch: &Schema) -> Option<String> {
    branch.condition.as_deref().map(|condition| rules(&condition.when))
}

/// What a condition asks, however it is written: of a closed one, that nothing else is there; of each field that it
/// says anything of, what it holds; and which fields are there of those that need not be.
fn asks<'s>(test: &'s Schema, place: &Where) -> (Option<String>, BTreeMap<&'s str, String>, BTreeSet<&'s str>) {
    let says = |schema: &Schema| match &schema.enum_values {
        Some(values) if ty_follows(schema, values) => {
            let mut values: Vec<String> = values.iter().map(Node::to_json).collect();
            values.sort_unstable();
            format!("{values:?}")
        }
        _ => rules(schema),
    };
    let fields = test.properties().filter(|property| !is_placeholder(&property.schema));
    let fields = fields.map(|property| (property.name.value.as_str(), says(&property.schema)));
    let required = test.required.iter().map(|name| name.value.as_str());
    let required = required.filter(|name| !place.around.is_required(name));
    let is_plain = !is_closed(test) && test.branches().next().is_none();
    ((!is_plain).then(|| rules(test)), fields.collect(), required.collect())
}

/// Whether a schema is nothing but a list of values, which may say their type besides.
fn ty_follows(schema: &Schema, values: &[Node]) -> bool {
    let of_values = Type::Scalar(kind_of(values));
    let bare = Schema { enum_values: schema.enum_values.clone(), ty: schema.ty.clone(), ..Schema::default() };
    schema.ty.as_ref().is_none_or(|ty| ty.value == of_values) && rules(schema) == rules(&bare)
}

/// When the branches of a condition apply, in words: where it holds, and where it does not.
fn cases(test: &Schema) -> [String; 2] {
    let is_one_of = |property: &Property| {
        let values: Vec<String> = property.schema.enum_values.iter().flatten().map(Node::to_json).collect();
        let listed = values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(" or ");
        (!values.is_empty()).then(|| format!("{} is {listed}", quoted(&property.name.value)))
    };
    let given = test.required.iter().filter(|name| test.property(&name.value).is_none());
    let given = given.map(|name| format!("{} is given", quoted(&name.value)));
    let parts: Vec<String> = test.properties().filter_map(is_one_of).chain(given).collect();
    match parts.is_empty() {
        true => ["where a condition holds".to_owned(), "where a condition does not hold".to_owned()],
        false => [format!("where {}", parts.join(" and ")), format!("unless {}", parts.join(" and "))],
    }
}
