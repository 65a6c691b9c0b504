//! Whole releases as they were shipped go through every command. They lie in the folder that `CLN_SHARED` names.

use std::path::{Path, PathBuf};

use crate::workshop::Workshop;

const RELEASES: [&str; 3] = ["releases/v24.11", "releases/v26.06.6", "corpus"];

/// The folders of the releases; none, saying so, if there are none on this machine.
fn releases() -> Vec<String> {
    let folders = RELEASES.map(shared);
    if folders.iter().any(Option::is_none) {
        println!("skipped: CLN_SHARED is not set, so there are no releases to read");
    }
    folders.into_iter().flatten().collect()
}

/// Something of the shared material.
fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("CLN_SHARED")?;
    PathBuf::from(root).join(path).into_os_string().into_string().ok()
}

#[test]
fn each_release_is_generated_and_fresh_then() {
    for folder in releases() {
        let workshop = Workshop::with(&[]);
        let outcome = workshop.run(&["generate", &folder, "--out", "out"]);
        assert_eq!(outcome.status, Some(0), "{folder}: {}", outcome.stderr);
        assert!(outcome.stdout.contains(" corrections: files "), "{}", outcome.stdout);
        assert_eq!(workshop.run(&["generate", &folder, "--out", "out", "--check"]).status, Some(0));
        let names = workshop.names("out");
        let bindings = names.iter().filter(|path| !path.starts_with("tests/")).count();
        assert_eq!(bindings, 1 + methods(&outcome.stdout), "a file for each method, and the index");
    }
}

/// How many methods a summary tells of.
fn methods(summary: &str) -> usize {
    summary.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn each_release_is_linted_without_an_error() {
    for folder in releases() {
        let outcome = Workshop::with(&[]).run(&["lint", &folder]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""), "documentation drifts");
        let errors: Vec<&str> = outcome.stdout.lines().filter(|line| line.contains(": error[")).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn each_release_is_compared_with_those_after_it() {
    let releases = releases();
    for (at, old) in releases.iter().enumerate() {
        for new in &releases[at..] {
            let outcome = Workshop::with(&[]).run(&["diff", old, new]);
            let expected = if old == new { Some(0) } else { Some(1) };
            assert_eq!(outcome.status, expected, "{old} {new}: {}", outcome.stderr);
            assert!(!outcome.stderr.contains("error["), "{}", outcome.stderr);
        }
    }
}

#[test]
fn one_command_of_a_release_can_be_had_alone() {
    for folder in releases() {
        let workshop = Workshop::with(&[]);
        for correcting in [&[][..], &["--no-corrections"]] {
            let arguments = [&["generate", folder.as_str(), "--out", "out", "--only", "delpay"], correcting].concat();
            let outcome = workshop.run(&arguments);
            assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{folder}");
            assert_eq!(workshop.names("out"), ["delpay.rs", "mod.rs", "tests/delpay.rs"]);
        }
    }
}

/// Positional parameters that a node takes, and some that it refuses.
#[test]
fn positions_of_fundchannel_are_those_of_a_node() {
    for folder in releases() {
        let files = ["lightning-fundchannel.json", "fundchannel.json"].map(|name| Path::new(&folder).join(name));
        let schema = files.iter().find(|file| file.exists()).unwrap().to_str().unwrap();
        let judge = |verdict: &str| {
            let report = format!("reports/fundchannel-positions/fundchannel_positional_{verdict}.json");
            let instance = shared(&report).unwrap();
            Workshop::with(&[]).run(&["validate", schema, "--side", "request", &instance])
        };
        judge("accepted_by_node_refused_by_us").done("ok\n");
        assert_eq!(judge("accepted_by_us_refused_by_node").status, Some(1));
    }
}
