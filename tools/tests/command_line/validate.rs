//! `validate`: verdicts, how they are written, and its exit status.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::workshop::{Outcome, WAIT, Workshop, command};

const NOTIFICATION: &str = r#"{"notification": "custom", "request": {},
    "response": {"required": ["id"], "additionalProperties": false, "properties": {"id": {"type": "u8"}}}}"#;

const HOOK: &str = r#"{"hook": "custom", "request": {"required": ["id"], "properties": {"id": {"type": "u8"}}},
    "response": {"required": ["result"], "properties": {"result": {"type": "string", "enum": ["continue"]}}}}"#;

fn workshop() -> Workshop {
    Workshop::with(&[("wait.json", WAIT), ("custom.json", NOTIFICATION), ("hook.json", HOOK)])
}

fn validate(stdin: impl AsRef<[u8]>, arguments: &[&str]) -> Outcome {
    workshop().run_on(stdin, &[&["validate"], arguments].concat())
}

#[track_caller]
fn bad(outcome: &Outcome, stdout: &str) {
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(1), stdout, ""));
}

const REQUEST: &[&str] = &["wait.json", "--side", "request"];
const LINES: &[&str] = &["wait.json", "--side", "request", "--jsonl"];

#[test]
fn parameters_may_stand_by_name_or_by_position() {
    for good in [r#"{"index": 1, "mode": "all"}"#, r#"[1, "all"]"#, "[1]\n", " {\"index\":1}\r\n"] {
        validate(good, REQUEST).done("ok\n");
    }
    bad(
        &validate(r#"[-1, "some", 3]"#, REQUEST),
        "/0: expected an integer from 0 to 18446744073709551615, found the number -1 [range]\n\
         /1: expected \"all\" or \"one\", found the string \"some\" [enum]\n\
         /2: expected at most 2 parameters, found more [arity]\n",
    );
}

#[test]
fn both_sides_of_commands_notifications_and_hooks_are_checked() {
    let cases = [
        ("wait.json", "response", r#"{"next": 1, "age": 2}"#, r#"{"next": 1}"#, "/age required"),
        ("wait.json", "request", r#"{"index": 1}"#, r#"{"index": null}"#, "/index null"),
        ("custom.json", "response", r#"{"id": 1}"#, r#"{"id": 256}"#, "/id range"),
        ("custom.json", "response", r#"{"custom": {"id": 1}}"#, r#"{"custom": {"id": 256}}"#, "/id range"),
        (
            "custom.json",
            "response",
            r#"{"method": "custom", "params": {"custom": {"id": 1}}}"#,
            r#"{"method": "other", "params": {"custom": {"id": 1}}}"#,
            "/method enum",
        ),
        ("custom.json", "request", "{}", "1", " type"),
        ("hook.json", "request", r#"{"id": 1}"#, r#"[1]"#, " type"),
        ("hook.json", "response", r#"{"result": "continue"}"#, r#"{"result": "stop"}"#, "/result enum"),
    ];
    for (schema, side, good, wrong, found) in cases {
        validate(good, &[schema, "--side", side]).done("ok\n");
        let outcome = validate(format!("{good}\n{wrong}"), &[schema, "--side", side, "--jsonl"]);
        assert_eq!(outcome.status, Some(1));
        assert!(outcome.stdout.starts_with(&format!("ok\nbad {found} ")), "{}", outcome.stdout);
    }
}

#[test]
fn the_instance_may_be_a_file_or_standard_input() {
    let workshop = workshop();
    workshop.write("good.json", "[1]");
    workshop.write("bad.json", "{}");
    let run = |stdin: &str, file: &str| workshop.run_on(stdin, &["validate", "wait.json", "--side", "request", file]);
    run("", "good.json").done("ok\n");
    run("[2]", "-").done("ok\n");
    bad(&run("", "bad.json"), "/index: expected \"index\", which is required; found nothing [required]\n");
    let schema_from_stdin = workshop.run_on(WAIT, &["validate", "-", "--side", "request", "good.json"]);
    schema_from_stdin.done("ok\n");
}

#[test]
fn each_line_gets_one_line_in_order() {
    let outcome = validate("[1]\n{}\n[1,2]\n[2]\n", LINES);
    bad(
        &outcome,
        "ok\nbad /index required expected \"index\", which is required; found nothing\n\
         bad /1 type expected \"all\" or \"one\", found the number 2\nok\n",
    );
    validate("[1]\n[2]\n", LINES).done("ok\nok\n");
    validate("", LINES).done("");
}

#[test]
fn lines_may_end_and_hold_anything() {
    let lines: [(&[u8], &str); 8] = [
        (b"[1]\r\n", "ok"),
        (b"\n", "bad  json the input ends too early (at byte 0)"),
        (b" \t\r\n", "bad  json the input ends too early (at byte 3)"),
        (b"[1] [2]\n", "bad  json something follows the end of the value (at byte 4)"),
        (b"[1, \"\xff\"]\n", "bad  json the bytes are not UTF-8 (at byte 5)"),
        (b"[1, \"\0\"]\n", "bad  json a control character in a string must be escaped (at byte 5)"),
        (b"\xef\xbb\xbf[1]\n", "bad  json expected a value (at byte 0)"),
        (b"[1]", "ok"),
    ];
    let input: Vec<u8> = lines.iter().flat_map(|(line, _)| line.to_vec()).collect();
    let outcome = validate(input, LINES);
    let expected: Vec<&str> = lines.iter().map(|(_, said)| *said).collect();
    assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), expected);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
}

#[test]
fn a_pointer_is_one_word_and_a_message_one_line() {
    let outcome = validate(r#"{"index":1,"a b\n\u001b%":1}"#, LINES);
    bad(&outcome, "bad /a%20b%0A%1B%25 unknown no field \"a b\\n\\u{1b}%\" is known here, only \"index\", \"mode\"\n");
    let outcome = validate(r#"{"index":1,"a\n\u001b":1}"#, REQUEST);
    assert_eq!(outcome.stdout.lines().count(), 1, "{}", outcome.stdout);
    assert!(!outcome.stdout.contains('\u{1b}'));
}

#[test]
fn giant_lines_are_judged_like_small_ones() {
    let workshop = workshop();
    let spaces = " ".repeat(3 << 20);
    let endless = "x".repeat(17 << 20);
    let deep = "[".repeat(100_000);
    let lines = [
        format!("[1,{spaces}\"all\"]"),
        format!("[1,{spaces}\"some\", {spaces}]"),
        format!("[1,\"{endless}\"]"),
        format!("{{\"index\":{deep}"),
        format!("{{\"new\":{}", r#"{"a":"#.repeat(100_000)),
        "[1]".to_owned(),
    ];
    workshop.write("lines", &lines.join("\n"));
    let outcome = workshop.run(&[&["validate"], LINES, &["lines"]].concat());
    let starts = [
        "ok",
        "bad /1 enum ",
        "bad  limit one string or number is longer than the limit ",
        "bad /index type ",
        "bad /new unknown ",
        "ok",
    ];
    let found: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(found.len(), starts.len(), "{found:?}");
    assert!(found.iter().zip(starts).all(|(line, start)| line.starts_with(start)), "{found:?}");
    assert_eq!(outcome.status, Some(1));
}

#[test]
fn a_document_nested_100_000_deep_is_refused() {
    for open in ["[", r#"{"a":"#] {
        let workshop = workshop();
        workshop.write("deep", &format!("{{\"index\":1,\"new\":{}", open.repeat(100_000)));
        let outcome = workshop.run(&[&["validate"], REQUEST, &["deep"]].concat());
        assert_eq!(outcome.status, Some(1), "{}", outcome.stderr);
        assert!(outcome.stdout.contains("nested more than 128 levels deep"), "{}", outcome.stdout);
    }
}

#[test]
fn machines_get_an_object_a_line() {
    let arguments = [LINES, &["--format", "json"]].concat();
    let expected = "{\"valid\":true,\"violations\":[],\"omitted\":0}\n\
        {\"valid\":false,\"violations\":[\
        {\"pointer\":\"/a b\\\"\",\"rule\":\"unknown\",\"message\":\"no field \\\"a b\\\\\\\"\\\" is known here, only \\\"index\\\", \\\"mode\\\"\"},\
        {\"pointer\":\"/index\",\"rule\":\"required\",\"message\":\"expected \\\"index\\\", which is required; found nothing\"}\
        ],\"omitted\":0}\n";
    bad(&validate("[1]\n{\"a b\\\"\":1}\n", &arguments), expected);
    let second = expected.lines().nth(1).unwrap().to_owned() + "\n";
    bad(&validate("{\"a b\\\"\":1}\n", &[REQUEST, &["--format", "json"]].concat()), &second);
    let first = validate("{\"a b\\\"\":1}\n", &[REQUEST, &["--format", "json", "--first"]].concat());
    assert!(first.stdout.contains("unknown") && !first.stdout.contains("required"), "{}", first.stdout);
}

#[test]
fn what_is_not_kept_is_counted() {
    let many = format!("{{\"index\":1{}}}", (0..1_500).map(|index| format!(",\"n{index}\":1")).collect::<String>());
    let outcome = validate(&many, REQUEST);
    assert_eq!((outcome.status, outcome.stdout.lines().count()), (Some(1), 1_001));
    assert!(outcome.stdout.ends_with("\nand 500 more\n"));
    let outcome = validate(&many, &[REQUEST, &["--format", "json"]].concat());
    assert!(outcome.stdout.ends_with("],\"omitted\":500}\n"));
    let outcome = validate(&many, &[REQUEST, &["--first"]].concat());
    bad(&outcome, "/n0: no field \"n0\" is known here, only \"index\", \"mode\" [unknown]\n");
}

#[test]
fn versions_configuration_and_unknown_words_change_the_rules_as_in_generate() {
    let workshop = workshop();
    let config = r#"{"overrides": [{"method": "wait", "ignore": "enum", "at": "/request/properties/mode",
        "reason": "There are more."}]}"#;
    workshop.write("config.json", config);
    workshop.write("newer.json", &WAIT.replace("{\"type\": \"u64\"}", "{\"type\": \"u65\"}"));
    let run = |stdin: &str, arguments: &[&str]| workshop.run_on(stdin, &[&["validate"], arguments].concat());
    let old = r#"{"next": 1}"#;
    assert_eq!(run(old, &["wait.json", "--side", "response"]).status, Some(1));
    run(old, &["wait.json", "--side", "response", "--since", "v23.11"]).done("ok\n");
    run(old, &["wait.json", "--side", "response", "--until", "v23.11"]).done("ok\n");
    assert_eq!(run(r#"{"next": 1, "age": 2}"#, &["wait.json", "--side", "response"]).status, Some(0));
    let some = r#"[1, "some"]"#;
    assert_eq!(run(some, REQUEST).status, Some(1));
    run(some, &[REQUEST, &["--config", "config.json"]].concat()).done("ok\n");
    let outcome = run("[[]]", &["newer.json", "--side", "request", "--unknown", "any"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "ok\n"));
    assert!(outcome.stderr.starts_with("warning[S0302]"), "{}", outcome.stderr);
}

#[test]
fn bad_input_is_told_from_bad_instances() {
    let workshop = workshop();
    workshop.write("two/a.json", &command("a"));
    workshop.write("two/b.json", &command("b"));
    workshop.write("wrong.json", &WAIT.replace("u64", "u46"));
    workshop.write("newer.json", &WAIT.replace("\"rpc\": \"wait\",", "\"rpc\": \"wait\", \"added\": \"v24.05\","));
    let run = |arguments: &[&str]| workshop.run(&[&["validate", "--side", "request"], arguments].concat());
    run(&["nowhere.json"]).refused(&["error[S0004]: `nowhere.json` does not exist"]);
    run(&["wrong.json"]).refused(&["error[S0302]: the type `u46` is unknown"]);
    run(&["two"]).refused(&["error: `two` contains 2 schemas instead of one: name one file\n"]);
    run(&["newer.json", "--until", "v24.02"]).refused(&["contains 0 schemas", "the versions or the configuration"]);
    run(&["wait.json", "nowhere"]).refused(&["error: cannot read `nowhere`: No such file"]);
    run(&["-"]).refused(&["error: standard input cannot be both the schema and the instance"]);
    run(&["-", "-"]).refused(&["error: standard input cannot be both the schema and the instance"]);
    run(&["wait.json", "--since", "v24.02", "--until", "v23.02"]).refused(&["S0508"]);
    workshop.run(&["validate", "wait.json"]).refused(&["--side <SIDE>"]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_to_its_end_is_bad_input() {
    let workshop = workshop();
    workshop.write("folder/x", "");
    for arguments in [REQUEST, LINES] {
        let outcome = workshop.run(&[&["validate"], arguments, &["folder"]].concat());
        assert_eq!(outcome.status, Some(2), "{}", outcome.stdout);
        assert!(outcome.stderr.starts_with("error: cannot read `folder`: "), "{}", outcome.stderr);
    }
}

#[test]
fn a_verdict_comes_before_the_next_line_is_waited_for() {
    let workshop = workshop();
    let mut running = workshop
        .program(&[&["validate"], LINES].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = running.stdin.take().unwrap();
    let mut stdout = BufReader::new(running.stdout.take().unwrap());
    for (line, verdict) in [("[1]\n", "ok\n"), ("[]\n", "bad /0 required "), ("[2]\n", "ok\n")] {
        stdin.write_all(line.as_bytes()).unwrap();
        let mut said = String::new();
        stdout.read_line(&mut said).unwrap();
        assert!(said.starts_with(verdict), "{said}");
    }
    drop(stdin);
    assert_eq!(running.wait().unwrap().code(), Some(1));
}

#[test]
fn a_reader_of_verdicts_that_goes_away_is_no_failure() {
    let workshop = workshop();
    workshop.write("lines", &"[1]\n".repeat(1_000_000));
    let mut running = workshop
        .program(&[&["validate"], LINES, &["lines"]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(running.stdout.take());
    let outcome = Outcome::from(running.wait_with_output().unwrap());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
}
