//! `diff`: what it prints in each format, and its exit status.

use crate::workshop::{WAIT, Workshop, command};

/// A required parameter more.
fn breaking() -> String {
    WAIT.replace(r#""required": ["index"],"#, r#""required": ["index", "mode"],"#)
}

/// A parameter that is going to go.
fn risky() -> String {
    WAIT.replace(r#""index": {"type": "u64"}"#, r#""index": {"type": "u64", "deprecated": ["v25.05", "v26.06"]}"#)
}

/// A parameter more.
fn compatible() -> String {
    WAIT.replace(r#""all", "one"]}"#, r#""all", "one"]}, "patience": {"type": "u64"}"#)
}

/// Words more.
fn docs() -> String {
    WAIT.replace("\"enum\"", "\"description\": [\"How.\"], \"enum\"")
}

fn workshop(new: &str) -> Workshop {
    Workshop::with(&[("old.json", WAIT), ("new.json", new)])
}

const TEXT: &str = r#"wait
  breaking[D0206] `mode` was optional and is required (crate: major)
      Callers that leave it out are refused.
      old old.json:7 /request/properties/mode
      new new.json:7 /request/properties/mode
      old accepts, new refuses: {"index":0}
        /mode: expected "mode", which is required; found nothing [required]

1 method against 1: 1 method differs: 1 breaking; generated crate: major
`cln-codegen explain D0206` says more
"#;

const JSON: &str = r#"{"version": 1, "compared": {"old": 1, "new": 1}, "summary": {"breaking": 1, "announced": 0, "risky": 0, "compatible": 0, "docs": 0}, "semver": "major", "methods": [
  {"kind": "rpc", "name": "wait", "old_name": null, "findings": [
    {"code": "D0206", "severity": "breaking", "semver": "major", "guess": false, "change": "`mode` was optional and is required", "consequence": "Callers that leave it out are refused.", "old": {"file": "old.json", "pointer": "/request/properties/mode", "line": 7}, "new": {"file": "new.json", "pointer": "/request/properties/mode", "line": 7}, "instance": {"json": "{\"index\":0}", "accepted_by": "old", "refused_by": "new", "pointer": "/mode", "rule": "required", "message": "expected \"mode\", which is required; found nothing"}}
  ]}
]}
"#;

const MARKDOWN: &str = "**1 breaking** in 1 method; generated crate: **major**

### breaking

| | change | consequence | crate | where |
|---|---|---|---|---|
| **`wait`** `D0206` | `mode` was optional and is required | Callers that leave it out are refused.<br>old accepts, new refuses: `{\"index\":0}`<br>`/mode`: expected \"mode\", which is required; found nothing `required` | major | old `old.json:7 /request/properties/mode`<br>new `new.json:7 /request/properties/mode` |
";

#[test]
fn findings_are_written_for_people_machines_and_pull_requests() {
    let workshop = workshop(&breaking());
    for (format, expected) in [("text", TEXT), ("json", JSON), ("markdown", MARKDOWN)] {
        let outcome = workshop.run(&["diff", "old.json", "new.json", "--format", format]);
        assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(1), expected, ""));
    }
    assert_eq!(workshop.run(&["diff", "old.json", "new.json"]).stdout, TEXT);
}

#[test]
fn json_is_json() {
    for new in [breaking(), risky(), WAIT.to_owned()] {
        let outcome = workshop(&new).run(&["diff", "old.json", "new.json", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(json["version"], 1);
    }
}

#[test]
fn nothing_differs() {
    let workshop = workshop(WAIT);
    workshop.run(&["diff", "old.json", "new.json"]).done("1 method against 1: no differences\n");
    workshop.run(&["diff", "old.json", "new.json", "--format", "markdown"]).done("**No differences.**\n");
}

#[test]
fn what_is_denied_sets_the_exit_status() {
    for (new, denied, status) in [
        (breaking(), "breaking", 1),
        (breaking(), "announced", 1),
        (breaking(), "risky", 1),
        (risky(), "breaking", 0),
        (risky(), "announced", 0),
        (risky(), "risky", 1),
        (risky(), "docs", 1),
        (compatible(), "risky", 0),
        (compatible(), "compatible", 1),
        (docs(), "compatible", 0),
        (docs(), "docs", 1),
        (WAIT.to_owned(), "docs", 0),
    ] {
        let outcome = workshop(&new).run(&["diff", "old.json", "new.json", "--deny", denied]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(status), ""), "{}", outcome.stdout);
    }
    assert_eq!(workshop(&risky()).run(&["diff", "old.json", "new.json"]).status, Some(0), "breaking is the default");
}

/// A parameter that was to go is gone.
#[test]
fn a_removal_that_was_announced_is_not_denied_by_default() {
    let index = r#""mode": {"type": "string", "enum": ["all", "one"]}"#;
    let deprecated = format!(r#"{index}, "wait": {{"type": "u64", "deprecated": ["v24.11", "v25.11"]}}"#);
    let workshop = Workshop::with(&[("old.json", &WAIT.replace(index, &deprecated)), ("new.json", WAIT)]);
    for (options, status) in [
        (&["--to", "v25.11"] as &[&str], 0),
        (&["--to", "v25.11", "--deny", "announced"], 1),
        (&["--to", "v25.09"], 1),
        (&["--from", "v26.06", "--to", "v25.11"], 1),
        (&[], 1),
    ] {
        let outcome = workshop.run(&[&["diff", "old.json", "new.json"], options].concat());
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(status), ""), "{}", outcome.stdout);
    }
    workshop.run(&["diff", "old.json", "new.json", "--to", "soon"]).refused(&["--to", "`soon` is not a version"]);
    let locked = Workshop::with(&[("old.json", WAIT), ("new.json", WAIT), ("cln-codegen.lock", "release = soon\n")]);
    locked.run(&["diff", "old.json", "new.json"]).refused(&[
        "cln-codegen.lock:1:",
        "not TOML",
        "release = \"v26.06.6\"",
    ]);
}

