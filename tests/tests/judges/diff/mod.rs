//! What `diff` says of pairs of schemas: one for each rule at least, each with an instance that the independent oracle
//! confirms.
//!
//! Each folder in `tests/diff` begins with the code that it is about, and has what is expected beside the schemas.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod announced;
mod items;
mod record;
mod releases;
mod semver;
mod silent;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cln_codegen::Builder;
use cln_runtime::Rule;
use cln_tests::folders::{package, shared, stem};
use cln_tests::oracle::{Options, SchemaFile, Side};
use cln_tools::diff::{Code, Finding, Release, Report, diff};

/// Codes of which no instance tells the releases apart: nothing that is sent is another thing, or all of it is.
const WITHOUT_INSTANCE: &[Code] = &[
    Code::MethodAdded,
    Code::MethodRemoved,
    Code::MethodRenamed,
    Code::ArgumentsReordered,
    Code::TypeRenamed,
    Code::PatternChanged,
    Code::ClosednessStated,
    Code::Deprecated,
    Code::DeprecationLifted,
    Code::DeprecationMoved,
    Code::RemovalEarlier,
    Code::AddedMoved,
    Code::Hidden,
    Code::Shown,
    Code::ErrorCodeAdded,
    Code::ErrorCodeRemoved,
    Code::ErrorTextChanged,
    Code::DescriptionChanged,
    Code::DefaultChanged,
    Code::ExampleAdded,
    Code::ExampleRemoved,
    Code::ExampleChanged,
    Code::ChapterChanged,
    Code::BindingsRenamed,
    Code::BindingsChanged,
];

/// Pairs without an instance although their code has one: a number of satoshi is as good as one of millisatoshi, an open
/// object may have had any field, and a rule may follow from others.
const UNSHOWN: &[&str] = &[
    "D0201-additional",
    "D0201-in-an-open-object",
    "D0203-in-an-open-object",
    "D0303-amounts",
    "D0303-amounts-in-alternatives",
    "D0208-hidden",
    "D0405-of-new-fields",
    "D0407-follows",
    "D0412-narrower",
];

fn compare(old: &Path, new: &Path) -> Report {
    diff(&Builder::new(), old, new).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// The pairs, sorted.
fn pairs() -> Vec<PathBuf> {
    let entries = fs::read_dir(package().join("diff")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// The old and the new schema of a pair, or the folders of them.
fn sides(folder: &Path) -> [PathBuf; 2] {
    ["old", "new"].map(|side| {
        let file = folder.join(side).with_extension("json");
        if file.exists() { file } else { folder.join(side) }
    })
}

/// The report as people see it, without the path of this machine.
fn shown(report: &Report, folder: &Path) -> String {
    report.to_text(false).replace(&format!("{}/", folder.display()), "")
}

#[test]
fn every_pair_is_told_as_reviewed() {
    for folder in pairs() {
        let [old, new] = sides(&folder);
        let settings = (folder.clone(), shown(&compare(&old, &new), &folder));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => settings.0 }, {
            insta::assert_snapshot!("expected", settings.1);
        });
    }
}

#[test]
fn every_pair_shows_its_code_and_every_code_has_a_pair() {
    let mut told = BTreeSet::new();
    for folder in pairs() {
        let [old, new] = sides(&folder);
        let name = folder.file_name().unwrap().to_str().unwrap();
        let report = compare(&old, &new);
        let found = report.findings().find(|finding| name.starts_with(finding.code.as_str()));
        let found = found.unwrap_or_else(|| panic!("{name} does not show its code"));
        told.insert(found.code);
        let has_none = WITHOUT_INSTANCE.contains(&found.code) || UNSHOWN.contains(&name);
        assert_eq!(found.instance.is_none(), has_none, "{name}: an instance");
    }
    assert_eq!(told, Code::ALL.iter().copied().collect());
}

/// The oracle shares no code with the validators that have been asked.
#[test]
fn every_instance_is_accepted_by_one_and_refused_by_the_other() {
    let mut count = 0;
    for folder in pairs() {
        let [old, new] = sides(&folder);
        for finding in compare(&old, &new).findings() {
            count += usize::from(finding.instance.is_some());
            assert_confirmed(finding);
        }
    }
    assert!(count > 60, "{count} instances");
}

/// Asserts that the oracle judges a finding's instance as the finding says.
fn assert_confirmed(finding: &Finding) {
    let (Some(instance), Some(old), Some(new)) = (&finding.instance, &finding.old, &finding.new) else { return };
    let (accepting, refusing) = if instance.accepted_by == Release::Old { (old, new) } else { (new, old) };
    let side = if old.pointer.starts_with("/request") { Side::Request } else { Side::Response };
    let judged = |file: &str| {
        let schema = SchemaFile::read(&fs::read_to_string(file).unwrap());
        schema.judge(side, &instance.json, &Options::default())
    };
    assert_eq!(judged(&accepting.file), [], "{finding:?}");
    let refused = judged(&refusing.file);
    // To the oracle a list of values without a type is a list and nothing else; validators know the type of its values.
    let is_rule = |rule: &str| rule == instance.rule.code() || (instance.rule, rule) == (Rule::Type, "enum");
    let is_told = refused.iter().any(|f| f.pointer == instance.pointer && is_rule(f.rule));
    assert!(is_told, "{refused:?}\n{finding:?}");
}

/// The snapshot has codes, places and instances, not the words of the files.
#[test]
fn two_years_of_delpay() {
    let (Some(old), Some(new)) = (shared("seed/delpay.json"), shared("corpus/delpay.json")) else { return };
    let report = compare(&old, &new);
    let mut text = report.to_text(false);
    for (path, name) in [(old, "old.json"), (new, "new.json")] {
        text = text.replace(&path.display().to_string(), name);
    }
    insta::with_settings!({ omit_expression => true, snapshot_path => "../snapshots" }, { insta::assert_snapshot!("delpay", text) });
    report.findings().for_each(assert_confirmed);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let told = || -> Vec<String> {
        let reports = pairs().into_iter().map(|folder| {
            let [old, new] = sides(&folder);
            let report = compare(&old, &new);
            [report.to_text(true), report.to_json(), report.to_markdown()].concat()
        });
        reports.collect()
    };
    assert_eq!(told(), told());
}

#[test]
fn nothing_differs_from_itself() {
    for folder in pairs() {
        let [_, new] = sides(&folder);
        let report = compare(&new, &new);
        assert_eq!((report.methods.len(), report.worst(), report.semver()), (0, None, None), "{}", stem(&folder));
    }
}
