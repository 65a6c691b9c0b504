//! `lint` as a gate: what is denied, what a configuration accepts, and what a baseline knows.

use std::fs;

use serde_json::{Value, json};

use crate::workshop::{Outcome, Workshop, command};

/// A command with a warning in line 3 and an unnamed error code in line 4.
const PING: &str = r#"{"rpc": "ping", "request": {"properties": {"len": {"type": "u8"}}}, "response": {},
"examples": [
{"request": {"params": {"len": 256}}, "response": {}}],
"errors": ["- 19535: Odd."]}
"#;

const SAID: &str = "expected an integer from 0 to 255, found the number 256";

fn with_config(config: &str) -> Workshop {
    Workshop::with(&[("schemas/ping.json", PING), ("config.json", config)])
}

fn configured(workshop: &Workshop, more: &[&str]) -> Outcome {
    workshop.run(&[&["lint", "--config", "config.json"], more].concat())
}

/// The line with the total.
fn total(outcome: &Outcome) -> &str {
    outcome.stdout.lines().find(|line| line.starts_with(|c: char| c.is_ascii_digit())).unwrap()
}

#[test]
fn only_what_is_denied_makes_the_answer_no() {
    let workshop = Workshop::with(&[("schemas/ping.json", PING)]);
    for (arguments, status) in [(&[][..], 1), (&["--deny", "warning"], 1), (&["--deny", "error"], 0)] {
        let outcome = workshop.run(&[&["lint"], arguments].concat());
        assert_eq!(outcome.status, Some(status), "{arguments:?}");
        assert_eq!(total(&outcome), "1 file, 1 with findings: 2 findings");
    }
    workshop.write("schemas/pong.json", "[]");
    assert_eq!(workshop.run(&["lint", "--deny", "error"]).status, Some(1));
    workshop.run(&["lint", "--deny", "docs"]).refused(&["invalid value 'docs'", "[possible values: error, warning]"]);
}

#[test]
fn a_configuration_makes_a_code_worse_or_less_bad() {
    let workshop = with_config(r#"{"lint": {"severity": {"L0101": "error"}}}"#);
    let outcome = configured(&workshop, &["--deny", "error"]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stdout.contains("schemas/ping.json:3:32: error[L0101] "), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\n     1 error[L0101]: a documented example"), "{}", outcome.stdout);
    assert_eq!(total(&outcome), "1 file, 1 with findings: 2 findings (1 error)");
    workshop.write("schemas/ping.json", "[]");
    workshop.write("config.json", r#"{"lint": {"severity": {"S0201": "warning"}}}"#);
    assert_eq!(configured(&workshop, &["--deny", "error"]).status, Some(0));
    workshop.run(&["generate", "--out", "out", "--config", "config.json"]).refused(&["error[S0201]"]);
}

#[test]
fn suppressed_findings_are_counted_and_not_shown() {
    let workshop = with_config(
        r#"{"lint": {"suppress": [
            {"code": "L0101", "file": "ping.json", "pointer": "/examples/0/request", "reason": "A placeholder."},
            {"code": "L0103", "reason": "Plugins have codes of their own."}]}}"#,
    );
    configured(&workshop, &[]).done("1 file: no findings, 2 suppressed\n");
    configured(&workshop, &["--format", "json"]).done("[]\n");
    let as_shown = workshop.read("config.json").replace("\"ping.json\"", "\"schemas/ping.json\"");
    workshop.write("config.json", &as_shown);
    configured(&workshop, &[]).done("1 file: no findings, 2 suppressed\n");
    workshop.write("config.json", &as_shown.replace("/examples/0", "/examples/1"));
    let idle = "warning[C0108]: there is no `L0101` in `schemas/ping.json` at `/examples/1/request` to suppress";
    assert!(configured(&workshop, &[]).stdout.contains(idle));
    assert_eq!(workshop.run(&["lint"]).status, Some(1), "without the configuration");
    assert_eq!(workshop.run(&["generate", "schemas", "--out", "out", "--config", "config.json"]).status, Some(0));
}

