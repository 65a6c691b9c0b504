//! What becomes of plugins of others under every trouble.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod session;

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cln_mock::{EarlyMoment, PluginProgram, PluginTrouble};
use session::{ANSWERS, KILLED, Session, json, peer};

/// Some trouble, and what becomes of the plugin with cln-plugin, of that with pyln-client, and of that in sh.
struct Row(&'static str, fn() -> Session, [&'static str; 3]);

const ALL_ANSWER: [&str; 3] = [ANSWERS; 3];

/// Of all control characters that a call may have, this one.
const NEWLINE: u64 = 5;

const LONG: usize = 30 << 20;

const TABLE: [Row; 20] = [
    Row("none", || of(none()), ALL_ANSWER),
    Row("byte by byte", || of(none().pieces(1)), ALL_ANSWER),
    Row("in pieces", || of(none().pieces(100)), ALL_ANSWER),
    Row("several messages in one write", || of(none()).held(), ALL_ANSWER),
    Row("silence before each message", || of(none().pause(Duration::from_millis(200))), ALL_ANSWER),
    Row("silence within messages", || of(none().pieces(200).pause(Duration::from_millis(20))), ALL_ANSWER),
    Row("a call of 30 MB", || of(none().padding(LONG)).patient(), ALL_ANSWER),
    Row("an event of 30 MB at a hook", || of(none()).event_of(LONG).patient(), ALL_ANSWER),
    Row("a blank line in a call", || of(none().blank_lines()), ["ends (call)", "ends (call)", "hangs (call)"]),
    Row(
        "a raw newline in a call",
        || of(none().control_characters().seed(NEWLINE)),
        ["ends (call)", "ends (call)", ANSWERS],
    ),
    Row(
        "another raw control character in a call",
        || of(none().control_characters()),
        ["ends (call)", "ends (call)", ANSWERS],
    ),
    Row("a call before `init`", || of(early_call(EarlyMoment::BeforeInit)), ["ends (start)", ANSWERS, ANSWERS]),
    Row("a hook before `init`", || of(early_hook(EarlyMoment::BeforeInit)), ["ends (start)", ANSWERS, ANSWERS]),
    Row("a call with `init`", || of(early_call(EarlyMoment::WithInit)), ALL_ANSWER),
    Row("a hook with `init`", || of(early_hook(EarlyMoment::WithInit)), ALL_ANSWER),
    Row("slow reading", || of(none().slow_reading(50, Duration::from_millis(1))), ALL_ANSWER),
    Row("all at once that all bear", all_borne, ALL_ANSWER),
    Row("killed after it has read 20 bytes", || of(none().kill_after_reading(20)), [KILLED; 3]),
    Row("killed after it has read 700 bytes", || of(none().kill_after_reading(700)), [KILLED; 3]),
    Row("killed after it has written 20 bytes", || of(none().kill_after_writing(20)), [KILLED; 3]),
];

fn none() -> PluginTrouble {
    PluginTrouble::new()
}

fn of(trouble: PluginTrouble) -> Session {
    Session::new(trouble)
}

fn early_call(moment: EarlyMoment) -> PluginTrouble {
    none().early_call(moment, "greet", &json(r#"{"name":"early"}"#))
}

fn early_hook(moment: EarlyMoment) -> PluginTrouble {
    none().early_hook(moment, "peer_connected", &peer())
}

fn all_borne() -> Session {
    let pause = Duration::from_millis(1);
    let trouble = early_call(EarlyMoment::WithInit).pieces(500).pause(pause).slow_reading(50, pause).padding(1 << 14);
    of(trouble).held()
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
    let outcomes: Vec<_> = TABLE.iter().map(|Row(name, session, _)| (*name, session().run(program))).collect();
    let expected: Vec<_> = TABLE.iter().map(|Row(name, _, outcomes)| (*name, outcomes[column].to_owned())).collect();
    assert_eq!(outcomes, expected);
}

/// Wherever it is killed, it is killed or has answered all before: nobody waits for it.
fn kill_anywhere(program: &PluginProgram) {
    for bytes in (0..1_600).step_by(119) {
        for trouble in [none().kill_after_reading(bytes), none().kill_after_writing(bytes)] {
            let outcome = of(trouble.clone()).run(program);
            assert!(outcome == ANSWERS || outcome == KILLED, "{trouble:?}: {outcome}");
        }
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
    let rows = TABLE.iter().map(|Row(name, _, [cln, pyln, sh])| format!("| {name} | {cln} | {pyln} | {sh} |\n"));
    let table = format!("| trouble | cln-plugin | pyln-client | sh |\n|---|---|---|---|\n{}", rows.collect::<String>());
    assert!(readme.contains(&table), "README.md lacks this table:\n{table}");
}
