//! What a single value may be: its type, the values listed, its bounds.

use super::Code;
use super::canon::type_of;
use super::changes::{Changes, Spot, Where};
use super::samples::{self, takes};
use crate::diagnostic::quoted;
use crate::schema::{Schema, Type};
use crate::source::{Node, Span, Spanned};

impl Changes {
    pub(super) fn values(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.types(old, new, place);
        self.listed(old, new, place);
        self.counts(old, new, place);
        self.limits(old, new, place);
        for (keyword, before, after) in [("pattern", &old.pattern, &new.pattern), ("format", &old.format, &new.format)]
        {
            if text(before) != text(after) {
                let spots = (Spot::said(old, keyword, before.as_ref()), Spot::said(new, keyword, after.as_ref()));
                let what = format!("{}: `{keyword}` is another one", place.name());
                self.of_words(Code::PatternChanged, spots, Some(place.writer), what);
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
        let code = relation(old, new, place);
        let spots = (Spot::said(old, "type", old.ty.as_ref()), Spot::said(new, "type", new.ty.as_ref()));
        let what = format!("{}: {before} is now {after}", place.name());
        let change = self.of_value(code, spots, place, what);
        if is_other_unit(type_of(old), type_of(new)) {
            change.code = Code::TypeChanged;
            change.consequence =
                Some("A bare number means another amount: a thousand times as much, or as little.".to_owned());
        }
    }

    fn listed(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let spots = (Spot::keyword(old, "enum", span(old)), Spot::keyword(new, "enum", span(new)));
        let (before, after) = match (&old.enum_values, &new.enum_values) {
            (Some(before), Some(after)) => (before, after),
            (None, Some(_)) => {
                let what = format!("{}: its values are listed now", place.name());
                self.of_value(Code::EnumIntroduced, spots, place, what);
                return;
            }
            (Some(_), None) => {
                let what = format!("{}: its values are not listed any more", place.name());
                self.of_value(Code::EnumDropped, spots, place, what);
                return;
            }
            (None, None) => return,
        };
        let is_in = |values: &[Node], value: &Node| values.iter().any(|other| other.to_json() == value.to_json());
        for value in before.iter().filter(|value| !is_in(after, value)) {
            let what = format!("{}: the value {} is gone", place.name(), quoted(&value.to_json()));
            let spots = (Spot::keyword(old, "enum", Some(value.span)), spots.1.clone());
            self.of_value(Code::EnumValueRemoved, spots, place, what);
        }
        for value in after.iter().filter(|value| !is_in(before, value)) {
            let what = format!("{}: the value {} is new", place.name(), quoted(&value.to_json()));
            let spots = (spots.0.clone(), Spot::keyword(new, "enum", Some(value.span)));
            self.of_value(Code::EnumValueAdded, spots, place, what);
        }
    }

    /// Lengths and numbers of items.
    fn counts(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let bounds = [
            ("minLength", true, &old.min_length, &new.min_length),
            ("maxLength", false, &old.max_length, &new.max_length),
            ("minItems", true, &old.min_items, &new.min_items),
            ("maxItems", false, &old.max_items, &new.max_items),
        ];
        let wide = |bound: &Option<Spanned<u64>>| {
            bound.as_ref().map(|bound| Spanned { value: i128::from(bound.value), span: bound.span })
        };
        for (keyword, is_lower, before, after) in bounds {
            self.bound((keyword, is_lower), (old, &wide(before)), (new, &wide(after)), place);
        }
    }

    fn limits(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.bound(("minimum", true), (old, &old.minimum), (new, &new.minimum), place);
        self.bound(("maximum", false), (old, &old.maximum), (new, &new.maximum), place);
    }

    fn bound(
        &mut self,
        (keyword, is_lower): (&str, bool),
        (old, before): (&Schema, &Option<Spanned<i128>>),
        (new, after): (&Schema, &Option<Spanned<i128>>),
        place: &Where,
    ) {
        let (was, is) = (before.as_ref().map(|bound| bound.value), after.as_ref().map(|bound| bound.value));
        let is_tighter = match (was, is) {
            (None, None) => return,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(was), Some(is)) if was == is => return,
            (Some(was), Some(is)) => (is > was) == is_lower,
        };
        let shown = |bound: Option<i128>| bound.map_or_else(|| "none".to_owned(), |bound| bound.to_string());
        let what = format!("{}: `{keyword}` was {} and is {}", place.name(), shown(was), shown(is));
        let code = if is_tighter { Code::BoundTightened } else { Code::BoundLoosened };
        let spots = (Spot::said(old, keyword, before.as_ref()), Spot::said(new, keyword, after.as_ref()));
        self.of_value(code, spots, place, what);
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
        None if schema.enum_values.is_some() => "one of the listed values".to_owned(),
        None if schema.properties.is_some() || !schema.required.is_empty() => {
            format!("`{}`{}", Type::Object, if place.in_branch { ", or any other JSON" } else { "" })
        }
        None => {
            let arms: Vec<String> =
                schema.one_of.iter().chain(&schema.any_of).map(|arm| type_name(arm, place)).collect();
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

/// Whether a bare number counts something else: the values are nearly the same, and their meaning is not.
fn is_other_unit(old: Option<Type>, new: Option<Type>) -> bool {
    let is_msat = |ty| matches!(ty, Some(Type::Msat | Type::MsatOrAll | Type::MsatOrAny));
    let is_sat = |ty| matches!(ty, Some(Type::Sat | Type::SatOrAll));
    (is_msat(old) && is_sat(new)) || (is_sat(old) && is_msat(new))
}
