//! Every way to change an instance a little, and a choice of them that is the same for a seed.

mod numbers;
mod objects;
mod places;
mod raw;
mod texts;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;
use cln_tests::oracle::Side;

use crate::agreement::made::{Fill, Maker};
use crate::agreement::subjects::Subject;
use places::{Place, places};

pub(crate) use cln_tests::edit::child;
pub(crate) use raw::raw_mutants;

/// So many instances are searched for every change there is.
const SEARCHED: usize = 6;

/// A change of an instance in one place.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What kind of change it is.
    pub(crate) name: &'static str,
    pub(crate) pointer: String,
    /// What is put there; `None` if what stands there is taken out.
    pub(crate) value: Option<Tree>,
}

impl Edit {
    /// The changed instance; `None` if nothing changes.
    pub(crate) fn apply(&self, instance: &Tree) -> Option<Tree> {
        let mut changed = instance.clone();
        let applies = match &self.value {
            Some(value) => changed.set(&self.pointer, value.clone()),
            None => changed.remove(&self.pointer),
        };
        applies.then_some(changed)
    }
}

/// Collects the changes of one instance.
pub(crate) struct Editor<'d> {
    dice: &'d mut Dice,
    is_users: bool,
    edits: Vec<Edit>,
}

impl Editor<'_> {
    fn set(&mut self, name: &'static str, pointer: &str, value: Tree) {
        self.edits.push(Edit { name, pointer: pointer.to_owned(), value: Some(value) });
    }

    fn json(&mut self, name: &'static str, pointer: &str, json: &str) {
        self.set(name, pointer, Tree::parse(json).unwrap());
    }

    fn remove(&mut self, pointer: &str) {
        self.edits.push(Edit { name: "drop", pointer: pointer.to_owned(), value: None });
    }

    /// A value for a schema that the instance does not give.
    fn made(&mut self, nodes: &[&Tree]) -> Tree {
        let mut maker = Maker { dice: self.dice, is_users: self.is_users, fill: Fill::Some };
        maker.value(nodes, 4)
    }
}

/// All changes of an instance of one side.
fn edits(subject: &Subject, side: Side, instance: &Tree, dice: &mut Dice) -> Vec<Edit> {
    let mut editor = Editor { dice, is_users: subject.is_users(side), edits: Vec::new() };
    for place in places(subject.side(side), instance, subject.is_positional(side)) {
        editor.place(&place);
    }
    editor.edits
}

/// A change in a place at random, of a kind at random.
fn edit(subject: &Subject, side: Side, instance: &Tree, dice: &mut Dice) -> Option<Edit> {
    let places = places(subject.side(side), instance, subject.is_positional(side));
    // Few places have limits.
    let limited: Vec<&Place<'_>> = places.iter().filter(|place| place.is_limited()).collect();
    let place = dice.pick(&limited).filter(|_| dice.one_in(3)).copied().or(dice.pick(&places))?;
    let mut editor = Editor { dice, is_users: subject.is_users(side), edits: Vec::new() };
    editor.place(place);
    let mut edits = editor.edits;
    let kinds: BTreeSet<&'static str> = edits.iter().map(|edit| edit.name).collect();
    let kinds: Vec<&'static str> = kinds.into_iter().collect();
    let kind = kinds.iter().find(|kind| **kind == "limit").filter(|_| dice.one_in(2)).or(dice.pick(&kinds)).copied()?;
    edits.retain(|edit| edit.name == kind);
    dice.pick(&edits).cloned()
}

/// So many mutants of these instances: of some instances, of each kind of change as many as of any other, as far as
/// there are; then changes of any instance, once or twice.
pub(crate) fn mutants(
    subject: &Subject,
    side: Side,
    instances: &[Tree],
    count: usize,
    dice: &mut Dice,
) -> Vec<(&'static str, Tree)> {
    let mut mutants = Mutants { made: Vec::new(), seen: BTreeSet::new() };
    let mut kinds: BTreeMap<&'static str, Vec<(&Tree, Edit)>> = BTreeMap::new();
    for instance in instances.iter().take(SEARCHED) {
        for edit in edits(subject, side, instance, dice) {
            kinds.entry(edit.name).or_default().push((instance, edit));
        }
    }
    kinds.values_mut().for_each(|edits| dice.shuffle(edits));
    while mutants.made.len() < count / 2 && kinds.values().any(|edits| !edits.is_empty()) {
        for (name, edits) in &mut kinds {
            mutants.put(name, edits.pop().and_then(|(instance, edit)| edit.apply(instance)));
        }
    }
    for _ in 0..8 * count {
        let Some(instance) = dice.pick(instances).filter(|_| mutants.made.len() < count) else { break };
        let Some(edit) = edit(subject, side, instance, dice) else { continue };
        let once = edit.apply(instance);
        if dice.one_in(2) {
            mutants.put(edit.name, once);
        } else {
            mutants.put("twice", once.and_then(|once| self::edit(subject, side, &once, dice)?.apply(&once)));
        }
    }
    mutants.made
}

/// Mutants, each once.
struct Mutants {
    made: Vec<(&'static str, Tree)>,
    seen: BTreeSet<String>,
}

impl Mutants {
    fn put(&mut self, name: &'static str, mutant: Option<Tree>) {
        self.made.extend(mutant.filter(|mutant| self.seen.insert(mutant.to_string())).map(|mutant| (name, mutant)));
    }
}
