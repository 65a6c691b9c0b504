//! A random schema, and another that differs from it.

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;
use cln_tests::edit::child;
use cln_tests::random_schema::schema_file;

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

/// A random schema, and one with a single change, with something in another order, or with a name that another one has
/// to give way to.
pub(crate) fn close_pair(dice: &mut Dice) -> [String; 2] {
    let old = Tree::parse(&schema_file(dice.roll(usize::MAX) as u64)).unwrap();
    let mut new = old.clone();
    match dice.roll(4) {
        0 => change(&mut new, dice),
        1 => reorder(&mut new, dice),
        _ => collide(&mut new, dice),
    }
    [old, new].map(|tree| tree.to_string())
}

/// Puts what is somewhere in the schemas into another order.
fn reorder(tree: &mut Tree, dice: &mut Dice) {
    let mut several = pointers(tree);
    several.retain(|pointer| match tree.at(pointer) {
        Some(Tree::Object(members)) => members.len() > 1,
        Some(Tree::Array(elements)) => elements.len() > 1,
        _ => false,
    });
    let Some(place) = dice.pick(&several).cloned() else { return };
    let mut value = tree.at(&place).unwrap().clone();
    match &mut value {
        Tree::Object(members) => dice.shuffle(members),
        Tree::Array(elements) => dice.shuffle(elements),
        _ => {}
    }
    tree.set(&place, value);
}

/// Lists a field, a value or an alternative more, whose name in Rust is that of something else.
fn collide(tree: &mut Tree, dice: &mut Dice) {
    let mut lists = pointers(tree);
    lists.retain(|pointer| ["/properties", "/enum", "/oneOf", "/anyOf"].iter().any(|list| pointer.ends_with(list)));
    let Some(place) = dice.pick(&lists).cloned() else { return };
    let mut value = tree.at(&place).unwrap().clone();
    match &mut value {
        Tree::Object(fields) => fields.push(("additional".to_owned(), Tree::Object(Vec::new()))),
        Tree::Array(values) if place.ends_with("/enum") => values.push(Tree::parse("\"unknown\"").unwrap()),
        Tree::Array(arms) => arms.insert(0, arms.last().unwrap().clone()),
        _ => {}
    }
    tree.set(&place, value);
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
