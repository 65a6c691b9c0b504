//! An instance made as small as it can be.

use cln_runtime::json::Tree;

use super::make::places;
use super::{Question, Sides};

/// How often an instance is made smaller at most.
const ROUNDS: usize = 60;

/// So many members or elements are taken out one by one.
const FEW: usize = 4;

impl Sides<'_, '_> {
    /// Takes out members and elements and puts plainer values, as long as the instance still shows what is asked for.
    pub(super) fn smallest(&self, instance: Tree, question: &Question<'_>) -> Tree {
        let mut best = instance;
        self.budget.renew();
        for _ in 0..ROUNDS {
            let length = best.to_string().len();
            let tried = reductions(&best).take_while(|_| !self.budget.is_spent());
            let mut smaller = tried.filter(|smaller| smaller.to_string().len() < length);
            let found = smaller.find(|smaller| self.separates(smaller, question));
            drop(smaller);
            match found {
                Some(smaller) => best = smaller,
                None => break,
            }
        }
        best
    }
}

/// Everything that is one step smaller, the largest steps first.
fn reductions(instance: &Tree) -> impl Iterator<Item = Tree> {
    let all = places(instance);
    let halves = all.clone();
    let places = all.into_iter().filter(|place| !place.is_empty());
    let halves = halves.into_iter().flat_map(move |place| halved(instance, &place));
    halves.chain(places.flat_map(move |place| {
        let mut removed = instance.clone();
        let removed = removed.remove(&place).then_some(removed);
        let plainer: &[&str] = match instance.at(&place) {
            Some(Tree::Object(members)) if !members.is_empty() => &["{}", "0"],
            Some(Tree::Array(elements)) if !elements.is_empty() => &["[]", "0"],
            Some(Tree::Text(text)) if !text.is_empty() => &["\"\"", "0"],
            Some(Tree::Plain(word)) if word.len() > 1 => &["0"],
            _ => &[],
        };
        let plainer = plainer.iter().filter_map(move |json| {
            let mut changed = instance.clone();
            Tree::parse(json).is_ok_and(|value| changed.set(&place, value)).then_some(changed)
        });
        removed.into_iter().chain(plainer)
    }))
}

/// What has many members or elements, without the first or the second half of them.
fn halved(instance: &Tree, place: &str) -> Vec<Tree> {
    let halves = match instance.at(place) {
        Some(Tree::Object(members)) if members.len() > FEW => {
            let (first, second) = members.split_at(members.len() / 2);
            [first, second].map(|half| Tree::Object(half.to_vec()))
        }
        Some(Tree::Array(elements)) if elements.len() > FEW => {
            let (first, second) = elements.split_at(elements.len() / 2);
            [first, second].map(|half| Tree::Array(half.to_vec()))
        }
        _ => return Vec::new(),
    };
    let put = |half| {
        let mut changed = instance.clone();
        changed.set(place, half).then_some(changed)
    };
    halves.into_iter().filter_map(put).collect()
}
