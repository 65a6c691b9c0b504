//! Guesses: what went and what came may be the same under another name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use cln_codegen::internals::nearest;
use cln_codegen::schema::{Document, Prose, Target};

use super::canon::rules;
use super::nodes::{FieldOf, name_of};

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

/// Pairs of an old and a new name. The same rules, and the same words or nearly the same name, or the same place without
/// words that say otherwise: less is no guess worth to be made.
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
    // Other words at the same place are about something else.
    let says_nothing = old.words.is_empty() || new.words.is_empty();
    let same_place = old.position == new.position && (same_words || says_nothing);
    let is_near = are_near(old.name, new.name);
    let sum = 4 * usize::from(same_words) + 2 * usize::from(is_near) + usize::from(same_place);
    (sum > 0).then_some(sum)
}

/// Whether one name may be the other, misspelt or extended.
fn are_near(one: &str, other: &str) -> bool {
    nearest(one, [other]).is_some() || nearest(other, [one]).is_some()
}

/// How many methods that keep the same words or rules have their names compared.
const ALIKE: usize = 50;

/// Methods that only the new release has, by what a method keeps under another name.
pub(super) struct Candidates<'m> {
    methods: Vec<&'m Document>,
    places: BTreeMap<Kept, BTreeSet<usize>>,
}

/// What two methods have in common if they may be the same under two names: words, rules, or both.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    target: Target,
    words: Option<String>,
    rules: Option<String>,
}

impl Kept {
    fn of(method: &Document) -> Vec<Self> {
        let has_fields = [&method.request, &method.response].iter().any(|side| side.properties().next().is_some());
        let words = (!method.description.is_empty()).then(|| words(&method.description));
        let rules = has_fields.then(|| rules(&method.request) + &rules(&method.response));
        let kept = |words, rules| Self { target: method.target, words, rules };
        match (words, rules) {
            (None, None) => Vec::new(),
            (Some(words), Some(rules)) => {
                vec![kept(Some(words.clone()), None), kept(None, Some(rules.clone())), kept(Some(words), Some(rules))]
            }
            (words, rules) => vec![kept(words, rules)],
        }
    }

    fn weight(&self) -> usize {
        2 * (usize::from(self.words.is_some()) + usize::from(self.rules.is_some()))
    }
}

impl<'m> Candidates<'m> {
    pub(super) fn of(methods: impl IntoIterator<Item = &'m Document>) -> Self {
        let methods: Vec<&Document> = methods.into_iter().collect();
        let mut places: BTreeMap<Kept, BTreeSet<usize>> = BTreeMap::new();
        for (place, method) in methods.iter().enumerate() {
            for kept in Kept::of(method) {
                places.entry(kept).or_default().insert(place);
            }
        }
        Self { methods, places }
    }

    /// The place of the method that most likely is the old one under another name, if any is likely; it is taken.
    pub(super) fn take(&mut self, old: &Document) -> Option<usize> {
        let mut likely = Vec::new();
        for kept in Kept::of(old) {
            for place in self.places.get(&kept).into_iter().flatten().take(ALIKE) {
                let is_near = are_near(&old.name.value, &self.methods.get(*place)?.name.value);
                likely.push((kept.weight() + usize::from(is_near), Reverse(*place)));
            }
        }
        let (_, Reverse(place)) = likely.into_iter().max()?;
        for kept in Kept::of(self.methods.get(place)?) {
            self.places.entry(kept).or_default().remove(&place);
        }
        Some(place)
    }
}

fn words(prose: &Prose) -> String {
    prose.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join("\n")
}
