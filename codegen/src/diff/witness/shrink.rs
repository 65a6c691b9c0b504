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
        let mut smaller = reductions(&best).into_iter().filter(|smaller| smaller.to_string().len() < length);
        match smaller.find(|smaller| sides.separates(smaller, question)) {
            Some(smaller) => best = smaller,
            None => break,
        }
    }
    best
}

/// Everything that is one step smaller, the largest steps first.
fn reductions(instance: &Tree) -> Vec<Tree> {
    let mut made = Vec::new();
    for place in places(instance) {
        let mut removed = instance.clone();
        if !place.is_empty() && removed.remove(&place) {
            made.push(removed);
        }
        let plainer: &[&str] = match instance.at(&place) {
            Some(Tree::Object(members)) if !members.is_empty() => &["{}", "0"],
            Some(Tree::Array(elements)) if !elements.is_empty() => &["[]", "0"],
            Some(Tree::Text(text)) if text.len() > 1 => &["\"\"", "0"],
            Some(Tree::Plain(word)) if word.len() > 1 => &["0"],
            _ => &[],
        };
        for json in plainer.iter().filter(|_| !place.is_empty()) {
            let mut changed = instance.clone();
            if Tree::parse(json).is_ok_and(|value| changed.set(&place, value)) {
                made.push(changed);
            }
        }
    }
    made
}
