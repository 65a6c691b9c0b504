//! The smallest instance on which the judges disagree.

use cln_runtime::json::Tree;

use crate::agreement::judges::{Bindings, Case, Verdicts, disagreements, judge};
use crate::agreement::mutate::child;

/// How often an instance is made smaller.
const ROUNDS: usize = 200;

/// Drops members and elements and shortens texts, as long as the judges disagree in the same way.
pub(crate) fn smallest<'s>(bindings: &Bindings, case: &Case<'s>, kept: &[String]) -> (Case<'s>, Verdicts) {
    let mut best = case.clone();
    for _ in 0..ROUNDS {
        let mut smaller: Vec<Case<'s>> = reductions(&best.instance)
            .into_iter()
            .filter(|instance| instance.len() < best.instance.len())
            .map(|instance| Case { instance, ..best.clone() })
            .collect();
        smaller.sort_by_key(|case| case.instance.len());
        let verdicts = judge(bindings, &smaller);
        let still = smaller.iter().zip(&verdicts).position(|(case, verdicts)| disagreements(case, verdicts) == kept);
        match still {
            Some(index) => best = smaller.swap_remove(index),
            None => break,
        }
    }
    let verdicts = judge(bindings, std::slice::from_ref(&best)).remove(0);
    (best, verdicts)
}

/// Everything that is one step smaller. A text that is no JSON loses parts of itself.
fn reductions(instance: &str) -> Vec<String> {
    match Tree::parse(instance) {
        Ok(tree) => {
            let mut made = vec![tree.to_string()];
            steps(&tree, "", &mut |pointer, value| {
                let mut smaller = tree.clone();
                let applies = match value {
                    Some(value) => smaller.set(pointer, value),
                    None => smaller.remove(pointer),
                };
                made.extend(applies.then(|| smaller.to_string()));
            });
            made
        }
        Err(_) => {
            let places: Vec<usize> = instance.char_indices().map(|(at, _)| at).chain([instance.len()]).collect();
            let parts = [1, 2, 8, 32].into_iter().flat_map(|size| {
                places.iter().zip(places.iter().skip(size)).map(|(from, to)| (*from, *to)).collect::<Vec<_>>()
            });
            parts.map(|(from, to)| format!("{}{}", &instance[..from], &instance[to..])).collect()
        }
    }
}

fn steps(tree: &Tree, pointer: &str, note: &mut impl FnMut(&str, Option<Tree>)) {
    if !pointer.is_empty() {
        note(pointer, None);
    }
    match tree {
        Tree::Object(members) => {
            note(pointer, Some(Tree::Object(Vec::new())));
            for (index, (name, value)) in members.iter().enumerate() {
                let mut fewer = members.clone();
                fewer.remove(index);
                note(pointer, Some(Tree::Object(fewer)));
                steps(value, &child(pointer, name), note);
            }
        }
        Tree::Array(elements) => {
            note(pointer, Some(Tree::Array(Vec::new())));
            for (index, element) in elements.iter().enumerate() {
                steps(element, &child(pointer, &index.to_string()), note);
            }
        }
        Tree::Text(text) => {
            let length = text.chars().count();
            for kept in [0, length / 2, length.saturating_sub(1)] {
                note(pointer, Some(Tree::Text(text.chars().take(kept).collect())));
                note(pointer, Some(Tree::Text(text.chars().skip(length - kept).collect())));
            }
        }
        Tree::Plain(word) => {
            for smaller in ["0", "1", &word[..word.len() - 1]] {
                if let Ok(smaller) = Tree::parse(smaller) {
                    note(pointer, Some(smaller));
                }
            }
        }
    }
}