#[test]
fn folders_are_releases() {
    let workshop = Workshop::with(&[
        ("old/wait.json", WAIT),
        ("old/hook/gone.json", &command("gone")),
        ("new/wait.json", WAIT),
        ("new/fresh.json", &command("quite-another")),
    ]);
    let outcome = workshop.run(&["diff", "old", "new"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let lines: Vec<&str> = outcome.stdout.lines().filter(|line| line.contains("[D0")).collect();
    assert_eq!(
        lines,
        [
            "  breaking[D0102] `gone` is gone (crate: major)",
            "  compatible[D0101] `quite-another` is new (crate: minor)"
        ]
    );
}

#[test]
fn what_is_wrong_with_both_is_told() {
    let wrong = WAIT.replace("\"u64\"},", "\"u46\"},");
    let workshop = Workshop::with(&[("old.json", "{"), ("new.json", &wrong), ("good.json", WAIT)]);
    workshop.run(&["diff", "old.json", "new.json"]).refused(&["error[S0302]", "new.json", "error[S0101]", "old.json"]);
    workshop.run(&["diff", "nowhere.json", "neither.json"]).refused(&["neither.json", "nowhere.json"]);
    workshop.run(&["diff", "good.json", "."]).refused(&["`good.json` is a file, and `.` a folder"]);
    workshop.run(&["diff", "-", "-"]).refused(&["standard input cannot be both"]);
    workshop.run(&["diff", "good.json"]).refused(&["<NEW>"]);
}

#[test]
fn a_dash_reads_standard_input() {
    let outcome = Workshop::with(&[("old.json", WAIT)]).run_on(breaking(), &["diff", "old.json", "-"]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stdout.contains("new <stdin>:7 /request/properties/mode"), "{}", outcome.stdout);
}

#[test]
fn words_of_a_newer_release_may_be_any_json() {
    let newer = WAIT.replace(r#""index": {"type": "u64"}"#, r#""index": {"type": "u128"}"#);
    let workshop = workshop(&newer);
    workshop.run(&["diff", "old.json", "new.json"]).refused(&["error[S0302]"]);
    let outcome = workshop.run(&["diff", "old.json", "new.json", "--unknown", "any"]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("compatible[D0302] `index`: `u64` is now any JSON"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("warning[S0302]"), "{}", outcome.stderr);
}

/// A name in a file can neither turn a terminal's colours nor break a table.
#[test]
fn names_are_shown_as_they_are() {
    let odd = WAIT.replace(r#""mode": {"#, r#""a|b`c\u001b[31m\u200b_c": {"type": "u64"}, "mode": {"#);
    let workshop = workshop(&odd);
    for format in ["text", "markdown"] {
        let shown = workshop.run(&["diff", "old.json", "new.json", "--format", format]).stdout;
        assert!(!shown.contains(['\u{1b}', '\u{200b}']), "{shown}");
    }
    let markdown = workshop.run(&["diff", "old.json", "new.json", "--format", "markdown"]).stdout;
    let bars = markdown.lines().map(|line| line.matches('|').count());
    assert!(bars.filter(|bars| *bars > 0).all(|bars| bars == 6), "{markdown}");
    let name = "<code>a&#124;b&#92;u&#123;60&#125;c&#92;u&#123;1b&#125;&#91;31m&#92;u&#123;200b&#125;&#95;c</code>";
    assert!(markdown.contains(name), "{markdown}");
}

#[test]
fn what_only_a_correction_listed_breaks_nobody_where_it_is_still_taken() {
    let open = WAIT.replace(r#""required": ["index"],"#, r#""required": ["index"], "additionalProperties": true,"#);
    let workshop = workshop(&open);
    let config = r#"{"overrides": [{
        "method": "wait", "at": "/request", "add": {"style": {"type": "string"}},
        "was": {"additionalProperties": null}, "reason": "Nodes take it."
    }]}"#;
    workshop.write("config.json", config);
    let outcome = workshop.run(&["diff", "--config", "config.json", "--deny", "risky", "old.json", "new.json"]);
    assert_eq!(outcome.status, Some(0), "{}{}", outcome.stdout, outcome.stderr);
    let told = "  compatible[D0203] `style` was optional and is gone (crate: major)\n      \
                Only a correction of the old schema lists it; the new one takes unlisted fields, so callers may go on \
                sending it";
    assert!(outcome.stdout.contains(told), "{}", outcome.stdout);
}
