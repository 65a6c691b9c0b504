//! The instances of a schema that are put to the judges.

use std::collections::BTreeSet;

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;
use cln_tests::oracle::Side;

use crate::agreement::judges::Case;
use crate::agreement::made::{Fill, Maker};
use crate::agreement::mutate::{mutants, raw_mutants};
use crate::agreement::nodes::{member, members, property_names, values};
use crate::agreement::subjects::{SIDES, Subject};

/// How many instances are made of the rules, beside one for every so many values.
const MADE: usize = 6;
const VALUES: usize = 20;

/// How many texts are no JSON, or spelt in another way.
const TEXTS: usize = 12;

/// How many times as many mutants a small schema has.
const SMALL: usize = 5;

/// How many mutants there are for each value that a schema describes, and on each side at most.
const A_VALUE: usize = 4;
const MOST: usize = 2000;

/// So many cases at least, always the same for a seed: the examples, what is made of the rules, and mutants of both.
pub(crate) fn cases(subject: &Subject, count: usize, seed: usize) -> Vec<Case<'_>> {
    let mut dice = Dice::new(
        seed as u64 ^ subject.file.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())),
    );
    // Each of the small schemas has rules that hardly any other has.
    let count = if subject.set == "small" { SMALL * count } else { count };
    SIDES.into_iter().flat_map(|side| of_side(subject, side, count.div_ceil(2), &mut dice)).collect()
}

fn of_side<'s>(subject: &'s Subject, side: Side, count: usize, dice: &mut Dice) -> Vec<Case<'s>> {
    let mut seen = BTreeSet::new();
    let mut cases = Vec::new();
    let mut put = |origin, instance: String| {
        if seen.insert(instance.clone()) {
            cases.push(Case { subject, side, origin, instance });
        }
    };
    // What a large schema says of each of its values is to be broken, too.
    let schema = subject.side(side);
    let count = count.max(A_VALUE * values(schema)).min(count.max(MOST));
    let examples = subject.examples(side);
    let made = made(subject, side, dice);
    let by_position: Vec<Tree> =
        examples.iter().chain(&made).filter_map(|instance| positional(subject, side, instance)).take(3).collect();
    examples.iter().for_each(|instance| put("as documented", instance.to_string()));
    made.iter().for_each(|instance| put("made of the rules", instance.to_string()));
    by_position.iter().for_each(|instance| put("by position", instance.to_string()));
    let mut instances: Vec<Tree> = examples.into_iter().chain(by_position).chain(made).collect();
    dice.shuffle(&mut instances);
    if let Some(instance) = dice.pick(&instances) {
        let mut texts = raw_mutants(instance, dice);
        dice.shuffle(&mut texts);
        texts.into_iter().take(TEXTS).for_each(|text| put("text", text));
    }
    for (name, instance) in mutants(subject, side, &instances, count, dice) {
        put(name, instance.to_string());
    }
    cases
}

/// Instances made of the rules: the first has no more than it must, the second all it may.
pub(crate) fn made(subject: &Subject, side: Side, dice: &mut Dice) -> Vec<Tree> {
    let make = |index| {
        let fill = [Fill::Least, Fill::All, Fill::Some][usize::min(index, 2)];
        let mut maker = Maker { dice, is_users: subject.is_users(side), fill };
        maker.value(&[&subject.top(side)], 0)
    };
    (0..MADE + values(subject.side(side)) / VALUES).map(make).collect()
}

/// The same parameters by position, if each has one.
fn positional(subject: &Subject, side: Side, instance: &Tree) -> Option<Tree> {
    if !subject.is_positional(side) || !matches!(instance, Tree::Object(_)) {
        return None;
    }
    let names: Vec<&str> = property_names(subject.side(side)).collect();
    let last = names.iter().rposition(|name| member(instance, name).is_some()).map_or(0, |last| last + 1);
    let is_known = members(instance).iter().all(|(name, _)| names.contains(&name.as_str()));
    let value = |name: &&str| member(instance, name).cloned().unwrap_or(Tree::Plain("null".to_owned()));
    is_known.then(|| Tree::Array(names[..last].iter().map(value).collect()))
}
