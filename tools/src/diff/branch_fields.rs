//! Fields of an object that is described elsewhere, as one of its branches lists and demands them.

use std::collections::BTreeSet;

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::{Property, Schema};
use cln_runtime::Origin;

use super::Code;
use super::around::{removed_in, requires};
use super::canon::is_closed;
use super::changes::{Change, Changes, Spot, Where};
use super::nodes::{Step, is_placeholder};

/// What follows if a field is gone where a branch applies.
const NEVER_THERE: &str = "Nothing fails to decode, but readers that look for it in this case never find it again.";

impl Changes {
    /// What became of the fields where a branch applies. Those that come to the whole object, or go from it, are told of
    /// where the object is.
    pub(super) fn branch_fields(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let gone = gone(old, new, place);
        if place.other_case {
            self.of_other_cases((old, new), &gone, place);
            return;
        }
        for name in &gone {
            self.gone_from_branch(name, (old, new), place);
        }
        self.demands((old, new), &gone, place);
        self.said_elsewhere(old, new, place);
        // Readers pass over what they do not know.
        if place.origin == Origin::Client {
            self.come_to_branch((old, new), place);
        }
        self.branch_closedness(old, new, place);
    }

    /// Branches that apply in different cases: what is gone from one may stand in any other, and what both list may be
    /// gone where only the old one applies.
    fn of_other_cases(&mut self, (old, new): (&Schema, &Schema), gone: &BTreeSet<&str>, place: &Where) {
        for name in old.properties().map(|property| property.name.value.as_str()) {
            if place.around.new.knows(name) && !place.around.is_required(name) {
                self.gone_from_branch(name, (old, new), place).only_if_shown = true;
            }
        }
        let come = new.properties().map(|property| property.name.value.as_str());
        let come = come.filter(|name| place.around.old.knows(name) && !place.around.old.allows(name, old));
        let names: Vec<&str> = gone.iter().copied().chain(come).collect();
        if !names.is_empty() {
            let listed = names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
            let what = format!("a branch of {} lists other fields: {listed}", place.name());
            self.of_value(Code::ConditionChanged, (Spot::of(old), Spot::of(new)), place, what).about(names);
        }
        self.demands((old, new), gone, place);
    }

    /// The fields that a branch listed which is gone; callers may send them all the same.
    pub(super) fn gone_with(&mut self, branch: &Schema, new: &Schema, place: &Where) {
        let nothing = Schema { pointer: new.pointer.clone(), span: new.span, ..Schema::default() };
        for name in gone(branch, &nothing, place).into_iter().filter(|_| place.origin == Origin::Node) {
            self.gone_from_branch(name, (branch, &nothing), place);
        }
    }

    fn gone_from_branch(&mut self, name: &str, (old, new): (&Schema, &Schema), place: &Where) -> &mut Change {
        let (code, was) = match requires(old, name) {
            true => (Code::RequiredFieldRemoved, "required"),
            false => (Code::FieldRemoved, "optional"),
        };
        let what = format!("{} was {was} {} and is gone there", place.name_of(name), place.case());
        let said = old.properties().find(|property| property.name.value == name);
        let spot = said.map_or_else(|| Spot::of(old), Spot::field);
        let below = place.below(Step::Name(name.to_owned()));
        let may_be_sent = !is_closed(new);
        let change = self.of_value(code, (spot, Spot::of(new)), &below, what);
        // A branch that only allows the field leaves it to others to say that it is to go.
        let own = said.filter(|property| !is_placeholder(&property.schema)).map(|property| &property.schema);
        change.removed_in = own.map_or_else(|| place.around.old.removed_in(name), removed_in);
        match place.origin {
            Origin::Client if may_be_sent => change.may_still_be_sent(),
            Origin::Client => {}
            Origin::Node => change.consequence = Some(NEVER_THERE.to_owned()),
        }
        change
    }

