//! Two schemas of the same value, and all below them.

use cln_codegen::diagnostic::quoted;
use cln_codegen::schema::{Deprecated, Prose, Schema, Type, Version};
use cln_codegen::source::{Node, Spanned};

use super::Code;
use super::canon::type_of;
use super::changes::{Changes, Spot, Where};
use super::nodes::Step;
use super::objects::is_object;
use super::values::is_alternatives;

impl Changes {
    pub(super) fn schemas(&mut self, old: &Schema, new: &Schema, place: &Where) {
        self.values(old, new, place);
        if is_object(old, place) && is_object(new, place) {
            self.objects(old, new, place);
        }
        self.items(old, new, place);
        self.branches(old, new, &place.described_by([old, new]));
        self.versions(old, new, place);
        self.words(old, new, place);
    }

    /// Elements; where only one schema describes them, those of the other may be anything. What was no array before, or is
    /// none any more, has another type, which says it all.
    fn items(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let is_array = |schema: &Schema| match type_of(schema) {
            Some(ty) => ty == Type::Array,
            None => schema.items.is_some() || !is_alternatives(schema),
        };
        if old.items.is_none() && new.items.is_none() || !is_array(old) || !is_array(new) {
            return;
        }
        let (before_any, after_any) = (any(old), any(new));
        let (before, after) = (old.items.as_deref().unwrap_or(&before_any), new.items.as_deref().unwrap_or(&after_any));
        self.schemas(before, after, &place.below(Step::Item));
    }

    fn versions(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let spots = (deprecation_spot(old), deprecation_spot(new));
        self.deprecation((&old.deprecated, &new.deprecated), spots, &place.name());
        let spots = (Spot::said(old, "added", old.added.as_ref()), Spot::said(new, "added", new.added.as_ref()));
        self.addition((&old.added, &new.added), spots, &place.name());
        if old.hidden != new.hidden {
            let (code, is) =
                if new.hidden { (Code::Hidden, "is hidden now") } else { (Code::Shown, "is not hidden any more") };
            let what = format!("{} {is}", place.name());
            self.of_words(code, (Spot::of(old), Spot::of(new)), Some(place.origin), what);
        }
    }

    /// `deprecated`, of a value or of the whole file.
    pub(super) fn deprecation(
        &mut self,
        (old, new): (&Option<Deprecated>, &Option<Deprecated>),
        spots: (Spot, Spot),
        name: &str,
    ) {
        let releases = |deprecated: &Deprecated| (deprecated.since.clone(), deprecated.removed_in.clone());
        match (old, new) {
            (None, Some(new)) => {
                let what = format!("{name} is deprecated{}", in_words(new));
                let change = self.of_words(Code::Deprecated, spots, None, what);
                if let Some(removed_in) = &new.removed_in {
                    let consequence =
                        format!("It is to go in {removed_in}; the compiler warns whoever uses it before.");
                    change.consequence = Some(consequence);
                }
            }
            (Some(_), None) => {
                let what = format!("{name} is not deprecated any more");
                self.of_words(Code::DeprecationLifted, spots, None, what);
            }
            (Some(old), Some(new)) if releases(old) != releases(new) => {
                let code = if goes_earlier(old, new) { Code::RemovalEarlier } else { Code::DeprecationMoved };
                let what = format!("{name}: deprecated{}; before{}", in_words(new), in_words(old));
                self.of_words(code, spots, None, what);
            }
            _ => {}
        }
    }

    /// `added`, of a value or of the whole file.
    pub(super) fn addition(
        &mut self,
        (old, new): (&Option<Spanned<Version>>, &Option<Spanned<Version>>),
        spots: (Spot, Spot),
        name: &str,
    ) {
        let version = |added: &Option<Spanned<Version>>| added.as_ref().map(|added| added.value.clone());
        let what = match (version(old), version(new)) {
            (old, new) if old == new => return,
            (Some(old), Some(new)) => format!("{name}: added in {old} before, in {new} now"),
            (None, Some(new)) => format!("{name}: it says now that it was added in {new}"),
            (Some(old), None) => format!("{name}: it does not say any more that it was added in {old}"),
            (None, None) => return,
        };
        self.of_words(Code::AddedMoved, spots, None, what);
    }

    fn words(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let notes = [
            ("description", &old.description, &new.description),
            ("pre_return_value_notes", &old.pre_return_value_notes, &new.pre_return_value_notes),
            ("post_return_value_notes", &old.post_return_value_notes, &new.post_return_value_notes),
        ];
        for (keyword, before, after) in notes {
            let spots = (Spot::said(old, keyword, before.first()), Spot::said(new, keyword, after.first()));
            self.prose(
                Code::DescriptionChanged,
                (before, after),
                spots,
                &format!("{} of {}", quoted(keyword), place.name()),
            );
        }
        self.default(old, new, place);
    }

    /// `default`: where it was not said before, or is not any more, nothing need have changed.
    fn default(&mut self, old: &Schema, new: &Schema, place: &Where) {
        let json = |schema: &Schema| schema.default.as_ref().map(Node::to_json);
        let spot = |schema: &Schema| Spot::keyword(schema, "default", schema.default.as_ref().map(|node| node.span));
        let (code, what) = match (json(old), json(new)) {
            (before, after) if before == after => return,
            (Some(before), Some(after)) => {
                (Code::DefaultChanged, format!("the default was {} and is {}", quoted(&before), quoted(&after)))
            }
            (None, after) => {
                (Code::DescriptionChanged, format!("the default is said now: {}", quoted(&after.unwrap_or_default())))
            }
            (Some(before), None) => {
                (Code::DescriptionChanged, format!("the default is not said any more: {}", quoted(&before)))
            }
        };
        let what = format!("{}: {what}", place.name());
        self.of_words(code, (spot(old), spot(new)), Some(place.origin), what);
    }

    /// Text for people.
    pub(super) fn prose(&mut self, code: Code, (old, new): (&Prose, &Prose), spots: (Spot, Spot), name: &str) {
        let lines = |prose: &Prose| prose.iter().map(|line| line.value.clone()).collect::<Vec<_>>();
        if lines(old) != lines(new) {
            let is = match (old.is_empty(), new.is_empty()) {
                (true, _) => "is new",
                (_, true) => "is gone",
                _ => "has changed",
            };
            self.of_words(code, spots, None, format!("{name} {is}"));
        }
    }
}

/// The schema of elements of which nothing is said.
fn any(around: &Schema) -> Schema {
    Schema { pointer: around.pointer.clone(), span: around.span, ..Schema::default() }
}

fn deprecation_spot(schema: &Schema) -> Spot {
    Spot::keyword(schema, "deprecated", schema.deprecated.as_ref().map(|deprecated| deprecated.span))
}

/// Whether there is less time than was said to stop using it.
fn goes_earlier(old: &Deprecated, new: &Deprecated) -> bool {
    match (&old.removed_in, &new.removed_in) {
        (Some(old), Some(new)) => new < old,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// Since when something is deprecated, and until when it works.
fn in_words(deprecated: &Deprecated) -> String {
    let since = deprecated.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
    let until = deprecated.removed_in.as_ref().map(|gone| format!(", to be removed in {gone}")).unwrap_or_default();
    format!("{since}{until}")
}