#[test]
fn a_suppression_is_for_its_code_file_and_place_alone() {
    let elsewhere = [
        r#"{"code": "L0102", "reason": "r"}"#,
        r#"{"code": "L0101", "pointer": "/examples/1", "reason": "r"}"#,
        r#"{"code": "L0101", "pointer": "/examples/0/request/params/le", "reason": "r"}"#,
        r#"{"code": "L0101", "file": "ping.json", "pointer": "/errors", "reason": "r"}"#,
    ];
    for suppression in elsewhere {
        let workshop = with_config(&format!("{{\"lint\": {{\"suppress\": [{suppression}]}}}}"));
        let outcome = configured(&workshop, &["--deny", "error"]);
        assert_eq!(
            total(&outcome),
            "2 files, 2 with findings: 3 findings".replacen("2 files", "1 file", 1),
            "{suppression}"
        );
        assert!(
            outcome.stdout.starts_with("config.json:1:24: warning[C0108]: there is no `L010"),
            "{}",
            outcome.stdout
        );
        assert_eq!(configured(&workshop, &[]).status, Some(1), "an idle suppression is a finding");
    }
    let other_run = r#"{"lint": {"suppress": [{"code": "L0101", "file": "hook/ping.json", "reason": "r"}]}}"#;
    let outcome = configured(&with_config(other_run), &[]);
    assert_eq!(total(&outcome), "1 file, 1 with findings: 2 findings", "that file is not among these");
}

