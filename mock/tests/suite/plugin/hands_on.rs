//! The program with plugins.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::control::dynamic;
use super::{Stage, manifest};
use crate::peer::{PATIENCE, Peer};
use crate::program::Program;

fn begin(stage: &Stage, arguments: &[&str]) -> Program {
    Program::begin(&stage.path(""), &[&["--socket", "rpc"], arguments].concat())
}

fn start(stage: &Stage, arguments: &[&str]) -> (Program, Peer, Vec<String>) {
    let program = begin(stage, arguments);
    let before = program.lines_to("listening on ");
    (program, Peer::connect(&stage.path("rpc")), before)
}

/// Starts a program that ends by itself: its status, and its last line.
fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cln-mock")).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said.lines().last().unwrap_or_default().to_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Waits for a file that a plugin writes.
fn written(path: &PathBuf) -> String {
    let start = Instant::now();
    loop {
        match fs::read_to_string(path) {
            Ok(text) if text.ends_with('\n') => return text.trim().to_owned(),
            _ => assert!(start.elapsed() < PATIENCE, "{} is not written", path.display()),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether a process is there.
fn runs(id: &str) -> bool {
    Command::new("kill").args(["-0", id]).output().unwrap().status.success()
}

#[test]
fn plugins_have_the_options_that_stand_behind_their_paths() {
    let stage = Stage::new();
    let option = |name: &str, kind: &str| format!(r#"{{"name":"{name}","type":"{kind}","description":""}}"#);
    let options = [option("greeting", "string"), option("loud", "flag"), option("empty", "string")].join(",");
    let told = r#"init) told=${params#*"options\":"}; answer "{}" ;; x) answer "${told%%,\"configuration*}" ;;"#;
    let first = stage.file("px", &dynamic("x", &options), told);
    let second = stage.file("py", &dynamic("y", ""), "y) answer 2 ;;");
    let argument = format!("{},greeting=Hi,, a=b,loud,empty=", text(&first));
    let (_program, mut peer, _) = start(&stage, &["--plugin", &argument, "--plugin", text(&second)]);
    assert_eq!(peer.result("x", "{}"), json!({"greeting": "Hi, a=b", "loud": true, "empty": ""}));
    assert_eq!(peer.result("y", "{}"), 2);
    assert_eq!(peer.result("plugin", r#"["list"]"#)["plugins"][1]["name"], json!(second));
}

#[test]
fn what_plugins_say_and_do_wrong_stands_in_the_log() {
    let stage = Stage::new();
    let says = r#"getmanifest) tell log "{\"level\":\"debug\",\"message\":\"early\"}"; answer "$STUB_MANIFEST" ;;
        x) tell log "{\"level\":\"warn\",\"message\":\"key $(printf %064d 7)\"}"; echo "on stderr" >&2;
            tell nonsense 1; answer 1 ;;
        y) tell log "{\"level\":\"io\",\"message\":\"\"}" ;;"#;
    let manifest = dynamic("x", "").replace("\"usage\":\"\"}", "\"usage\":\"\"},{\"name\":\"y\",\"usage\":\"\"}");
    let path = stage.file("px", &manifest, says);
    let (program, mut peer, before) = start(&stage, &["--plugin", text(&path)]);
    assert_eq!(before[0], "DEBUG   plugin-px: early");
    assert_eq!(peer.result("x", "{}"), 1);
    assert_eq!(peer.error("y", "{}").0, -4);
    let mut lines = program.lines_to("FAULT   plugin-px: the node kills");
    program.signal("TERM");
    let (status, rest) = program.end_and_lines();
    assert_eq!(status, Some(0), "a plugin that is killed does not end the node");
    lines.extend(rest);
    let expected = [
        "UNUSUAL plugin-px: key <redacted>",
        "STDERR  plugin-px: on stderr",
        "FAULT   plugin-px: the node ignores it: Plugin attempted to send a notification to topic \"nonsense\"",
        "FAULT   plugin-px: the node kills the plugin: Unknown log-level \"io\"",
    ];
    for start in expected {
        assert!(lines.iter().any(|line| line.starts_with(start)), "{start} is not in {lines:#?}");
    }
}

#[test]
fn options_that_are_given_are_not_in_the_log() {
    let stage = Stage::new();
    let path = stage.file("px", &dynamic("x", r#"{"name":"o","type":"string","description":""}"#), "");
    let (program, mut peer, _) = start(&stage, &[]);
    let params = |o: &str| format!(r#"{{"subcommand":"start","plugin":"{}","o":"{o}"}}"#, path.display());
    peer.result("plugin", &params("hunter2"));
    peer.result("plugin", r#"["stop","px"]"#);
    let lines = program.lines_to(r#"plugin ["stop","px"] -> "#);
    assert!(lines[0].starts_with(&format!("plugin {} -> ", params("<redacted>"))), "{lines:#?}");
}

#[test]
fn a_plugin_that_does_not_start_ends_the_program() {
    let stage = Stage::new();
    let socket = stage.path("rpc");
    let option = r#"{"name":"o","type":"int","description":""}"#;
    let broken = stage.file("broken", "{}", r#"getmanifest) echo "no chain" >&2; exit 3 ;;"#);
    let sound = stage.file("sound", &dynamic("x", option), "");
    let with = |options: &str| format!("{}{options}", text(&sound));
    for (plugin, why) in [
        ("/nowhere/px", "the plugin /nowhere/px cannot be run: No such file or directory (os error 2)"),
        (
            text(&broken),
            "the plugin broken does not start: the node kills the plugin: exited before replying to getmanifest",
        ),
        (&with(",p=1"), "an option of the plugin sound is wrong: --p: unrecognized option"),
        (&with(",o=1k"), "an option of the plugin sound is wrong: --o=1k: '1k' is not a number"),
        (&with(",o"), "an option of the plugin sound is wrong: --o: requires an argument"),
    ] {
        assert_eq!(run(&["--socket", text(&socket), "--plugin", plugin]), (Some(2), format!("error: {why}")));
    }
    let output = Command::new(env!("CARGO_BIN_EXE_cln-mock"))
        .args(["--socket", text(&socket), "--plugin", &with(",--o=1")])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("such as keep-days=30 or dry-run"), "{said}");

    // What it has written last is there.
    let program = begin(&stage, &["--plugin", text(&broken)]);
    let (status, lines) = program.end_and_lines();
    assert_eq!(status, Some(2));
    assert!(lines.contains(&"STDERR  plugin-broken: no chain".to_owned()), "{lines:#?}");
}

#[test]
fn one_that_disables_itself_is_let_go() {
    let stage = Stage::new();
    let path = stage.file("px", &manifest(r#","disable":"no chain""#), "");
    let (_program, mut peer, before) = start(&stage, &["--plugin", text(&path)]);
    assert_eq!(before[0], "INFO    plugin-px: disabled itself: no chain");
    assert_eq!(peer.result("plugin", r#"["list"]"#)["plugins"], json!([]));
}

#[test]
fn what_no_node_survives_ends_the_program() {
    let stage = Stage::new();
    let option = r#"{"name":"o","type":"int","description":"","dynamic":true}"#;
    let path = stage.file("px", &dynamic("x", option), "setconfig) answer 1 ;;");
    let (program, mut peer, _) = start(&stage, &["--plugin", text(&path)]);
    assert_eq!(peer.try_call("setconfig", r#"["o","zz"]"#), None);
    let (status, lines) = program.end_and_lines();
    let last = "error: the plugin px has ended the node: the node exits: Bad literal for --o: zz: ";
    assert!(status == Some(1) && lines.last().unwrap().starts_with(last), "{lines:#?}");
}

/// Plugins see nothing but the end of their input, whether they are ready or not.
#[test]
fn nothing_is_left_running_when_it_is_told_to_end() {
    for (signal, asked, answer) in [
        ("TERM", "init", r#"answer "{}""#),
        ("INT", "init", r#"answer "{}""#),
        ("TERM", "getmanifest", ""),
        ("INT", "init", ""),
    ] {
        let stage = Stage::new();
        let note = |what: &str, file: &str| format!("echo {what} > {}", stage.path(file).display());
        let does = format!("{asked}) {}; {answer} ;;", note("$$", "id"));
        let path = stage.file("px", &manifest(r#","subscriptions":["*"]"#), &does);
        let stub = fs::read_to_string(stage.path("px.stub")).unwrap();
        fs::write(stage.path("px.stub"), format!("{stub}trap '{}' EXIT\n", note("over", "end"))).unwrap();
        let program = begin(&stage, &["--plugin", text(&path)]);
        if !answer.is_empty() {
            program.lines_to("listening on ");
        }
        let id = written(&stage.path("id"));
        assert!(runs(&id));
        program.signal(signal);
        let (status, lines) = program.end_and_lines();
        assert_eq!(status, Some(0), "{lines:#?}");
        assert_eq!(written(&stage.path("end")), "over", "it was not killed");
        assert!(!runs(&id) && !lines.iter().any(|line| line.starts_with("FAULT")), "{lines:#?}");
    }
}

/// The blocks of code of a section of the README, without their fences.
fn blocks(section: &str) -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split("\n### ").find_map(|part| part.strip_prefix(section)).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let block = |(index, part): (usize, &str)| (index % 2 == 1).then(|| part.split_once('\n').unwrap().1.to_owned());
    section.split("```").enumerate().filter_map(block).collect()
}

/// What stands in the README is what happens.
#[test]
fn the_session_of_the_readme_is_as_it_is_shown() {
    let stage = Stage::new();
    let [script, log, calls] = &blocks("By hand")[..] else { panic!("expected a plugin, a log and calls") };
    fs::write(stage.path("text"), script).unwrap();
    // By another process, so that it is open for writing nowhere when it is run.
    let installed = Command::new("install").arg(stage.path("text")).arg(stage.path("greeter")).status();
    assert!(installed.unwrap().success());
    let mut log = log.lines();
    let command = log.next().unwrap().strip_prefix("$ cargo run -p cln-mock -- ").unwrap();
    let program = Program::begin(&stage.path(""), &command.split(' ').collect::<Vec<_>>());
    let mut lines = program.lines_to("listening on ");
    let mut peer = Peer::connect(&stage.path("rpc"));

    let mut calls = calls.lines();
    while let (Some(call), Some(answer)) = (calls.next(), calls.next()) {
        let call = call.strip_prefix("$ cargo codegen call --socket ./rpc --unchecked ").unwrap();
        let (method, params) = call.split_once(' ').unwrap();
        let params: Vec<_> = params.split(' ').map(|param| param.split_once('=').unwrap()).collect();
        let params = params.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect::<Vec<_>>().join(",");
        let answer = answer.replace("/home/alice", text(&stage.path("")).trim_end_matches('/'));
        let result = peer.result(method, &format!("{{{params}}}"));
        assert_eq!(result, serde_json::from_str::<serde_json::Value>(&answer).unwrap(), "{call}");
    }
    program.signal("TERM");
    lines.extend(program.end_and_lines().1);
    let untimed = |line: &str| line.split(" -> ").next().unwrap().to_owned();
    let lines: Vec<_> = lines.iter().map(|line| untimed(line)).collect();
    for line in log.map(untimed) {
        assert!(lines.contains(&line), "{line} is not in {lines:#?}");
    }
}
