//! An instance made as small as it can be.

use cln_runtime::conformance::Tree;

use super::make::places;
use super::{Question, Sides};

/// How often an instance is made smaller at most.
const ROUNDS: usize = 60;

/// Takes out members and elements and puts plainer values, as long as the instance still shows what is asked for.
pub(super) fn smallest(sides: &Sides<'_, '_>, instance: Tree, question: &Question<'_>) -> Tree {
    let mut best = instance;
    sides.budget.renew();
    for _ in 0..ROUNDS {
        let length = best.to_string().len();
        let tried = reductions(&best).take_while(|_| !sides.budget.is_spent());
        let mut smaller = tried.filter(|smaller| smaller.to_string().len() < length);
        let found = smaller.find(|smaller| sides.separates(smaller, question));
        drop(smaller);
        match found {
            Some(smaller) => best = smaller,
            None => break,
        }
    }
    best
}

/// Everything that is one step smaller, the largest steps first.
fn reductions(instance: &Tree) -> impl Iterator<Item = Tree> {
    let places = places(instance).into_iter().filter(|place| !place.is_empty());
    places.flat_map(move |place| {
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
    })
}
