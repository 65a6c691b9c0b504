//! A random schema, and another that differs from it.

use cln_runtime::conformance::Tree;
use cln_tests::dice::Dice;
use cln_tests::edit::child;

use super::schema::schema_file;

/// What is changed in a schema to make the other of the pair.
const CHANGES: usize = 4;

/// A random schema, and one that differs a little, or another one altogether. Either may be refused.
pub(crate) fn pair(dice: &mut Dice) -> [String; 2] {
    let text = schema_file(dice.roll(usize::MAX) as u64);
    let old = Tree::parse(&text).unwrap();
    let mut new = old.clone();
    if dice.one_in(5) {
        let other = Tree::parse(&schema_file(dice.roll(usize::MAX) as u64)).unwrap();
        for side in ["/request", "/response"] {
            new.set(side, other.at(side).unwrap().clone());
        }
        new.remove("/examples");
    } else {
        for _ in 0..=dice.roll(CHANGES) {
            change(&mut new, dice);
        }
    }
    [old, new].map(|tree| tree.to_string())
}

/// A change somewhere in the schemas: something goes, or stands where something else stood.
fn change(tree: &mut Tree, dice: &mut Dice) {
    let all = pointers(tree);
    let (Some(place), Some(other)) = (dice.pick(&all).cloned(), dice.pick(&all).cloned()) else { return };
    if dice.one_in(2) {
        tree.remove(&place);
    } else if let Some(value) = tree.at(&other).cloned()
        && !other.starts_with(&place)
        && !place.starts_with(&other)
    {
        tree.set(&place, value);
    }
}

fn pointers(tree: &Tree) -> Vec<String> {
    let mut found: Vec<String> = ["/request", "/response"].map(str::to_owned).to_vec();
    let mut next = 0;
    while let Some(pointer) = found.get(next).cloned() {
        match tree.at(&pointer) {
            Some(Tree::Object(members)) => {
                found.extend(members.iter().map(|(name, _)| child(&pointer, name)));
            }
            Some(Tree::Array(elements)) => found.extend((0..elements.len()).map(|index| format!("{pointer}/{index}"))),
            _ => {}
        }
        next += 1;
    }
    found.split_off(2)
}