    fn come_to_branch(&mut self, (old, new): (&Schema, &Schema), place: &Where) {
        for property in new.properties() {
            let name = &property.name.value;
            let around = &place.around;
            if around.old.knows(name) && !around.old.allows(name, old) && !requires(new, name) {
                let what = format!("{} is new and optional {}", place.name_of(name), place.case());
                let below = place.below(Step::Name(name.clone()));
                self.of_value(Code::FieldAdded, (Spot::of(old), Spot::field(property)), &below, what);
            }
        }
    }

    /// Fields of which only one release says something in the branch, though they may be there in both.
    fn said_elsewhere(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let spots = |field: &Property, says_more: bool| match says_more {
            true => (Spot::of(old), Spot::field(field)),
            false => (Spot::field(field), Spot::of(new)),
        };
        for (branch, other, object, says_more) in
            [(old, new, &place.around.new, false), (new, old, &place.around.old, true)]
        {
            for field in branch.properties().filter(|field| !is_placeholder(&field.schema)) {
                let name = &field.name.value;
                if other.property(name).is_none() && object.knows(name) && object.allows(name, other) {
                    self.restated(name, says_more, &field.schema, spots(field, says_more), place);
                }
            }
        }
    }

    /// A field of which a branch says more than before, or less: what the object says may be just that.
    pub(super) fn restated(&mut self, name: &str, says_more: bool, said: &Schema, spots: (Spot, Spot), place: &Where) {
        let (what, object) = match says_more {
            true => ("says more than the object itself does now", &place.around.old),
            false => ("says no more than the object itself does any more", &place.around.new),
        };
        if !object.says(name, said) {
            let what = format!("{}: a branch {what}", place.name_of(name));
            self.of_value(Code::ConditionChanged, spots, &place.below(Step::Name(name.to_owned())), what);
        }
    }

    /// What a branch demands of the fields that stay.
    fn demands(&mut self, (old, new): (&Schema, &Schema), gone: &BTreeSet<&str>, place: &Where) {
        let required = |schema: &Schema| -> BTreeSet<String> {
            let names = schema.required.iter().map(|name| &name.value);
            names.filter(|name| !gone.contains(name.as_str())).cloned().collect()
        };
        let (before, after) = (required(old), required(new));
        if before == after {
            return;
        }
        let list = |names: &BTreeSet<String>| match names.is_empty() {
            true => "nothing".to_owned(),
            false => names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "),
        };
        let what = format!("a branch of {} required {} and requires {}", place.name(), list(&before), list(&after));
        // Those that are demanded in one release alone are what it is about.
        let all = before.symmetric_difference(&after).chain(before.intersection(&after)).map(String::as_str);
        self.of_value(Code::ConditionChanged, (Spot::of(old), Spot::of(new)), place, what).about(all);
    }

    /// Whether a branch takes fields that it does not list, which readers pass over, and which a closed object refuses.
    fn branch_closedness(&mut self, old: &Schema, new: &Schema, place: &Where) {
        if old.additional_properties == new.additional_properties {
            return;
        }
        let around = &place.around;
        let is = if is_closed(new) { "takes no unlisted fields any more" } else { "takes unlisted fields now" };
        let what = format!("a branch of {} {is}", place.name());
        let spots = (Spot::of(old), Spot::of(new));
        if is_closed(old) == is_closed(new) || around.old.closed && around.new.closed {
            self.of_words(Code::ClosednessStated, spots, Some(place.origin), what);
        } else if place.origin == Origin::Node {
            let code = if is_closed(new) { Code::Closed } else { Code::Opened };
            self.of_words(code, spots, Some(place.origin), what);
        } else {
            self.of_value(Code::ConditionChanged, spots, place, what);
        }
    }
}

/// The fields that could be there where a branch applies and cannot any more, though they still can elsewhere.
fn gone<'s>(old: &'s Schema, new: &Schema, place: &'s Where) -> BTreeSet<&'s str> {
    let around = &place.around;
    let own = old.properties().map(|property| property.name.value.as_str());
    let others = around.old.always().filter(|_| is_closed(new) && !is_closed(old));
    own.chain(others).filter(|name| around.new.knows(name) && !around.new.allows(name, new)).collect()
}
