//! `diff` never says that nothing breaks when some instance does.
//!
//! Random schemas, and some that real mutations make of them, are compared in pairs. All the machinery that tries the
//! judges then looks for an instance that breaks: one that users send and the new release refuses, or that the new
//! release writes and the old one refuses for more than a field or a value that it does not know.

use std::fs;
use std::time::{Duration, Instant};

use cln_codegen::Unknown;
use cln_codegen::diff::{Code, Report, Severity, diff};
use cln_codegen::model::with_rules;
use cln_runtime::{Rule, Validation};
use cln_tests::dice::Dice;
use cln_tests::oracle::Side;

use crate::cases::cases;
use crate::judges::Case;
use crate::setting;
use crate::subjects::{SIDES, Subject, schema_side};

#[path = "../random_schemas/pairs.rs"]
#[allow(dead_code, reason = "the other test uses all of it")]
mod pairs;
#[path = "../random_schemas/scalars.rs"]
#[allow(dead_code, reason = "the other test uses all of it")]
mod scalars;
#[path = "../random_schemas/schema.rs"]
mod schema;

/// How many pairs are compared, and how long at most.
const PAIRS: usize = 150;
const TIME: Duration = Duration::from_secs(60);

/// How many mutants of each schema are tried.
const MUTANTS: usize = 120;

#[test]
fn what_breaks_is_never_said_to_break_nothing() {
    let (pairs, seed) = (setting("CLN_DIFF_PAIRS", PAIRS), setting("CLN_AGREEMENT_SEED", 0));
    let folder = tempfile::tempdir().unwrap();
    let started = Instant::now();
    let (mut compared, mut breaking, mut generic) = (0, 0, 0);
    let mut missed = Vec::new();
    for number in 0..pairs {
        let mut dice = Dice::new((seed * 1_000_003 + number) as u64);
        let Some([old, new]) = pair(&mut dice) else { continue };
        let report = compare(folder.path(), [&old, &new]);
        for side in SIDES {
            let Some(instance) = breaks([&old, &new], side) else { continue };
            breaking += 1;
            if !says_so(&report, side) {
                missed.push(format!(
                    "{number} {side:?}: {instance}\n{}\n{}\n{}",
                    old.schema,
                    new.schema,
                    report.to_text(false)
                ));
            }
        }
        generic += report.findings().filter(|finding| finding.code == Code::Separated).count();
        compared += 1;
        if started.elapsed() > TIME {
            break;
        }
    }
    println!(
        "{compared} pairs, {breaking} sides that break, {generic} shown by an instance alone, in {:?}",
        started.elapsed()
    );
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n\n"));
    assert!(breaking > compared / 4, "{breaking} sides of {compared} pairs break");
}

/// Two random schemas that can be read.
fn pair(dice: &mut Dice) -> Option<[Subject; 2]> {
    let [old, new] = pairs::pair(dice);
    let read = |text: String| Subject::try_new("small", "random.json".to_owned(), text);
    Some([read(old)?, read(new)?])
}

fn compare(folder: &std::path::Path, subjects: [&Subject; 2]) -> Report {
    let [old, new] = ["old.json", "new.json"].map(|name| folder.join(name));
    fs::write(&old, subjects[0].schema.to_string()).unwrap();
    fs::write(&new, subjects[1].schema.to_string()).unwrap();
    diff(&old, &new, Unknown::Refuse).unwrap()
}

/// Whether a report says of a side that it breaks.
fn says_so(report: &Report, side: Side) -> bool {
    let is_of_side = |pointer: &str| pointer.starts_with(&format!("/{}", side.key()));
    report
        .findings()
        .filter(|finding| finding.severity == Severity::Breaking)
        .any(|finding| finding.old.as_ref().is_some_and(|place| is_of_side(&place.pointer)))
}

/// An instance of a side that breaks, if any is found.
fn breaks([old, new]: [&Subject; 2], side: Side) -> Option<String> {
    let is_users = old.is_users(side);
    let (accepting, refusing) = if is_users { (old, new) } else { (new, old) };
    let mut all: Vec<Case<'_>> = cases(old, MUTANTS, 1);
    all.extend(cases(new, MUTANTS, 2));
    let instances: Vec<String> = all.into_iter().filter(|case| case.side == side).map(|case| case.instance).collect();
    let judged = |subject: &Subject| {
        with_rules(&subject.model, schema_side(side), |shape| {
            let rules = |instance: &String| -> Vec<Rule> {
                let verdict = Validation::new().json(instance.as_bytes(), shape);
                verdict.err().iter().flat_map(|found| found.iter()).map(|violation| violation.rule()).collect()
            };
            instances.iter().map(rules).collect::<Vec<_>>()
        })
        .unwrap()
    };
    let counts = |rule: &Rule| is_users || !matches!(rule, Rule::Unknown | Rule::Enum);
    let mut verdicts = judged(accepting).into_iter().zip(judged(refusing)).zip(&instances);
    let found = verdicts.find(|((accepted, refused), _)| accepted.is_empty() && refused.iter().any(counts));
    found.map(|(_, instance)| instance.clone())
}
