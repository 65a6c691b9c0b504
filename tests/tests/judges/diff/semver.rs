//! The semver level of a report is never below what the items of the generated code show, and `major` only where they do.
//!
//! The code of both releases is generated and read again: nothing of what `diff` knows of items is used.
//!
//! `CLN_DIFF_PAIRS` says how many random pairs are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cln_codegen::Builder;
use cln_codegen::model::Target;
use cln_runtime::json::Tree;
use cln_tests::dice::Dice;
use cln_tests::folders::shared;
use cln_tests::sizes::size;
use cln_tools::diff::{Code, Finding, MethodDiff, Report, Semver, diff};

use super::items::Items;
use super::{pairs as reviewed, shown, sides};
use crate::random_schemas::pairs;

/// What the index says it is.
const INDEX: &str = "The index.";

/// How many random pairs are compared, and in a long run; always the same first.
const PAIRS: [u32; 2] = [15, 200];

/// The items of each generated file, by what the file says it is; `None` if the schemas are refused.
fn items(schemas: &Path) -> Option<BTreeMap<String, Items>> {
    let files = Builder::new().schemas(schemas).tests(false).generate_to_memory().ok()?;
    Some(files.values().map(|text| (title(text, schemas), Items::read(text))).collect())
}

/// What a file is about: the index, or the command, notification or hook of a name, as its schema has it.
fn title(text: &str, schemas: &Path) -> String {
    let Some(path) = text.lines().find_map(|line| line.strip_prefix("//! Schema: `")) else {
        return INDEX.to_owned();
    };
    let name = Path::new(path.trim_end_matches('`')).file_name().unwrap();
    let schema = if schemas.is_dir() { schemas.join(name) } else { schemas.to_owned() };
    let schema = Tree::parse(&fs::read_to_string(schema).unwrap()).unwrap();
    let named = [("rpc", "command"), ("notification", "notification"), ("hook", "hook")];
    let said = named.iter().find_map(|(key, what)| match schema.at(&format!("/{key}")) {
        Some(Tree::Text(name)) => Some(format!("The {what} `{name}`.")),
        _ => None,
    });
    said.unwrap()
}

/// What a report says of a generated file; of the index, what it says of all.
fn said(report: &Report, file: &str) -> Option<Semver> {
    let is_method = |method: &&MethodDiff| {
        let what = if method.target == Target::Rpc { "command" } else { method.target.key() };
        let names = [Some(&method.name), method.old_name.as_ref()];
        file == INDEX || names.into_iter().flatten().any(|name| file == format!("The {what} `{name}`."))
    };
    report.methods.iter().filter(is_method).flat_map(|method| &method.findings).map(|finding| finding.semver).max()
}

/// The files of which a report says too little or too much.
fn judge(report: &Report, old: &Path, new: &Path) -> Option<Vec<String>> {
    let (before, after) = (items(old)?, items(new)?);
    let none = Items::default();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut wrong = Vec::new();
    let demand = |name: &str| before.get(name).unwrap_or(&none).demand(after.get(name).unwrap_or(&none));
    let of_index = demand(INDEX);
    for name in names {
        let (demand, said) = (demand(name), said(report, name));
        // What becomes of the index, which is made of all methods, is said of those that bring it about; and of a new name
        // what becomes of the old one.
        let is_old = name != INDEX && before.contains_key(name);
        let is_too_much = is_old && said == Some(Semver::Major) && demand != said && of_index != said;
        if said < demand || is_too_much {
            wrong.push(format!("{name}: {said:?} is said, the items show {demand:?}"));
        }
    }
    Some(wrong)
}

#[test]
fn of_every_pair_as_much_is_said_as_the_items_show() {
    for folder in reviewed() {
        let [old, new] = sides(&folder);
        let report = diff(&Builder::new(), &old, &new).unwrap();
        let wrong = judge(&report, &old, &new).unwrap();
        assert_eq!(wrong, [""; 0], "{}:\n{}", folder.display(), shown(&report, &folder));
    }
}

#[test]
fn of_two_years_of_delpay_as_much_is_said_as_the_items_show() {
    let (Some(old), Some(new)) = (shared("seed/delpay.json"), shared("corpus/delpay.json")) else { return };
    let report = diff(&Builder::new(), &old, &new).unwrap();
    assert_eq!(judge(&report, &old, &new).unwrap(), [""; 0]);
}

/// `OLDEST_NODE` is one for all methods.
#[test]
fn a_constant_of_the_index_goes_with_the_last_method_that_needs_it() {
    let folder = tempfile::tempdir().unwrap();
    let release = |name: &str, added: [&str; 2]| {
        let release = folder.path().join(name);
        fs::create_dir(&release).unwrap();
        for (name, added) in ["one", "two"].into_iter().zip(added) {
            let field = format!(r#"{{"type": "u64"{added}}}"#);
            let response = format!(r#"{{"required": ["a"], "properties": {{"a": {field}}}}}"#);
            let schema = format!(r#"{{"rpc": "{name}", "request": {{}}, "response": {response}}}"#);
            fs::write(release.join(name).with_extension("json"), schema).unwrap();
        }
        release
    };
    let (said, not_said) = (r#", "added": "v23.05""#, "");
    let releases = [release("a", [said, said]), release("b", [said, not_said]), release("c", [not_said, not_said])];
    let told = |old: &Path, new: &Path| {
        let report = diff(&Builder::new(), old, new).unwrap();
        assert_eq!(judge(&report, old, new).unwrap(), [""; 0]);
        report.findings().map(|finding| (finding.code, finding.semver)).collect::<Vec<_>>()
    };
    assert_eq!(told(&releases[0], &releases[1]), [(Code::AddedMoved, Semver::Patch)]);
    let gone = [(Code::AddedMoved, Semver::Patch), (Code::BindingsChanged, Semver::Major)];
    assert_eq!(told(&releases[1], &releases[2]), gone);
}

/// Whether the table would have said less.
fn is_by_items(finding: &Finding) -> bool {
    finding.consequence.contains("; in the bindings `") || finding.code == Code::BindingsChanged
}

#[test]
fn of_random_pairs_as_much_is_said_as_the_items_show() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = ["old.json", "new.json"].map(|name| folder.path().join(name));
    let (mut judged, mut by_items) = (0, 0);
    let mut missed = Vec::new();
    let [short, long] = PAIRS;
    let pairs = u64::from(size("CLN_DIFF_PAIRS", short, long));
    for seed in 1..=pairs {
        let mut dice = Dice::new(seed);
        let schemas = if dice.one_in(8) { pairs::pair(&mut dice) } else { pairs::close_pair(&mut dice) };
        fs::write(&old, &schemas[0]).unwrap();
        fs::write(&new, &schemas[1]).unwrap();
        let Ok(report) = diff(&Builder::new(), &old, &new) else { continue };
        let Some(wrong) = judge(&report, &old, &new) else { continue };
        judged += 1;
        by_items += u64::from(report.findings().any(is_by_items));
        if !wrong.is_empty() {
            missed.push(format!(
                "{seed}: {}\n{}\n{}",
                wrong.join("; "),
                schemas.join("\n"),
                shown(&report, folder.path())
            ));
        }
    }
    println!("{judged} pairs, {by_items} decided by items");
    assert!(missed.is_empty(), "{} of {judged} missed:\n{}", missed.len(), missed.join("\n\n"));
    assert!(judged > pairs / 2 && by_items > judged / 10, "{by_items} of {judged} are decided by items");
}
