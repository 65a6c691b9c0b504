//! The schemas of a whole release: bindings that compile, replay the documentation, and read what a node wrote.
//!
//! `CLN_SCHEMAS` names the folder; without it the one of the shared material is taken. What is asserted holds for any
//! release; what is known of that one alone is a snapshot.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod crates;
pub(crate) mod release;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cln_codegen::instances::{Negative, Side};
use cln_codegen::model::Example;
use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_tests::verdicts;

use crates::{Question, Reply, Run};
use release::{Answer, File};

/// A release, and what came of it.
struct Release {
    is_known: bool,
    files: Vec<File>,
    examples: Vec<Replay>,
    answers: Vec<Answer>,
    run: Run,
}

/// One form of one side of a documented example.
struct Replay {
    file: String,
    trace: String,
    side: Side,
    /// What it must be encoded to.
    expected: String,
    /// What the oracle finds wrong with it.
    findings: Vec<(String, String)>,
}

/// `None`, saying so, if there is no release to try.
static RELEASE: LazyLock<Option<Release>> = LazyLock::new(|| {
    let folder = release::folder()?;
    let files = release::read(&folder);
    let answers = release::answers(&files);
    let (mut questions, mut examples) = (Vec::new(), Vec::new());
    for file in &files {
        for example in &file.lowered.method.examples {
            for (replay, instance) in replays(file, example) {
                questions.push(question(file.table(), &file.lowered.method.name, replay.side, instance));
                examples.push(replay);
            }
        }
    }
    let recorded =
        answers.iter().map(|answer| question("recorded", &answer.method, Side::Response, answer.result.clone()));
    questions.extend(recorded);
    let mut methods: Vec<String> = answers.iter().map(|answer| answer.method.clone()).collect();
    methods.sort();
    methods.dedup();
    let run = crates::run(&folder, &methods, &questions);
    Some(Release { is_known: release::is_known(&folder), files, examples, answers, run })
});

fn question(table: &'static str, method: &str, side: Side, instance: String) -> Question {
    let side = if side == Side::Response { "response" } else { "request" };
    Question { table, method: method.to_owned(), side, instance }
}

/// An example as it is documented; its parameters by name and, if each has a position, by position.
fn replays(file: &File, example: &Example) -> Vec<(Replay, String)> {
    let lowered = &file.lowered;
    let replay = |side: Side, instance: String, expected: &str| {
        let findings = lowered.findings(side, &instance);
        let (file, trace) = (file.path.clone(), example.trace.clone());
        (Replay { file, trace, side, expected: expected.to_owned(), findings }, instance)
    };
    let documented = replay(Side::Named, example.params.clone(), &example.canonical);
    let positional = (example.positional && documented.0.findings.is_empty())
        .then(|| replay(Side::Positional, lowered.instance(example, Side::Positional), &example.canonical));
    let response = replay(Side::Response, example.result.clone(), &example.result);
    [Some(documented), positional, Some(response)].into_iter().flatten().collect()
}

impl Release {
    /// The examples, each with what the bindings made of it.
    fn replayed(&self) -> impl Iterator<Item = (&Replay, &Reply)> {
        self.examples.iter().zip(&self.run.replies)
    }

    /// What a node answered, each with what the bindings for nodes of its age made of it.
    fn answered(&self) -> impl Iterator<Item = (&Answer, &Reply)> {
        self.answers.iter().zip(self.run.replies.iter().skip(self.examples.len()))
    }
}

fn is_equal(encoded: &Tree, expected: &str) -> bool {
    Tree::parse(expected).is_ok_and(|expected| *encoded == expected)
}

/// Rules and pointers in the oracle's order.
fn sorted(violations: &[(String, String)]) -> Vec<(String, String)> {
    let mut sorted = violations.to_vec();
    sorted.sort_by(|(rule, pointer), (other_rule, other)| (pointer, rule).cmp(&(other, other_rule)));
    sorted
}

/// How many are as they should be, of how many.
#[derive(Clone, Copy, Default)]
struct Share {
    good: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, is_good: bool) {
        self.good += usize::from(is_good);
        self.all += 1;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.good, self.all)
    }
}

