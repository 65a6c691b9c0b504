//! What can be said on the command line, and what is said about the rest.

use std::fs;
use std::path::Path;

use crate::workshop::{WAIT, Workshop};

#[test]
fn help_says_everything() {
    let workshop = Workshop::with(&[]);
    let cases: [(&str, &[&str]); 13] = [
        ("help", &["--help"]),
        ("help_call", &["call", "--help"]),
        ("help_fetch", &["fetch", "--help"]),
        ("help_generate", &["generate", "--help"]),
        ("help_init", &["init", "--help"]),
        ("help_json_schema", &["json-schema", "--help"]),
        ("help_diff", &["diff", "--help"]),
        ("help_explain", &["explain", "--help"]),
        ("help_lint", &["lint", "--help"]),
        ("help_man", &["man", "--help"]),
        ("help_record", &["record", "--help"]),
        ("help_update", &["update", "--help"]),
        ("help_validate", &["validate", "--help"]),
    ];
    for (name, arguments) in cases {
        let outcome = workshop.run(arguments);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
        assert!(outcome.stdout.lines().all(|line| line.chars().count() <= 120), "{}", outcome.stdout);
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, outcome.stdout) });
    }
}

#[test]
fn every_snapshot_is_compared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line/snapshots");
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let expected = [
        "help",
        "help_call",
        "help_diff",
        "help_explain",
        "help_fetch",
        "help_generate",
        "help_init",
        "help_json_schema",
        "help_lint",
        "help_man",
        "help_record",
        "help_update",
        "help_validate",
    ]
    .map(|name| format!("command_line__arguments__{name}.snap"));
    assert_eq!(names, expected);
}

#[test]
fn without_a_command_there_is_help_and_a_failure() {
    Workshop::with(&[]).run(&[]).refused(&["Usage: cln-codegen <COMMAND>", "generate", "--help"]);
}

#[test]
fn the_version_is_told() {
    Workshop::with(&[]).run(&["--version"]).done(concat!("cln-codegen ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn arguments_that_cannot_be_read_say_what_was_expected() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT)]);
    let cases: [(&[&str], &str); 6] = [
        (
            &["--since", "soon"],
            "error: invalid value 'soon' for '--since <VERSION>': `soon` is not a version; expected one such as \
             `v23.11`, `v0.10.1` or `pre-v0.10.1`\n",
        ),
        (&["--until", "v24"], "error: invalid value 'v24' for '--until <VERSION>': `v24` is not a version"),
        (
            &["--derive", "Eq, Ord"],
            "error: invalid value 'Eq, Ord' for '--derive <PATH>': `Eq, Ord` is not the path of a derive macro; \
             expected one such as `::my_crate::MyTrait`\n",
        ),
        (&["--outt", "x"], "error: unexpected argument '--outt' found\n"),
        (&["--only"], "error: a value is required for '--only <NAME,...>' but none was supplied\n"),
        (&["--out", "a", "--out", "b"], "error: the argument '--out <DIR>' cannot be used multiple times\n"),
    ];
    for (arguments, said) in cases {
        workshop.run(&[&["generate"], arguments].concat()).refused(&[said]);
        assert!(!workshop.path("generated").exists(), "{arguments:?}");
    }
}

#[test]
fn a_range_of_versions_that_is_empty_is_refused() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT)]);
    let outcome = workshop.run(&["generate", "--out", "out", "--since", "v24.11", "--until", "v22.11"]);
    outcome.refused(&["S0508", "`since` is v24.11, `until` is v22.11: no node lies between them"]);
}
