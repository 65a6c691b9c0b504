//! Guesses: what went and what came may be the same under another name.

use super::canon::rules;
use super::nodes::FieldOf;
use super::objects::name_of;
use crate::schema::{Document, Prose, nearest};

/// Fields that only one of two objects has.
pub(super) struct Names<'s>(Vec<Named<'s>>);

struct Named<'s> {
    name: &'s str,
    position: usize,
    rules: String,
    required: bool,
    words: String,
}

impl<'s> Names<'s> {
    /// Some of an object's fields.
    pub(super) fn of(all: &[FieldOf<'s>], some: &[&FieldOf<'s>]) -> Self {
        let named = some.iter().map(|field| Named {
            name: name_of(field),
            position: all.iter().position(|other| name_of(other) == name_of(field)).unwrap_or_default(),
            rules: rules(&field.property.schema),
            required: field.required,
            words: words(&field.property.schema.description),
        });
        Self(named.collect())
    }
}

/// Pairs of an old and a new name. The same rules, and the same words, place or nearly the same name: less is no guess
/// worth to be made.
pub(super) fn renamed_fields(gone: &Names<'_>, come: &Names<'_>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for old in &gone.0 {
        let free = come.0.iter().filter(|new| pairs.iter().all(|(_, taken)| taken != new.name));
        let best = free
            .filter(|new| new.rules == old.rules && new.required == old.required)
            .filter_map(|new| Some((likeness(old, new)?, new.name)))
            .max_by_key(|(likeness, _)| *likeness);
        pairs.extend(best.map(|(_, new)| (old.name.to_owned(), new.to_owned())));
    }
    pairs
}

fn likeness(old: &Named<'_>, new: &Named<'_>) -> Option<usize> {
    let same_words = !old.words.is_empty() && old.words == new.words;
    let same_place = old.position == new.position;
    let is_near = are_near(old.name, new.name);
    let sum = 4 * usize::from(same_words) + 2 * usize::from(is_near) + usize::from(same_place);
    (sum > 0).then_some(sum)
}

/// Whether one name may be the other, misspelt or extended.
fn are_near(one: &str, other: &str) -> bool {
    nearest(one, [other]).is_some() || nearest(other, [one]).is_some()
}

/// How likely it is that two methods are the same under two names; `None` if it is not.
pub(super) fn method_likeness(old: &Document, new: &Document) -> Option<usize> {
    let side = |document: &Document| rules(&document.request) + &rules(&document.response);
    let same_words = !old.description.is_empty() && words(&old.description) == words(&new.description);
    let is_near = are_near(&old.name.value, &new.name.value);
    let has_fields = [&old.request, &old.response].iter().any(|side| side.properties().next().is_some());
    let same_rules = has_fields && side(old) == side(new);
    let sum = 2 * usize::from(same_words) + 2 * usize::from(same_rules) + usize::from(is_near);
    (sum > 1).then_some(sum)
}

fn words(prose: &Prose) -> String {
    prose.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join("\n")
}
