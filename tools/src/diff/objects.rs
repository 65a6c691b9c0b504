//! Objects: which fields there are, which must be there, and what else may be. Their branches are in `branch_fields`.

use cln_codegen::schema::{Property, Schema, Type};
use cln_runtime::Origin;

use super::Code;
use super::around::removed_in;
use super::canon::type_of;
use super::changes::{Changes, Spot, Where};
use super::nodes::{FieldOf, Step, fields, is_placeholder, name_of};
use super::renames::{Names, renamed_fields};

/// What follows of a new parameter by the name of which anything could be sent: nobody who did meant what it means now.
const HAD_NO_MEANING: &str = "Callers need not send it, and what they could send by that name meant nothing.";

/// What follows if the node writes a field in fewer cases than it might have.
const NOT_ELSEWHERE: &str = "Nothing fails to decode, but readers that look for it in other cases never find it again.";

impl Changes {
    pub(super) fn objects(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.groups(old, new, place);
        if place.branch {
            self.branch_fields(old, new, place);
        } else {
            self.closedness(old, new, place);
            self.fields((old, fields(old)), (new, fields(new)), place);
        }
        for before in old.properties() {
            if let Some(after) = new.property(&before.name.value) {
                let (before, after) =
                    if place.branch { (before, after) } else { described((old, before), (new, after)) };
                self.same_field((&before.name.value, &before.schema, &after.schema), place);
            }
        }
    }

    fn same_field(&mut self, (name, before, after): (&str, &Schema, &Schema), place: &Where) {
        if !place.branch || !place.around.is_listed(name) || is_placeholder(before) == is_placeholder(after) {
            self.schemas(before, after, &place.below(Step::Name(name.to_owned())));
            return;
        }
        // `{}` in a branch stands for what the object says of the field.
        let (says_more, said) = if is_placeholder(before) { (true, after) } else { (false, before) };
        self.restated(name, says_more, said, (Spot::of(before), Spot::of(after)), place);
    }

