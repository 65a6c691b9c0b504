//! What a single value may be: its type, the values listed, its bounds.

use std::collections::BTreeSet;

use cln_codegen::diagnostic::quoted;
use cln_codegen::internals::kind_of;
use cln_codegen::schema::{Schema, Type};
use cln_codegen::source::{Node, Spanned};
use cln_codegen::text::Span;
use cln_runtime::json::Tree;
use cln_runtime::rules::Unit;

use super::Code;
use super::canon::type_of;
use super::changes::{Changes, Spot, Where};
use super::samples::{self, takes};

impl Changes {
    pub(super) fn values(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.types(old, new, place);
        self.listed(old, new, place);
        self.bounds(old, new, place);
        for (keyword, before, after) in [("pattern", &old.pattern, &new.pattern), ("format", &old.format, &new.format)]
        {
            if text(before) != text(after) {
                let spots = (Spot::said(old, keyword, before.as_ref()), Spot::said(new, keyword, after.as_ref()));
                let what = format!("{}: `{keyword}` has changed", place.name());
                self.of_words(Code::PatternChanged, spots, Some(place.origin), what);
            }
        }
    }

    fn types(&mut self, old: &Schema, new: &Schema, place: &Where) {
        if place.is_side() && [old, new].iter().all(|schema| type_of(schema).is_none_or(|ty| ty == Type::Object)) {
            // Parameters, results and the like are objects, whether that is said or not.
            return;
        }
        if is_bare(old) != is_bare(new) && [old, new].iter().all(|schema| type_of(schema) == Some(Type::Object)) {
            let words = |schema| if is_bare(schema) { "an object of anything" } else { "an object of listed fields" };
            let what = format!("{}: {} is now {}", place.name(), words(old), words(new));
            self.of_value(Code::TypeRenamed, (Spot::of(old), Spot::of(new)), place, what);
            return;
        }
        let (before, after) = (type_name(old, place), type_name(new, place));
        // Alternatives on both sides are compared one by one.
        if before == after || (is_alternatives(old) && is_alternatives(new)) {
            return;
        }
        let mut code = relation(old, new, place);
        if code == Code::TypeRenamed && place.in_branch && [old, new].iter().all(|schema| type_of(schema).is_none()) {
            // What a branch says of an object's fields is told of where it says so.
            return;
        }
        let is_other_unit = unit(old).zip(unit(new)).is_some_and(|(old, new)| old != new);
        if is_other_unit {
            code = Code::TypeChanged;
        }
        let spots = (Spot::said(old, "type", old.ty.as_ref()), Spot::said(new, "type", new.ty.as_ref()));
        let what = format!("{}: {before} is now {after}", place.name());
        let change = self.of_value(code, spots, place, what);
        if is_other_unit {
            change.consequence =
                Some("A bare number means another amount: a thousand times as much, or as little.".to_owned());
        }
    }

    fn listed(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let spots = (Spot::keyword(old, "enum", span(old)), Spot::keyword(new, "enum", span(new)));
        match (&old.enum_values, &new.enum_values) {
            (Some(before), Some(after)) => self.each_listed((before, after), &spots, place),
            (None, Some(_)) => {
                let what = format!("{}: its values are listed now", place.name());
                self.of_value(Code::EnumIntroduced, spots, place, what);
            }
            (Some(_), None) => {
                let what = format!("{}: its values are not listed any more", place.name());
                self.of_value(Code::EnumDropped, spots, place, what);
            }
            (None, None) => {}
        }
    }

    fn each_listed(&mut self, (before, after): (&[Node], &[Node]), spots: &(Spot, Spot), place: &Where) {
        let texts = |values: &[Node]| values.iter().map(Node::to_json).collect::<BTreeSet<String>>();
        let (was, is) = (texts(before), texts(after));
        let mut differs = |code: Code, json: &str, is: &str, at: (Spot, Spot)| {
            let what = format!("{}: the value {} is {is}", place.name(), quoted(json));
            let change = self.of_value(code, at, place, what);
            if let Some(aim) = &mut change.aim {
                aim.value = Tree::parse(json).ok();
            }
        };
        for (value, json) in before.iter().map(|value| (value, value.to_json())).filter(|(_, json)| !is.contains(json))
        {
            let start = Spot { pointer: spots.0.pointer.clone(), start: value.span.start };
            differs(Code::EnumValueRemoved, &json, "gone", (start, spots.1.clone()));
        }
        for (value, json) in after.iter().map(|value| (value, value.to_json())).filter(|(_, json)| !was.contains(json))
        {
            let start = Spot { pointer: spots.1.pointer.clone(), start: value.span.start };
            differs(Code::EnumValueAdded, &json, "new", (spots.0.clone(), start));
        }
    }
}

fn text(text: &Option<Spanned<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

fn span(schema: &Schema) -> Option<Span> {
    schema.enum_values.as_ref()?.first().map(|value| value.span)
}

/// Whether nothing is said of the fields of an object.
fn is_bare(schema: &Schema) -> bool {
    schema.properties.is_none() && schema.required.is_empty()
}

/// Whether a place is described by alternatives alone.
pub(super) fn is_alternatives(schema: &Schema) -> bool {
    schema.ty.is_none()
        && !schema.untyped
        && schema.enum_values.is_none()
        && schema.properties.is_none()
        && !(schema.one_of.is_empty() && schema.any_of.is_empty())
}

/// What people call the values of a schema.
pub(super) fn type_name(schema: &Schema, place: &Where) -> String {
    match type_of(schema) {
        _ if schema.untyped => "any JSON".to_owned(),
        Some(ty) => format!("`{ty}`"),
        None if schema.enum_values.is_some() => listed_name(schema),
        None if schema.properties.is_some() || !schema.required.is_empty() => {
            format!("`{}`{}", Type::Object, if place.in_branch { ", or any other JSON" } else { "" })
        }
        None => {
            let arms: Vec<String> = schema.alternatives().map(|arm| type_name(arm, place)).collect();
            if arms.is_empty() { "any JSON".to_owned() } else { arms.join(" or ") }
        }
    }
}

/// How the values of two schemas lie to each other, as far as their types go.
fn relation(old: &Schema, new: &Schema, place: &Where) -> Code {
    let (mut lost, mut won) = (false, false);
    for value in samples::values() {
        match (takes(old, place, value), takes(new, place, value)) {
            (true, false) => lost = true,
            (false, true) => won = true,
            _ => {}
        }
    }
    match (lost, won) {
        (true, true) => Code::TypeChanged,
        (true, false) => Code::TypeNarrowed,
        (false, true) => Code::TypeWidened,
        (false, false) => Code::TypeRenamed,
    }
}

/// What people call listed values of which no type is said: validators go by what they all are.
fn listed_name(schema: &Schema) -> String {
    let name = schema.enum_values.as_deref().and_then(|values| kind_of(values).facts().name);
    name.map_or_else(|| "any JSON".to_owned(), |name| format!("`{name}`"))
}

/// What a bare number counts here, whichever alternative it is; `None` if that is not one of the two amounts.
pub(super) fn unit(schema: &Schema) -> Option<Unit> {
    if schema.untyped {
        return None;
    }
    match type_of(schema) {
        Some(ty) => ty.facts()?.unit,
        None => {
            let mut units = schema.alternatives().filter_map(unit);
            let first = units.next()?;
            units.all(|unit| unit == first).then_some(first)
        }
    }
}
