//! What becomes of plugins of others under every trouble.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod session;
#[path = "../../troubles.rs"]
mod troubles;

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cln_mock::{EarlyMoment, PluginProgram, PluginTrouble};
use session::{ANSWERS, KILLED, json, peer, run};
use troubles::{Early, Trouble, each, kills};

/// Some trouble, and what becomes of the plugin with cln-plugin, of that with pyln-client, and of that in sh.
struct Row(&'static str, [&'static str; 3]);

const ALL_ANSWER: [&str; 3] = [ANSWERS; 3];

const TABLE: [Row; 21] = [
    Row("none", ALL_ANSWER),
    Row("byte by byte", ALL_ANSWER),
    Row("in pieces", ALL_ANSWER),
    Row("several messages in one write", ALL_ANSWER),
    Row("silence before each message", ALL_ANSWER),
    Row("silence within messages", ALL_ANSWER),
    Row("a call of 30 MB", ALL_ANSWER),
    Row("an event of 30 MB", ALL_ANSWER),
    Row("a blank line in a call", ["ends (call)", "ends (call)", "hangs (call)"]),
    Row("a raw newline in a call", ["ends (call)", "ends (call)", ANSWERS]),
    Row("another raw control character in a call", ["ends (call)", "ends (call)", ANSWERS]),
    Row("a call before `init`", ["ends (start)", ANSWERS, ANSWERS]),
    Row("a hook before `init`", ["ends (start)", ANSWERS, ANSWERS]),
    Row("a call with `init`", ALL_ANSWER),
    Row("a hook with `init`", ALL_ANSWER),
    Row("slow reading", ALL_ANSWER),
    Row("reading byte by byte", ALL_ANSWER),
    Row("all at once that all bear", ALL_ANSWER),
    Row("killed after it has read 20 bytes", [KILLED; 3]),
    Row("killed after it has read 700 bytes", [KILLED; 3]),
    Row("killed after it has written 20 bytes", [KILLED; 3]),
];

/// The trouble of each row.
fn troubles() -> Vec<Trouble> {
    let early = Early { call: ("greet", json(r#"{"name":"early"}"#)), hook: Some(("peer_connected", peer())) };
    let pause = Duration::from_millis(1);
    let borne = PluginTrouble::new().pieces(500).pause(pause).slow_reading(50, pause).padding(1 << 14);
    let more = [
        Trouble::new("all at once that all bear", early.call(borne, EarlyMoment::WithInit)).held(),
        Trouble::new("killed after it has read 20 bytes", PluginTrouble::new().kill_after_reading(20)),
        Trouble::new("killed after it has read 700 bytes", PluginTrouble::new().kill_after_reading(700)),
        Trouble::new("killed after it has written 20 bytes", PluginTrouble::new().kill_after_writing(20)),
    ];
    each(&early, 30 << 20).into_iter().chain(more).collect()
}

fn with_cln_plugin() -> PluginProgram {
    PluginProgram::new(env!("CARGO_BIN_EXE_with-cln-plugin"))
}

fn with_pyln_client() -> PluginProgram {
    let python =
        env::var_os("FOREIGN_PYTHON").expect("FOREIGN_PYTHON: expected a Python with what requirements.txt lists");
    PluginProgram::new(python).arg(path("plugins/with_pyln_client.py"))
}

fn in_shell() -> PluginProgram {
    PluginProgram::new(path("plugins/in_shell.sh"))
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Has a plugin go through the whole table.
fn check(program: &PluginProgram, column: usize) {
    let outcomes: Vec<_> = troubles().iter().map(|trouble| (trouble.name.clone(), run(trouble, program))).collect();
    let expected: Vec<_> =
        TABLE.iter().map(|Row(name, outcomes)| ((*name).to_owned(), outcomes[column].to_owned())).collect();
    assert_eq!(outcomes, expected);
}

/// Wherever it is killed, it is killed or has answered all before: nobody waits for it.
fn kill_anywhere(program: &PluginProgram) {
    for made in kills(119) {
        let outcome = run(&Trouble::new("killed", made.clone()), program);
        assert!(outcome == ANSWERS || outcome == KILLED, "{made:?}: {outcome}");
    }
}

#[test]
fn cln_plugin() {
    check(&with_cln_plugin(), 0);
}

#[test]
fn pyln_client() {
    check(&with_pyln_client(), 1);
}

#[test]
fn shell() {
    check(&in_shell(), 2);
}

#[test]
fn whoever_is_killed_anywhere_is_killed_and_nothing_else() {
    [with_cln_plugin(), with_pyln_client(), in_shell()].iter().for_each(kill_anywhere);
}

#[test]
fn the_readme_has_the_table() {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let rows = TABLE.iter().map(|Row(name, [cln, pyln, sh])| format!("| {name} | {cln} | {pyln} | {sh} |\n"));
    let table = format!("| trouble | cln-plugin | pyln-client | sh |\n|---|---|---|---|\n{}", rows.collect::<String>());
    assert!(readme.contains(&table), "README.md lacks this table:\n{table}");
}