    fn fields(
        &mut self,
        (old, before): (&Schema, Vec<FieldOf<'_>>),
        (new, after): (&Schema, Vec<FieldOf<'_>>),
        place: &Where,
    ) {
        let find = |fields: &[FieldOf<'_>], name: &str| fields.iter().position(|field| name_of(field) == name);
        let gone: Vec<&FieldOf<'_>> = before.iter().filter(|field| find(&after, name_of(field)).is_none()).collect();
        let come: Vec<&FieldOf<'_>> = after.iter().filter(|field| find(&before, name_of(field)).is_none()).collect();
        // What was deprecated goes because it was to go.
        let kept: Vec<_> = gone.iter().copied().filter(|field| field.property.schema.deprecated.is_none()).collect();
        let renamed = renamed_fields(&Names::of(&before, &kept), &Names::of(&after, &come));
        for field in &gone {
            let to = renamed.iter().find(|(from, _)| from == name_of(field)).map(|(_, to)| to.as_str());
            match come.iter().find(|field| Some(name_of(field)) == to) {
                Some(to) => self.renamed(field, to, place),
                None => self.removed(field, new, place),
            }
        }
        for field in come.iter().filter(|field| renamed.iter().all(|(_, to)| to != name_of(field))) {
            self.added(field, old, place);
        }
        for field in &before {
            if let Some(other) = after.iter().find(|other| name_of(other) == name_of(field)) {
                self.requirement(field, other, place);
                self.whereabouts(field, other, place);
            }
        }
        self.order((old, &before), (new, &after), &renamed, place);
    }

    fn added(&mut self, field: &FieldOf<'_>, old: &Schema, place: &Where) {
        let name = name_of(field);
        let (code, is) = match field.required {
            true => (Code::RequiredFieldAdded, "is new and required"),
            false => (Code::FieldAdded, "is new and optional"),
        };
        let what = format!("{} {is}", place.name_of(name));
        let below = place.below(Step::Name(name.to_owned()));
        let change = self.of_value(code, (Spot::of(old), Spot::field(field.property)), &below, what);
        if code == Code::FieldAdded && place.origin == Origin::Client && is_open(old, place) {
            change.consequence = Some(HAD_NO_MEANING.to_owned());
        }
    }

    fn removed(&mut self, field: &FieldOf<'_>, new: &Schema, place: &Where) {
        let name = name_of(field);
        let (code, was) = match field.required {
            true => (Code::RequiredFieldRemoved, "was required and is gone"),
            false => (Code::FieldRemoved, "was optional and is gone"),
        };
        let what = format!("{} {was}", place.name_of(name));
        let below = place.below(Step::Name(name.to_owned()));
        let change = self.of_value(code, (Spot::field(field.property), Spot::of(new)), &below, what);
        change.removed_in = removed_in(&field.property.schema);
        if place.origin == Origin::Client && is_open(new, place) {
            if field.property.is_added_by_correction() {
                change.was_listed_by_correction();
            } else {
                change.may_still_be_sent();
            }
        }
    }

    fn renamed(&mut self, field: &FieldOf<'_>, to: &FieldOf<'_>, place: &Where) {
        let what = format!("{} seems to be {} now", place.name_of(name_of(field)), place.name_of(name_of(to)));
        let below = place.below(Step::Name(name_of(field).to_owned()));
        let spots = (Spot::field(field.property), Spot::field(to.property));
        self.of_value(Code::FieldRenamed, spots, &below, what).guess = true;
        self.schemas(&field.property.schema, &to.property.schema, &place.below(Step::Name(name_of(to).to_owned())));
    }

    fn requirement(&mut self, before: &FieldOf<'_>, after: &FieldOf<'_>, place: &Where) {
        let name = name_of(before);
        let (code, what) = match (before.required, after.required) {
            (false, true) => (Code::BecameRequired, "was optional and is required"),
            (true, false) => (Code::BecameOptional, "was required and is optional"),
            _ => return,
        };
        let what = format!("{} {what}", place.name_of(name));
        let below = place.below(Step::Name(name.to_owned()));
        self.of_value(code, (Spot::field(before.property), Spot::field(after.property)), &below, what);
    }

    /// A field that moves into a branch, or out of one, may be there in other cases than before. To readers, one that is
    /// there in more cases is as good as new, and one that is there in fewer is gone from the others.
    fn whereabouts(&mut self, before: &FieldOf<'_>, after: &FieldOf<'_>, place: &Where) {
        let name = name_of(before);
        let is_of_node = place.origin == Origin::Node;
        // A field that the object only allows stands in a branch all the same.
        let stands = |field: &FieldOf<'_>| !(is_of_node && field.only_allowed);
        let (what, code) = match (before.always, after.always) {
            (true, false) if stands(before) => {
                ("could be there in any case, and stands only in a branch now", Code::FieldRemoved)
            }
            (false, true) if stands(after) => {
                ("stood only in a branch, and may be there in any case now", Code::FieldAdded)
            }
            _ => return,
        };
        let what = format!("{} {what}", place.name_of(name));
        let below = place.below(Step::Name(name.to_owned()));
        let spots = (Spot::field(before.property), Spot::field(after.property));
        let code = if is_of_node { code } else { Code::ConditionChanged };
        let change = self.of_value(code, spots, &below, what);
        if code == Code::FieldRemoved {
            change.consequence = Some(NOT_ELSEWHERE.to_owned());
        }
        self.schemas(&before.property.schema, &after.property.schema, &below);
    }

    fn closedness(&mut self, old: &Schema, new: &Schema, place: &Where) {
        if old.additional_properties == new.additional_properties {
            return;
        }
        let keyword = "additionalProperties";
        let (spots, name) = ((Spot::of(old), Spot::of(new)), place.name());
        match (is_open(old, place), is_open(new, place)) {
            (true, false) => {
                let what = format!("{name} takes no unlisted fields any more");
                self.of_value(Code::Closed, spots, place, what);
            }
            (false, true) => {
                let what = format!("{name} takes unlisted fields now");
                self.of_value(Code::Opened, spots, place, what);
            }
            (open, _) => {
                let said = if new.additional_properties.is_some() { "says" } else { "does not say" };
                let more = if open { "more may be there" } else { "nothing else may be there" };
                let what = format!("{name}: `{keyword}` {said} now that {more}, which holds anyway");
                self.of_words(Code::ClosednessStated, spots, Some(place.origin), what);
            }
        }
    }
}

/// What two releases say of a field. Where one of them has a placeholder, it is what a branch of that release says; where
/// both have one, the branches are compared where they stand.
fn described<'s>(
    (old, before): (&'s Schema, &'s Property),
    (new, after): (&'s Schema, &'s Property),
) -> (&'s Property, &'s Property) {
    let said = |schema: &'s Schema, own: &'s Property| {
        let of_name = |field: &FieldOf<'_>| field.property.name.value == own.name.value;
        fields(schema).into_iter().find(of_name).map_or(own, |field| field.property)
    };
    match (is_placeholder(&before.schema), is_placeholder(&after.schema)) {
        (true, false) => (said(old, before), after),
        (false, true) => (before, said(new, after)),
        _ => (before, after),
    }
}

/// Whether an object takes fields that are not listed. Where nothing is said, a command's parameters and a hook's answer
/// take none.
fn is_open(schema: &Schema, place: &Where) -> bool {
    let is_users = place.steps.is_empty() && place.origin == Origin::Client;
    schema.additional_properties.unwrap_or(!is_users)
}

/// Whether a schema describes an object, as far as it says.
pub(super) fn is_object(schema: &Schema, place: &Where) -> bool {
    place.is_side()
        || type_of(schema) == Some(Type::Object)
        || schema.properties.is_some()
        || !schema.required.is_empty()
        || schema.additional_properties.is_some()
}