#[test]
fn what_is_said_of_findings_must_be_clear() {
    let cases = [
        (
            r#"{"suppress": [{"code": "L0101"}]}"#,
            "error[C0107]: the suppression has no `reason`\n --> config.json:1:24\n",
        ),
        (r#"{"suppress": [{"reason": "r"}]}"#, "error[C0107]: the suppression has no `code`\n"),
        (r#"{"suppress": [{"code": "L0101", "reason": " "}]}"#, "error[C0107]: the `reason` is empty\n"),
        (
            r#"{"suppress": [{"code": "L010I", "reason": "r"}]}"#,
            "error[C0107]: `L010I` is not a code that `lint` finds\n",
        ),
        (
            r#"{"suppress": [{"code": "L0101", "line": 3, "reason": "r"}]}"#,
            "error[C0101]: the key `line` is unknown here\n",
        ),
        (r#"{"suppress": {}}"#, "error[S0303]: `suppress` must be an array"),
        (r#"{"severity": {"L0101": "deny"}}"#, "error[C0107]: this is no severity\n"),
        (r#"{"severity": {"D0101": "error"}}"#, "error[C0107]: `D0101` is not a code that `lint` finds\n"),
    ];
    for (said, expected) in cases {
        configured(&with_config(&format!("{{\"lint\": {said}}}")), &[]).refused(&[expected, "help: "]);
    }
}

fn baseline(workshop: &Workshop, more: &[&str]) -> Outcome {
    workshop.run(&[&["lint", "--baseline", "known.json"], more].concat())
}

#[test]
fn a_baseline_accepts_what_is_known_and_tells_what_is_new_and_gone() {
    let workshop = Workshop::with(&[("schemas/ping.json", PING)]);
    let outcome = baseline(&workshop, &["--update-baseline"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    assert!(outcome.stdout.ends_with("known.json: the baseline is written\n"), "{}", outcome.stdout);
    let expected = format!(
        "{{\"version\": 1, \"findings\": [\n\
         {{\"file\": \"ping.json\", \"code\": \"L0101\", \"pointer\": \"/examples/0/request/params/len\", \
         \"message\": \"{SAID}\"}},\n\
         {{\"file\": \"ping.json\", \"code\": \"L0103\", \"pointer\": \"/errors/0\", \
         \"message\": \"the error code 19535 has no known name\"}}\n]}}\n"
    );
    assert_eq!(workshop.read("known.json"), expected);
    baseline(&workshop, &[]).done("1 file: no new findings, 2 known\n");

    workshop.write("schemas/ping.json", &PING.replace("19535", "19536"));
    let outcome = baseline(&workshop, &[]);
    let expected = "\
schemas/ping.json:4:12: warning[L0103] /errors/0: the error code 19536 has no known name; correct the code, or suppress the finding: programs know the code by its number
schemas/ping.json: 1 finding
gone: ping.json: L0103 /errors/0: the error code 19535 has no known name
     1 warning[L0103]: an error code has no name in the node's own table
1 file, 1 with new findings: 1 finding, 1 known, 1 gone
`cln-codegen explain L0103` says more
";
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), expected));
    assert_eq!(baseline(&workshop, &["--deny", "error"]).status, Some(0), "what is new is not denied");
    let json = baseline(&workshop, &["--format", "json"]).stdout;
    let states: Vec<&str> =
        json.lines().filter_map(|line| line.split_once("\"baseline\": ")).map(|(_, state)| state).collect();
    assert_eq!(states, ["\"known\"},", "\"new\"},", "\"gone\"}"]);
    let place = r#"{"file": "ping.json", "line": null, "column": null, "severity": null, "code": "L0103", "#;
    assert!(json.contains(place), "{json}");

    workshop.write("schemas/ping.json", &command("ping"));
    let outcome = baseline(&workshop, &[]);
    assert_eq!(outcome.status, Some(0));
    assert!(outcome.stdout.ends_with("\n1 file: no new findings, 2 gone\n"), "{}", outcome.stdout);
    assert_eq!(baseline(&workshop, &["--update-baseline"]).status, Some(0));
    assert_eq!(workshop.read("known.json"), "{\"version\": 1, \"findings\": [\n]}\n");
    baseline(&workshop, &[]).done("1 file: no new findings\n");
}

#[test]
fn a_finding_is_known_wherever_its_line_and_its_folder_are() {
    let twice = command("ping");
    let workshop = Workshop::with(&[("schemas/ping.json", PING), ("schemas/z/ping.json", &twice)]);
    assert_eq!(baseline(&workshop, &["--update-baseline"]).status, Some(0));
    assert!(workshop.read("known.json").contains("described twice: here and in ping.json\""));
    workshop.write("schemas/ping.json", &PING.replace('\n', "\n\n\n"));
    workshop.write("schemas/z/ping.json", &format!("\n\n{twice}"));
    let expected = "2 files: no new findings, 3 known\n";
    baseline(&workshop, &[]).done(expected);
    fs::rename(workshop.path("schemas"), workshop.path("elsewhere")).unwrap();
    baseline(&workshop, &["./elsewhere"]).done(expected);
    baseline(&workshop, &[workshop.path("elsewhere").to_str().unwrap()]).done(expected);
}

#[test]
fn what_is_there_once_more_is_new() {
    let one = r#"{"rpc": "ping", "request": {}, "response": {}, "errors": ["- 1: A. \n- 19535: B."]}"#;
    let workshop = Workshop::with(&[("schemas/ping.json", one)]);
    assert_eq!(baseline(&workshop, &["--update-baseline"]).status, Some(0));
    workshop.write("schemas/ping.json", &one.replace("B.", "B.\\n- 19535: C."));
    let outcome = baseline(&workshop, &[]);
    assert_eq!(outcome.status, Some(1));
    assert!(total(&outcome).starts_with("1 file, 1 with new findings: 1 finding, "), "{}", outcome.stdout);
}

#[test]
fn what_is_no_baseline_is_refused_and_left_alone() {
    let finding = r#"{"file": "ping.json", "code": "L0101", "pointer": null, "message": "m"}"#;
    let list = |finding: &str| format!("{{\"version\": 1, \"findings\": [\n{finding}\n]}}");
    let cases: Vec<(String, &str)> = vec![
        ("[package]\nname = \"x\"\n".to_owned(), "error[S0101]"),
        (list(&format!("{finding},\n<<<<<<< HEAD\n{finding}")), "known.json:3:1"),
        ("{}".to_owned(), "error[C0201]: this is no baseline: it has no `version`\n --> known.json:1:1\n"),
        ("[]".to_owned(), "error[C0201]: this is no baseline"),
        (list("").replace('1', "0"), "error[C0201]: the baseline was written in a form that is not known here\n"),
        (r#"{"version": 1, "findings": {}}"#.to_owned(), "error[C0201]: the baseline has no list `findings`\n"),
        (list("7"), "error[C0201]: the finding has no `code`\n --> known.json:2:1\n"),
        (list(&finding.replace("\"L0101\"", "7")), "error[C0201]: `code` must be a string, found a number\n"),
        ("x".repeat(17 << 20), "error[S0003]"),
        (
            list(&finding.replace("L0101", "D0101")),
            "expected the code of a finding, found `D0101`\n --> known.json:2:31\n",
        ),
        (list(&finding.replace("\"m\"", "7")), "error[C0201]: `message` must be a string, found a number\n"),
        (list(&finding.replace("\"file\": \"ping.json\", ", "")), "error[C0201]: the finding has no `file`\n"),
        (list(&finding.replace("null", "[]")), "error[C0201]: `pointer` must be a string, found an array\n"),
        (list(&finding.replace("\"m\"", "\"m\", \"file\": \"x\"")), "error[S0102]"),
        ("[".repeat(100_000), "error[S0103]"),
    ];
    for (text, said) in cases {
        let workshop = Workshop::with(&[("schemas/ping.json", PING), ("known.json", &text)]);
        for more in [&[][..], &["--update-baseline"]] {
            baseline(&workshop, more).refused(&[said, "write it anew with `--update-baseline`"]);
            assert_eq!(workshop.read("known.json"), text);
        }
    }
    let folder = Workshop::with(&[("schemas/ping.json", PING), ("known.json/x", "")]);
    for more in [&[][..], &["--update-baseline"]] {
        let outcome = baseline(&folder, more);
        outcome.refused(&[
            "cannot read `known.json`: it is a folder, and a file is needed\n",
            "check that the path is right",
        ]);
        assert!(!outcome.stderr.contains("writes it"), "{}", outcome.stderr);
    }
    let nowhere = Workshop::with(&[("schemas/ping.json", PING)]);
    baseline(&nowhere, &[]).refused(&["error[S0001]: cannot read `known.json`", "`--update-baseline` writes it"]);
    nowhere.run(&["lint", "--baseline", "-", "--update-baseline"]).refused(&["error[S0601]", "name a file"]);
    nowhere.run(&["lint", "--update-baseline"]).refused(&["--baseline <FILE>"]);
}

#[test]
fn nothing_is_written_if_a_file_cannot_be_read() {
    let workshop = Workshop::with(&[("schemas/ping.json", PING)]);
    let outcome = baseline(&workshop, &["schemas", "nowhere.json", "--update-baseline"]);
    assert_eq!(outcome.status, Some(2));
    assert!(!workshop.path("known.json").exists());
}

#[test]
fn sarif_marks_what_is_known_and_what_is_suppressed_and_annotations_leave_it_out() {
    let workshop = with_config(r#"{"lint": {"suppress": [{"code": "L0103", "reason": "Plugins have their own."}]}}"#);
    let known = ["--baseline", "known.json"];
    assert_eq!(configured(&workshop, &[&known[..], &["--update-baseline"]].concat()).status, Some(0));
    workshop.write("schemas/ping.json", &PING.replace("\"response\": {},", "\"response\": {}, \"titel\": 1,"));
    let outcome = configured(&workshop, &[&known[..], &["--format", "sarif"]].concat());
    let log: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let told = log["runs"][0]["results"].as_array().unwrap().iter();
    let told: Vec<_> =
        told.map(|found| json!([found["ruleId"], found["baselineState"], found["suppressions"]])).collect();
    let expected = [
        json!(["S0206", "new", null]),
        json!(["L0101", "unchanged", null]),
        json!(["L0103", null, [{"kind": "external", "justification": "Plugins have their own."}]]),
    ];
    assert_eq!(told, expected);
    let annotations = configured(&workshop, &[&known[..], &["--format", "github"]].concat()).stdout;
    assert!(annotations.starts_with("::warning ") && annotations.contains("S0206"), "{annotations}");
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
}