fn review(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_bindings_compile_without_warnings_in_both_editions() {
    let Some(release) = &*RELEASE else { return };
    release.run.lints.assert_success();
    assert!(!release.run.lints.stderr.contains("warning"), "{}", release.run.lints.stderr);
}

#[test]
fn the_bindings_are_documented_without_warnings() {
    let Some(release) = &*RELEASE else { return };
    release.run.docs.assert_success();
}

#[test]
fn the_bindings_pass_their_own_tests() {
    let Some(release) = &*RELEASE else { return };
    release.run.tests.assert_success();
    let own = verdicts::read(&release.run.tests);
    let own = own.keys().filter(|name| name.starts_with("release::")).count();
    let lowered = release.files.iter().map(|file| &file.lowered);
    let examples = lowered.flat_map(|lowered| lowered.method.examples.iter().zip(&lowered.negatives));
    let tests = |(example, broken): (&Example, &Vec<Negative>)| {
        1 + [!broken.is_empty(), example.shown.is_some()].map(usize::from).iter().sum::<usize>()
    };
    let expected: usize = examples.map(tests).sum();
    println!("{own} tests of {} schemas pass", release.files.len());
    assert_eq!(own, expected, "each example is replayed and broken, and one of a command is made in Rust");
}

/// What keeps to the schema is for the oracle to say.
#[test]
fn every_example_that_satisfies_its_schema_decodes_and_encodes_to_the_same_json() {
    let Some(release) = &*RELEASE else { return };
    let mut shares =
        BTreeMap::from([Side::Named, Side::Positional, Side::Response].map(|side| (side, Share::default())));
    let (mut good, mut breaking) = (Share::default(), Share::default());
    let mut failures = Vec::new();
    for (replay, reply) in release.replayed() {
        let is_same = is_equal(&reply.encoded, &replay.expected);
        if !replay.findings.is_empty() {
            breaking.count(is_same);
            continue;
        }
        good.count(is_same);
        shares.entry(replay.side).or_default().count(is_same);
        if !is_same {
            failures.push(format!("{} {:?}: {}\n  {}", replay.trace, replay.side, reply.encoded, replay.expected));
        }
    }
    println!("{good} examples that satisfy their schema decode and re-encode equal");
    println!(
        "  (requests as documented {}, by position {}; responses {})",
        shares[&Side::Named],
        shares[&Side::Positional],
        shares[&Side::Response]
    );
    println!("{breaking} that break it do, too");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(good.all > 0, "there is no example");
}

#[test]
fn what_breaks_its_schema_breaks_it_as_pinned() {
    let Some(release) = &*RELEASE else { return };
    let mut pins = String::new();
    for (replay, reply) in release.replayed() {
        assert_eq!(sorted(&reply.violations), replay.findings, "{} {:?}", replay.trace, replay.side);
        let side = if replay.side == Side::Response { "response" } else { "request" };
        let index = replay.trace.rsplit('/').next().unwrap_or_default();
        let lines = replay.findings.iter().map(|(rule, at)| format!("{} {index} {side} {at:?} {rule}\n", replay.file));
        pins.extend(lines);
    }
    print!("{pins}");
    if release.is_known {
        review("pins", &pins);
    }
}

#[test]
fn the_oracle_confirms_every_way_to_break_an_example() {
    let Some(release) = &*RELEASE else { return };
    let mut rows: BTreeMap<Rule, usize> = BTreeMap::new();
    for file in &release.files {
        file.lowered.assert_confirmed();
        for row in file.lowered.rows() {
            *rows.entry(row.rule).or_default() += 1;
        }
    }
    let counts: String = rows.iter().map(|(rule, count)| format!("{count:>6} {rule}\n")).collect();
    println!("{counts}{:>6} ways to break an example, by the rule that is broken", rows.values().sum::<usize>());
    if release.is_known {
        review("rows", &counts);
    }
}

#[test]
fn what_a_node_answered_decodes_and_encodes_to_the_same_json() {
    let Some(release) = &*RELEASE else { return };
    let mut share = Share::default();
    for (answer, reply) in release.answered() {
        assert!(is_equal(&reply.encoded, &answer.result), "{}: {}\n{}", answer.method, answer.result, reply.encoded);
        share.count(true);
    }
    println!("{share} recorded results decode and re-encode equal");
}

/// A node may differ from its documentation: where, and how often.
#[test]
fn where_a_node_differs_from_its_documentation_is_as_reviewed() {
    let Some(release) = &*RELEASE else { return };
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    for (answer, reply) in release.answered() {
        let Answer { transcript, method, .. } = answer;
        let file = release.files.iter().find(|file| file.table() == "rpc" && file.lowered.method.name == *method);
        let found = file.unwrap().lowered.findings_since(Side::Response, &answer.result, crates::RECORDED);
        assert_eq!(sorted(&reply.violations), found, "{method}: {}", answer.result);
        if found.is_empty() {
            *verdicts.entry(format!("{transcript} {method}: ok")).or_default() += 1;
        }
        for (rule, pointer) in &found {
            *verdicts.entry(format!("{transcript} {method}: {rule} at {:?}", general(pointer))).or_default() += 1;
        }
    }
    let lines: String = verdicts.iter().map(|(verdict, count)| format!("{verdict} ({count})\n")).collect();
    print!("{lines}");
    if release.is_known {
        review("recorded", &lines);
    }
}

/// A pointer with `*` for each index.
fn general(pointer: &str) -> String {
    let steps = pointer
        .split('/')
        .map(|step| if step.bytes().all(|byte| byte.is_ascii_digit()) && !step.is_empty() { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}
