//! Objects: which fields there are, which must be there, and what else may be.

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::{Property, Schema, Type};
use cln_runtime::Origin;

use super::Code;
use super::canon::type_of;
use super::changes::{Changes, Spot, Where};
use super::nodes::{FieldOf, Step, fields, is_placeholder, name_of};
use super::renames::{Names, renamed_fields};

/// Beyond so many required fields the bindings have a struct of them, where each is named.
const MAX_ARGUMENTS: usize = 5;

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
        let below = place.below(Step::Name(name.to_owned()));
        if !place.branch || !place.described.contains(name) || is_placeholder(before) == is_placeholder(after) {
            self.schemas(before, after, &below);
            return;
        }
        // `{}` in a branch stands for what the object itself says of the field.
        let what = match is_placeholder(before) {
            true => "says more than the object itself does now",
            false => "says no more than the object itself does any more",
        };
        let what = format!("{}: a branch {what}", place.name_of(name));
        self.of_value(Code::ConditionChanged, (Spot::of(before), Spot::of(after)), &below, what);
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
        let renamed = renamed_fields(&Names::of(&before, &gone), &Names::of(&after, &come));
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
        self.of_value(code, (Spot::of(old), Spot::field(field.property)), &below, what);
        if place.origin == Origin::Client && is_open(old, place) && type_of(&field.property.schema).is_some() {
            let what = format!("{} could be anything, and has a type now", place.name_of(name));
            self.of_value(Code::TypeNarrowed, (Spot::of(old), Spot::field(field.property)), &below, what);
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
        self.of_value(code, (Spot::field(field.property), Spot::of(new)), &below, what);
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

    /// A field that moves into a branch, or out of one, may be there in other cases than before.
    fn whereabouts(&mut self, before: &FieldOf<'_>, after: &FieldOf<'_>, place: &Where) {
        let name = name_of(before);
        let what = match (before.always, after.always) {
            (true, false) => "stands only in a branch now",
            (false, true) => "stood only in a branch, and may be there in any case now",
            _ => return,
        };
        let what = format!("{} {what}", place.name_of(name));
        let below = place.below(Step::Name(name.to_owned()));
        let spots = (Spot::field(before.property), Spot::field(after.property));
        self.of_value(Code::ConditionChanged, spots, &below, what);
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

    /// Positions of parameters, and of the arguments of what makes a struct.
    fn order(
        &mut self,
        (old, before): (&Schema, &[FieldOf<'_>]),
        (new, after): (&Schema, &[FieldOf<'_>]),
        renamed: &[(String, String)],
        place: &Where,
    ) {
        let now = |name: &str| renamed.iter().find(|(from, _)| from == name).map_or(name, |(_, to)| to).to_owned();
        let was: Vec<String> = before.iter().map(|field| now(name_of(field))).collect();
        let is: Vec<String> = after.iter().map(|field| name_of(field).to_owned()).collect();
        let spots = || (Spot::of(old), Spot::of(new));
        if place.params && was.iter().zip(&is).any(|(was, is)| was != is) {
            let first = was.iter().zip(&is).position(|(was, is)| was != is).unwrap_or_default();
            let at = |names: &[String]| names.get(first).map(|name| place.name_of(name)).unwrap_or_default();
            let what = format!("position {} was {} and is {}", first + 1, at(&was), at(&is));
            let change = self.of_value(Code::PositionsChanged, spots(), place, what);
            if let Some(aim) = &mut change.aim {
                aim.by_position = true;
            }
        }
        let required = |fields: &[FieldOf<'_>], other: &[FieldOf<'_>]| -> Vec<String> {
            let stays = |field: &&FieldOf<'_>| other.iter().any(|o| o.required && name_of(o) == name_of(field));
            let kept = fields.iter().filter(|field| field.required).filter(stays);
            kept.map(|field| name_of(field).to_owned()).collect()
        };
        let is_called = |fields: &[FieldOf<'_>]| fields.iter().filter(|field| field.required).count() <= MAX_ARGUMENTS;
        let (was, is) = (required(before, after), required(after, before));
        if was != is && is_called(before) && is_called(after) {
            let list = |names: &[String]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
            let what = format!("{}: required fields stood as {} and stand as {}", place.name(), list(&was), list(&is));
            self.of_words(Code::ArgumentsReordered, spots(), Some(place.origin), what);
        }
    }

    /// A branch says more of an object that is described elsewhere: which fields it demands or allows is its rule.
    fn branch_fields(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let names = |schema: &Schema| -> Vec<String> {
            let mut names: Vec<String> = schema.properties().map(|property| property.name.value.clone()).collect();
            names.sort_unstable();
            names
        };
        let required = |schema: &Schema| {
            let mut names: Vec<String> = schema.required.iter().map(|name| name.value.clone()).collect();
            names.sort_unstable();
            names
        };
        let (before, after) = (required(old), required(new));
        let what = if before != after {
            let list = |names: &[String]| match names {
                [] => "nothing".to_owned(),
                names => names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "),
            };
            format!("a branch of {} required {} and requires {}", place.name(), list(&before), list(&after))
        } else if old.additional_properties == new.additional_properties
            && (names(old) == names(new) || place.origin == Origin::Node && has_all(&names(new), &names(old)))
        {
            // What the node may write besides breaks nobody; new fields are told of where the object is.
            return;
        } else {
            format!("a branch of {} lists other fields", place.name())
        };
        let mut all = names(old);
        all.extend([names(new), before, after].concat());
        all.sort_unstable();
        all.dedup();
        self.of_value(Code::ConditionChanged, (Spot::of(old), Spot::of(new)), place, what)
            .about(all.iter().map(String::as_str));
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

/// Whether all these names are among others.
fn has_all(others: &[String], names: &[String]) -> bool {
    names.iter().all(|name| others.contains(name))
}

/// Whether a schema describes an object, as far as it says.
pub(super) fn is_object(schema: &Schema, place: &Where) -> bool {
    place.is_side()
        || type_of(schema) == Some(Type::Object)
        || schema.properties.is_some()
        || !schema.required.is_empty()
        || schema.additional_properties.is_some()
}
