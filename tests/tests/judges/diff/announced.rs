//! Removals that were announced, by what is known of the releases.

use std::fs;
use std::path::Path;

use cln_codegen::{Builder, Error};
use cln_tools::diff::{Code, Finding, Severity, Versions, diff_versions};

/// A command with a field that is to go in v25.11, and one without; the other field was added in some release.
fn write(folder: &Path, added: &str) {
    let command =
        |fields: &str| format!(r#"{{"rpc": "thing", "request": {{"properties": {{{fields}}}}}, "response": {{}}}}"#);
    let kept = format!(r#""a": {{"type": "u64"{added}}}"#);
    let gone = r#""b": {"type": "u64", "deprecated": ["v24.11", "v25.11"]}"#;
    for (release, text) in [("old", command(&format!("{kept}, {gone}"))), ("new", command(&kept))] {
        fs::create_dir_all(folder.join(release)).unwrap();
        fs::write(folder.join(release).join("thing.json"), text).unwrap();
    }
}

fn compare(folder: &Path, from: &str, to: &str) -> Result<Finding, Error> {
    let version = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    let versions = Versions { old: version(from), new: version(to) };
    let report = diff_versions(&Builder::new(), folder.join("old"), folder.join("new"), &versions)?;
    Ok(report.findings().find(|finding| finding.code == Code::FieldRemoved).unwrap().clone())
}

/// The releases that are named, the newest `added` of the new files, and what follows.
const CASES: &[(&str, &str, &str, Severity, &str)] = &[
    ("", "v25.11", "", Severity::Announced, "as the old release announced for v25.11"),
    ("v25.09", "v26.06.6", "", Severity::Announced, "as the old release announced for v25.11"),
    ("", "", "v25.11.1", Severity::Announced, "as the old release announced for v25.11"),
    ("", "v25.09", "v25.12", Severity::Breaking, "in v25.09, though the old release announced it for v25.11"),
    (
        "v26.06",
        "v25.12",
        "",
        Severity::Breaking,
        "though the old release announced it for v25.11: v25.12 is older than v26.06",
    ),
    (
        "v24.11",
        "",
        "v25.02",
        Severity::Breaking,
        "perhaps as the old release announced for v25.11: the new release is v25.02 or later, and --to can say which",
    ),
    (
        "v24.11",
        "",
        "",
        Severity::Breaking,
        "perhaps as the old release announced for v25.11: nothing says which the new release is (--to can)",
    ),
];

#[test]
fn the_release_decides_whether_a_removal_was_announced() {
    for (from, to, added, severity, told) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let added = if added.is_empty() { String::new() } else { format!(r#", "added": "{added}""#) };
        write(folder.path(), &added);
        let found = compare(folder.path(), from, to).unwrap();
        let sentence = format!("Callers that send it are refused, {told}.");
        assert_eq!((found.severity, found.consequence), (*severity, sentence), "{from} {to} {added}");
    }
}

#[test]
fn a_lock_file_names_the_release_unless_something_else_does() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), r#", "added": "v25.12""#);
    let severity = |lock: &str, to: &str| {
        fs::write(folder.path().join("new/cln-codegen.lock"), lock).unwrap();
        compare(folder.path(), "", to).map(|found| found.severity)
    };
    assert_eq!(severity("release = \"v25.09\"\n[files]\n", "").unwrap(), Severity::Breaking);
    assert_eq!(severity("release = \"v25.12\"\n", "").unwrap(), Severity::Announced);
    assert_eq!(severity("release = \"v25.12\"\n", "v25.09").unwrap(), Severity::Breaking);
    let Err(Error::Schemas(told)) = severity("release = 25\n", "") else { panic!("the lock file is wrong") };
    assert_eq!(told.iter().map(|wrong| wrong.message.as_str()).collect::<Vec<_>>(), ["`release` is not a text"]);
}

/// The lock file is beside a schema, too.
#[test]
fn files_are_from_the_release_of_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "");
    fs::write(folder.path().join("new/cln-codegen.lock"), "release = \"v25.12\"").unwrap();
    let [old, new] = ["old", "new"].map(|release| folder.path().join(release).join("thing.json"));
    let report = diff_versions(&Builder::new(), old, new, &Versions::default()).unwrap();
    assert_eq!(report.worst(), Some(Severity::Announced));
}
