//! `diff` never says that nothing breaks when some instance does.
//!
//! Random schemas, and some that real mutations make of them, are compared in pairs. All the machinery that tries the
//! judges then looks for an instance that breaks: one that users send and the new release refuses, or that the new
//! release writes and the old one refuses for more than a field or a value that it does not know.

use std::fs;

use cln_codegen::Builder;
use cln_codegen::model::with_rules;
use cln_runtime::{Rule, Validation};
use cln_tests::dice::Dice;
use cln_tests::oracle::Side;
use cln_tests::sizes::size;
use cln_tools::diff::{Code, Report, Severity, diff};

use crate::agreement::cases::cases;
use crate::agreement::judges::Case;
use crate::agreement::setting;
use crate::agreement::subjects::{SIDES, Subject, schema_side};
use crate::random_schemas::pairs;

/// How many pairs are compared, and in a long run.
const PAIRS: [u32; 2] = [6, 75];

/// Not every change leaves a schema: for each pair so many are made at most.
const MADE: usize = 4;

/// How many mutants of each schema are tried.
const MUTANTS: usize = 120;

#[test]
fn what_breaks_is_never_said_to_break_nothing() {
    let [short, long] = PAIRS;
    let pairs = size("CLN_DIFF_PAIRS", short, long) as usize;
    let seed = setting("CLN_AGREEMENT_SEED", 0);
    let folder = tempfile::tempdir().unwrap();
    let (mut compared, mut breaking, mut generic) = (0, 0, 0);
    let mut missed = Vec::new();
    for number in 0..MADE * pairs {
        let mut dice = Dice::new((seed * 1_000_003 + number) as u64);
        let Some([old, new]) = pair(&mut dice) else { continue };
        let report = compare(folder.path(), [&old, &new]);
        for side in SIDES {
            let Some(instance) = breaks([&old, &new], side) else { continue };
            breaking += 1;
            if !says_so(&report, side, &instance) {
                missed.push(format!(
                    "{number} {side:?}: {} {}\n{}\n{}\n{}",
                    instance.json,
                    instance.refused.join(" "),
                    old.schema,
                    new.schema,
                    report.to_text(false)
                ));
            }
        }
        generic += report.findings().filter(|finding| finding.code == Code::Separated).count();
        compared += 1;
        if compared == pairs {
            break;
        }
    }
    println!("{compared} pairs, {breaking} sides that break, {generic} shown by an instance alone");
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n\n"));
    assert!(compared >= pairs / 2, "{compared} of {pairs} pairs are of schemas");
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
    diff(&Builder::new(), &old, &new).unwrap()
}

/// Whether a report says of a side that it breaks, where the instance does: a breaking finding is about one of the places
/// that are refused, about what is around one, or inside one. Where none is, an instance of its own has to show that the
/// side breaks; a breaking finding far away that shows nothing does not account for it.
fn says_so(report: &Report, side: Side, broken: &Broken) -> bool {
    let start = format!("/{}", side.key());
    let is_of_side =
        |pointer: &str| pointer.strip_prefix(&start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut breaking = report
        .findings()
        .filter(|finding| finding.severity == Severity::Breaking)
        .filter(|finding| [&finding.old, &finding.new].into_iter().flatten().any(|place| is_of_side(&place.pointer)));
    breaking.any(|finding| {
        let places = [&finding.old, &finding.new].into_iter().flatten().map(|place| fields(&place.pointer));
        finding.instance.is_some()
            || places.into_iter().any(|place| {
                broken
                    .refused
                    .iter()
                    .map(|pointer| members(pointer))
                    .any(|at| at.starts_with(&place) || place.starts_with(&at))
            })
    })
}

/// The fields that a pointer into a schema leads through.
fn fields(pointer: &str) -> Vec<String> {
    let steps: Vec<&str> = pointer.split('/').skip(2).collect();
    steps.windows(2).filter(|pair| pair[0] == "properties").map(|pair| pair[1].to_owned()).collect()
}

/// The fields that a pointer into an instance leads through.
fn members(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1).filter(|step| step.parse::<usize>().is_err());
    steps.map(str::to_owned).collect()
}

/// An instance that breaks, and where it is refused: the names on the way, without the numbers of elements.
struct Broken {
    json: String,
    refused: Vec<String>,
}

/// An instance of a side that breaks, if any is found.
fn breaks([old, new]: [&Subject; 2], side: Side) -> Option<Broken> {
    let is_users = old.is_users(side);
    let (accepting, refusing) = if is_users { (old, new) } else { (new, old) };
    let mut all: Vec<Case<'_>> = cases(old, MUTANTS, 1);
    all.extend(cases(new, MUTANTS, 2));
    let instances: Vec<String> = all.into_iter().filter(|case| case.side == side).map(|case| case.instance).collect();
    let judged = |subject: &Subject| {
        with_rules(&subject.model, schema_side(side), |shape| {
            let rules = |instance: &String| -> Vec<(Rule, String)> {
                let verdict = Validation::new().validate_json(instance.as_bytes(), shape);
                let all = verdict.err().into_iter().flat_map(|found| found.iter().cloned().collect::<Vec<_>>());
                all.map(|violation| (violation.rule(), violation.pointer().to_owned())).collect()
            };
            instances.iter().map(rules).collect::<Vec<_>>()
        })
        .unwrap()
    };
    let counts = |(rule, _): &(Rule, String)| is_users || !matches!(rule, Rule::Unknown | Rule::Enum);
    let mut verdicts = judged(accepting).into_iter().zip(judged(refusing)).zip(&instances);
    let found = verdicts.find(|((accepted, refused), _)| accepted.is_empty() && refused.iter().any(counts));
    found.map(|((_, refused), instance)| {
        let refused = refused.into_iter().filter(counts).map(|(_, pointer)| pointer).collect();
        Broken { json: instance.clone(), refused }
    })
}
