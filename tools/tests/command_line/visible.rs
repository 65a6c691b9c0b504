//! Text that means harm, through every place where it is shown; and that what machines read stays exact.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::process::Stdio;
use std::thread;

use cln_runtime::is_visible;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::workshop::{Outcome, Workshop};

/// One of each kind that no terminal may get, all of which may stand in a file's name.
const HOSTILE: &str = "\u{1b}[31m\u{7}\r\n\u{7f}\u{9b}2J\u{ad}\u{61c}\u{200b}\u{200d}\u{200e}\u{2028}\u{202e}\u{2060}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{e0041}";

/// The same, shown.
const SHOWN: &str = r"\u{1b}[31m\u{7}\u{d}\u{a}\u{7f}\u{9b}2J\u{ad}\u{61c}\u{200b}\u{200d}\u{200e}\u{2028}\u{202e}\u{2060}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{e0041}";

/// The same in JSON: every letter of it escaped, so that a parser takes it.
fn json() -> String {
    let mut units = [0; 2];
    HOSTILE
        .chars()
        .flat_map(|letter| letter.encode_utf16(&mut units).to_vec())
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

/// The text inside a string of JSON, as far as JSON allows that without escapes.
fn raw() -> String {
    HOSTILE.chars().filter(|&letter| letter >= ' ').collect()
}

/// The same for a terminal.
fn shown() -> String {
    let mut units = [0; 2];
    let escaped = |letter: char| match is_visible(letter) {
        true => letter.to_string(),
        false => letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    raw().chars().map(escaped).collect()
}

/// Nothing that a terminal would act on, or show nothing for; line feeds are structure.
#[track_caller]
fn harmless(text: &str) {
    let found = text.chars().find(|&letter| letter != '\n' && !is_visible(letter));
    assert_eq!(found, None, "{text:?}");
}

/// The text is said, and nothing of it does harm.
#[track_caller]
fn tells(outcome: &Outcome) {
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    harmless(&said);
    assert!(said.contains(r"\u{7f}\u{9b}2J"), "it is not told at all: {said}");
}

/// A schema with the text in every place that takes one.
fn schema() -> String {
    r#"{
  "rpc": "HARM",
  "title": "HARM",
  "warning": "HARM",
  "description": ["HARM", "second"],
  "request": {
    "required": ["HARM"],
    "properties": {
      "HARM": {"type": "string", "enum": ["HARM", "b"], "description": ["HARM"], "default": "HARM"},
      "b": {"type": "string"},
      "c": {"oneOf": [{"type": "string", "description": ["HARM"]}, {"type": "array", "items": {"type": "string"}}]}
    },
    "pairedWith": [["HARM", "b"]]
  },
  "response": {
    "required": ["HARM"],
    "properties": {"HARM": {"type": "string", "description": ["HARM"]}, "warning_HARM": {"type": "string", "description": ["HARM"]}},
    "allOf": [{"if": {"properties": {"HARM": {"enum": ["HARM"]}}}, "then": {"properties": {"d": {"type": "string"}}}}],
    "pre_return_value_notes": ["HARM"],
    "post_return_value_notes": ["HARM"]
  },
  "errors": ["- 205: HARM"],
  "author": ["HARM"],
  "see_also": ["HARM(7)"],
  "examples": [{
    "description": ["HARM"],
    "request": {"id": "HARM", "method": "HARM", "params": {"HARM": "HARM", "b": "HARM"}},
    "response": {"HARM": "HARM"}
  }]
}
"#
    .replace("HARM", &json())
}

#[test]
fn pages_hold_nothing_harmful() {
    let workshop = Workshop::with(&[("schemas/x.json", &schema())]);
    let outcome = workshop.run(&["man", "schemas", "--out", "pages"]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let page = workshop.read("pages/x.md");
    harmless(&page);
    let (title, rest) = page.split_once('\n').unwrap();
    assert_eq!(title, format!("{SHOWN} -- {SHOWN}"));
    assert_eq!(rest.lines().next().unwrap().len(), title.len(), "the rule is as long as the title");
    // Prose keeps its line breaks.
    let prose = SHOWN.replace(r"\u{a}", "\n");
    for part in [
        format!("**(WARNING: {prose})**"),
        format!("\n\n{prose}\nsecond\n"),
        format!("- **{SHOWN}** (string) (one of \"{SHOWN}\", \"b\"): {prose} The default is {prose}.\n"),
        format!("- **warning\\_{SHOWN}**: "),
        format!("If **{SHOWN}** is \"{SHOWN}\":"),
        format!("lightning-cli {SHOWN} -k \"{SHOWN}\"=\"{prose}\""),
    ] {
        assert!(page.contains(&part), "{part} is not in {page}");
    }
    // It is known again for a page, and of this schema.
    workshop.run(&["man", "schemas", "--out", "pages", "--check"]).done("pages is up to date\n");
    workshop.write("pages/x.md", &page.replace("second", HOSTILE));
    let stale = workshop.run(&["man", "schemas", "--out", "pages", "--check"]);
    assert!(stale.stdout.contains(&format!("\n-{}\n+second\n", prose.replace('\n', "\n-"))), "{}", stale.stdout);
    tells(&stale);
}

/// Files with the text in their paths, or in what they hold.
fn workshop() -> Workshop {
    let one = |template: &str| template.replace("HARM", &json());
    // Raw where JSON allows that.
    let unparsed = format!("{{\"{0}\": [nope, \"{0}\"]}}", raw());
    Workshop::with(&[
        (&format!("f{HOSTILE}/x{HOSTILE}.json"), &schema().replacen('{', &one("{\"HARM\": 1,"), 1)),
        (
            "old/x.json",
            &schema().replace("second", "first").replace("\"default\"", "\"added\": \"v23.08\", \"default\""),
        ),
        ("new/x.json", &schema()),
        ("broken/x.json", &schema().replacen("\"string\"", &one("\"HARM\""), 1)),
        ("unparsed/x.json", &unparsed),
        (&format!("unparsed{HOSTILE}/x.json"), &unparsed),
        ("bad.json", &one(r#"{"HARM": "HARM", "eHARM": 1}"#)),
        (
            "config.json",
            &one(r#"{"HARM": 1, "overrides": [{"method": "HARM", "at": "HARM", "HARM": 1, "reason": "HARM"}]}"#),
        ),
        (
            "reasons.json",
            &one(
                r#"{"overrides": [{"method": "HARM", "at": "/response", "set": {"additionalProperties": false}, "reason": "HARM"}]}"#,
            ),
        ),
    ])
}

#[test]
fn every_command_shows_it_harmless() {
    let workshop = workshop();
    let [folder, nowhere, unknown] = ["f", "nowhere", "x"].map(|name| format!("{name}{HOSTILE}"));
    let file = format!("{folder}/x{HOSTILE}.json");
    let bad = workshop.read("bad.json");
    let new = "new/x.json";
    for arguments in [
        &["generate", "broken", "--out", "out"][..],
        &["generate", "unparsed", "--out", "out"],
        &["generate", &format!("unparsed{HOSTILE}"), "--out", "out"],
        &["generate", &nowhere, "--out", "out"],
        &["generate", "new", "--out", &format!("bad.json/{HOSTILE}")],
        &["generate", "new", "--out", "out", "--config", "config.json"],
        &["generate", "new", "--out", "out", "--config", &nowhere],
        &["generate", "new", "--out", "out", "--only", &unknown],
        &["generate", "new", "--out", "out", "--since", &unknown],
        &["generate", "new", "--out", "out", "--derive", &unknown],
        &["generate", "new", "--out", "out", "--verbose", "--config", "reasons.json"],
        &["generate", "new", "--out", &unknown, "--check"],
        &["lint", &folder],
        &["lint", "broken"],
        &["lint", "broken", "--format", "github"],
        &["lint", &format!("unparsed{HOSTILE}")],
        &["lint", "new", "--corrections", "--config", "reasons.json"],
        &["man", "new", "--out", &unknown],
        &["man", "new", "--out", &unknown, "--check"],
        &["man", "--update", "bad.json", &file],
        &["validate", new, "--side", "request", "bad.json"],
        &["validate", new, "--side", "request", &nowhere],
        &["validate", &nowhere, "--side", "request"],
        &["validate", &folder, "--side", "request", "bad.json"],
        &["diff", "old", "new"],
        &["diff", "old", "new", "--format", "markdown"],
        &["diff", "old", "new", "--format", "github"],
        &["diff", "old", "new", "--format", "html"],
        &["diff", "old", &nowhere],
        &["json-schema", "broken/x.json", "--side", "request"],
        &["json-schema", &nowhere, "--side", "request"],
        &["call", "--schemas", "new", HOSTILE, &bad],
        &["call", "--schemas", "new", HOSTILE, &format!("b:=@{nowhere}")],
        &["call", "--unchecked", "--socket", &nowhere, "x", "{}"],
        &["call", "--unchecked", "--socket", "nowhere", "x", &format!("rune:{HOSTILE}=x")],
    ] {
        let outcome = workshop.run(arguments);
        tells(&outcome);
    }
    // These say nothing of it, or what the library for arguments has left of it.
    let mistaken = format!("--{HOSTILE}");
    for arguments in [&["generate", &folder, "--out", &nowhere][..], &["generate", &mistaken], &["man", &file]] {
        let outcome = workshop.run(arguments);
        harmless(&(outcome.stdout + &outcome.stderr));
    }
    let outcome = workshop.run_on(&bad, &["validate", new, "--side", "request", "--jsonl"]);
    harmless(&outcome.stdout);
    assert!(outcome.stdout.starts_with("bad /e%1B[31m%07%0D%0A%7F%C2%9B2J%C2%AD%D8%9C%E2%80%8B"), "{}", outcome.stdout);
}

#[test]
fn the_carets_stand_below_the_place() {
    let text = "{\"a\u{9b}\": \"\u{202e}\u{200b}\", nope}";
    let outcome = Workshop::with(&[("x.json", text)]).run(&["generate", "x.json", "--out", "out"]);
    harmless(&outcome.stderr);
    let mut lines = outcome.stderr.lines();
    assert!(lines.any(|line| line.ends_with("x.json:1:14")), "{}", outcome.stderr);
    let excerpt = lines.find(|line| line.contains('{')).unwrap();
    let carets = lines.next().unwrap();
    assert_eq!(excerpt.find("nope"), carets.find('^'), "{}", outcome.stderr);
}

/// A node that answers one call with this, in which `HARM` is the text as JSON.
fn node(workshop: &Workshop, answer: &str) -> thread::JoinHandle<()> {
    let listener = UnixListener::bind(workshop.path("rpc")).unwrap();
    let answer = format!("{{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:x#0\",{}}}\n\n", answer.replace("HARM", &json()));
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = Vec::new();
        let mut byte = [0];
        while !asked.ends_with(b"\n\n") {
            stream.read_exact(&mut byte).unwrap();
            asked.extend(byte);
        }
        stream.write_all(answer.as_bytes()).unwrap();
    })
}

const CALL: &[&str] = &["call", "--unchecked", "--socket", "rpc", "x", "{}"];

#[test]
fn an_error_of_a_node_is_harmless() {
    let workshop = Workshop::with(&[]);
    let node = node(
        &workshop,
        &r#""error":{"code":-1,"message":"HARM","data":{"HARM":"HARM","raw":"RAW"}}"#.replace("RAW", &raw()),
    );
    let outcome = workshop.run(CALL);
    node.join().unwrap();
    harmless(&outcome.stderr);
    let data = format!("data: {{\"{0}\":\"{0}\",\"raw\":\"{1}\"}}", json(), shown());
    assert_eq!(outcome.stderr, format!("error -1: {SHOWN}\n{data}\n"));
}

#[test]
fn a_result_is_exact_for_programs_and_escaped_on_a_terminal() {
    let workshop = Workshop::with(&[]);
    let result = format!(r#""result":{{"a":"{}","b":"\u001b"}}"#, raw());
    let answered = node(&workshop, &result);
    workshop.run(CALL).done(&format!("{{\"a\":\"{}\",\"b\":\"\\u001b\"}}\n", raw()));
    answered.join().unwrap();

    std::fs::remove_file(workshop.path("rpc")).unwrap();
    let answered = node(&workshop, &result);
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let path = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let side = File::options().read(true).write(true).open(path).unwrap();
    let mut program = workshop.program(CALL);
    let mut running = program.stdout(side).stderr(Stdio::null()).spawn().unwrap();
    drop(program);
    assert!(running.wait().unwrap().success());
    answered.join().unwrap();
    let mut came = vec![0; 4096];
    let length = File::from(terminal).read(&mut came).unwrap();
    let came = String::from_utf8(came[..length].to_vec()).unwrap();
    let line = came.strip_suffix("\r\n").unwrap();
    harmless(line);
    assert_eq!(line, format!(r#"{{"a":"{}","b":"\u001b"}}"#, shown()));
    let [shown, meant] = [line, &format!(r#"{{"a":"{}","b":"\u001b"}}"#, raw())]
        .map(|json| serde_json::from_str::<serde_json::Value>(json).unwrap());
    assert_eq!(shown, meant, "it is the same JSON");
}

#[test]
fn what_machines_read_is_exact() {
    let workshop = Workshop::with(&[("new/x.json", &schema()), ("old/x.json", &schema().replace("second", "first"))]);
    let value = |outcome: Outcome| serde_json::from_str::<serde_json::Value>(&outcome.stdout).unwrap();
    let bad = format!(r#"{{"{0}":"{0}","b":1}}"#, json());
    let verdict = value(workshop.run_on(&bad, &["validate", "new/x.json", "--side", "request", "--format", "json"]));
    assert_eq!(verdict["violations"][0]["pointer"], "/b");
    let odd = format!(r#"{{"e{}":1}}"#, json());
    let verdict = value(workshop.run_on(&odd, &["validate", "new/x.json", "--side", "request", "--format", "json"]));
    assert_eq!(verdict["violations"][0]["pointer"], format!("/e{HOSTILE}"));
    let exported = value(workshop.run(&["json-schema", "new/x.json", "--side", "request"]));
    assert!(exported.to_string().contains(&serde_json::to_string(HOSTILE).unwrap()), "{exported}");
    let difference = value(workshop.run(&["diff", "old", "new", "--format", "json"]));
    assert_eq!(difference["methods"][0]["name"], HOSTILE);
    let found = value(workshop.run(&["lint", "new", "--format", "json"]));
    assert!(found.as_array().unwrap().iter().all(|finding| finding["file"] == "new/x.json"), "{found}");
}

#[test]
fn what_is_known_and_what_is_suppressed_does_no_harm() {
    let known = r#"{"version": 1, "findings": [
{"file": "HARM", "code": "L0101", "pointer": "/HARM", "message": "HARM"}
]}"#;
    let config = r#"{"lint": {"suppress": [{"code": "L0103", "pointer": "/HARM", "reason": "HARM"}]}}"#;
    let named = format!("{HOSTILE}.json");
    let ping = r#"{"rpc": "ping", "request": {}, "response": {}}"#;
    let [known, config] = [known, config].map(|text| text.replace("HARM", &json()));
    let workshop = Workshop::with(&[("a.json", ping), (&named, &known), ("config.json", &config)]);
    tells(&workshop.run(&["lint", "a.json", "--baseline", &named]));
    tells(&workshop.run(&["lint", "a.json", "--config", "config.json"]));
    tells(&workshop.run(&["lint", "a.json", "--baseline", &named, "--update-baseline"]));
    tells(&workshop.run(&["lint", "a.json", "--baseline", &format!("not-{named}")]));
    tells(&workshop.run(&["explain", HOSTILE]));
}

/// What a user, a repository or a folder says to the verbs about releases.
#[test]
fn releases_and_folders_are_harmless() {
    let workshop = Workshop::with(&[("doc/wait.json", crate::workshop::WAIT), ("s/cln-codegen.lock", "[files]\n")]);
    workshop.write(&format!("s/{HOSTILE}.json"), "{}");
    let from = format!("--from={HOSTILE}");
    let cases: [&[&str]; 6] = [
        &["fetch", "v1", &from],
        &["fetch", "--check", "--out", HOSTILE],
        &["fetch", "--check", "--out", "s"],
        &["init", HOSTILE, "--git", "x", "--schemas", "doc"],
        &["init", "new", "--runtime", HOSTILE, "--schemas", "doc"],
        &["init", "new", "--git", "x", "--schemas", "s"],
    ];
    for arguments in cases {
        tells(&workshop.run(arguments));
    }
    let Some(node) = crate::repository::repository(&[("doc/schemas/wait.json", crate::workshop::WAIT)]) else { return };
    tells(&crate::fetch::fetch(&workshop, &node, &["--out", "new", "--", HOSTILE]));
    tells(&crate::fetch::fetch(&workshop, &node, &["--out", "s", "v1"]));
    node.write(&format!("doc/schemas/{HOSTILE}.json"), "{}");
    crate::repository::commit(&node, "v2");
    tells(&crate::fetch::fetch(&workshop, &node, &["--out", "new", "v2"]));
}
