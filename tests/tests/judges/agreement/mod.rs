//! One meaning, several ways in: whatever becomes of an instance, all who judge it agree.
//!
//! From every example of every schema at hand, and from instances made of the rules alone, mutants are made: always the
//! same ones. Each is judged by the generated validator, by the generated type, by the crate `jsonschema` on the
//! exported schema, and by the independent oracle. What they need not agree on stands in `exceptions`.
//!
//! `CLN_SCHEMAS` names a folder of schemas to take beside `delpay` and the small ones. `CLN_AGREEMENT_MUTANTS` sets how
//! many mutants a schema has at least, and `CLN_AGREEMENT_SEED` makes others than usual.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod cases;
mod differences;
mod exceptions;
mod judges;
mod losses;
mod made;
mod mutate;
mod nodes;
#[cfg(test)]
mod regressions;
mod shrink;
mod subjects;
mod tally;

use std::collections::BTreeMap;
use std::env;
use std::sync::LazyLock;
use std::thread;
use std::time::Instant;

use cases::cases;
use cln_tests::dice::Dice;
use cln_tests::sizes::is_long;
use judges::{Bindings, Case, disagreements, judge};
use losses::{Loss, losses, some};
use shrink::smallest;
use subjects::{Subject, sets, subjects};
use tally::Tally;

/// How many mutants a schema has at least, if nothing else is said.
const MUTANTS: usize = 400;

/// The same in a short run.
const FEW_MUTANTS: usize = 250;

/// How many disagreements are made small and shown.
const SHOWN: usize = 12;

/// How many threads judge.
const THREADS: usize = 2;

/// A number that an environment variable sets.
fn setting(name: &str, default: usize) -> usize {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

/// What all judges made of all mutants.
struct Run {
    subjects: usize,
    /// The fewest mutants that a schema has.
    fewest: usize,
    tally: Tally,
    failures: Vec<String>,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let sets = sets();
    let started = Instant::now();
    let subjects = subjects(&sets);
    let bindings = Bindings::build(&sets);
    println!("{} schemas read and compiled in {:?}", subjects.len(), started.elapsed());
    let started = Instant::now();
    let (mut fewest, mut tally, mut failures) = (usize::MAX, Tally::default(), Failures::new());
    thread::scope(|scope| {
        let start = |first: usize| subjects.iter().skip(first).step_by(THREADS);
        let bindings = &bindings;
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || judged(bindings, start(first)))).collect();
        for thread in threads {
            let (few, counts, found) = thread.join().unwrap();
            fewest = fewest.min(few);
            tally.add(counts);
            failures.extend(found);
        }
    });
    println!("{} instances judged in {:?}", tally.verdicts().iter().sum::<usize>(), started.elapsed());
    let shown = failures.iter().take(SHOWN);
    let failures = shown.map(|((file, _), (case, wrong))| shown_failure(&bindings, file, case, wrong)).collect();
    Run { subjects: subjects.len(), fewest, tally, failures }
});

/// One disagreement for each schema and sentence.
type Failures<'s> = BTreeMap<(&'s str, String), (Case<'s>, Vec<String>)>;

fn judged<'s>(bindings: &Bindings, subjects: impl Iterator<Item = &'s Subject>) -> (usize, Tally, Failures<'s>) {
    let mutants = if is_long() { MUTANTS } else { FEW_MUTANTS };
    let (count, seed) = (setting("CLN_AGREEMENT_MUTANTS", mutants), setting("CLN_AGREEMENT_SEED", 0));
    let (mut fewest, mut tally, mut failures) = (usize::MAX, Tally::default(), Failures::new());
    for subject in subjects {
        let cases = cases(subject, count, seed);
        fewest = fewest.min(cases.len());
        for (case, verdicts) in cases.iter().zip(judge(bindings, &cases)) {
            tally.count(case, &verdicts);
            let wrong = disagreements(case, &verdicts);
            if let Some(first) = wrong.first() {
                let key = (subject.file.as_str(), format!("{:?} {first}", case.side));
                let known = failures.entry(key).or_insert_with(|| (case.clone(), wrong.clone()));
                if case.instance.len() < known.0.instance.len() {
                    *known = (case.clone(), wrong);
                }
            }
        }
    }
    (fewest, tally, failures)
}

fn shown_failure(bindings: &Bindings, file: &str, case: &Case<'_>, wrong: &[String]) -> String {
    let (case, verdicts) = smallest(bindings, case, wrong);
    format!("{file} {} ({}): {}\n  {}\n{verdicts:?}", case.side.key(), case.origin, wrong.join("; "), case.instance)
}

#[test]
fn all_judges_agree_on_every_mutant() {
    assert!(RUN.failures.is_empty(), "{}", RUN.failures.join("\n\n"));
}

#[test]
fn every_schema_has_enough_mutants() {
    println!("{} schemas, at least {} instances each", RUN.subjects, RUN.fewest);
    assert!(RUN.fewest >= 200);
}

#[test]
fn both_verdicts_are_well_represented_for_every_rule() {
    println!("{}", RUN.tally);
    for (rule, [kept, broken]) in &RUN.tally.rules {
        assert!(*kept >= 40 && *broken >= 15, "{rule}: kept {kept} times, broken {broken} times");
    }
    let [accepted, refused] = RUN.tally.verdicts();
    assert!(accepted * 10 > refused && refused > accepted / 10, "{accepted} accepted, {refused} refused");
}

/// Each kind of mistake, made in some of the schemas: in four places in a short run, in ten in a long one. Of one place alone
/// too little can be told: in a branch of a condition that few instances come to, a mistake is not noticed.
#[test]
fn a_wrong_rule_is_noticed() {
    let tampered = if is_long() { 10 } else { 4 };
    let subjects = subjects(&sets());
    let mut all: Vec<(&Subject, Loss)> = Vec::new();
    for subject in &subjects {
        all.extend(losses(subject).into_iter().map(|loss| (subject, loss)));
    }
    let (mut counts, mut of_subjects) = (BTreeMap::<&str, [usize; 2]>::new(), BTreeMap::<&str, Vec<Case<'_>>>::new());
    for (subject, loss) in some(all, tampered, &mut Dice::new(setting("CLN_AGREEMENT_SEED", 1) as u64)) {
        let cases = of_subjects.entry(&subject.file).or_insert_with(|| cases(subject, MUTANTS, 0));
        let Some(is_caught) = loss.is_caught(subject, cases) else { continue };
        counts.entry(loss.name).or_default()[usize::from(!is_caught)] += 1;
        if !is_caught {
            println!("not noticed: {}: {}", subject.file, loss.shown());
        }
    }
    println!("\n{:<28} {:>7} {:>11}", "wrong rule", "noticed", "not noticed");
    for (name, [caught, missed]) in &counts {
        println!("{name:<28} {caught:>7} {missed:>11}");
    }
    for (name, [caught, missed]) in counts {
        assert!(caught > 2 * missed, "{name}: noticed {caught} times, {missed} times not");
    }
}
