//! `generate --config`, `--unknown`, and what they change.

use crate::workshop::{Outcome, WAIT, Workshop, command};

/// A command whose parameters are wrong in every way that can be corrected.
const SIGN: &str = r#"{
  "rpc": "sign",
  "request": {
    "required": ["id", "psbt"],
    "properties": {"id": {"type": "u8"}, "psbt": {"type": "string"}, "fee_str": {"type": "string"}},
    "pairedWith": [["psbt", "fee_str"]]
  },
  "response": {"properties": {"kind": {"type": "string", "enum": ["a"]}}},
  "examples": [{
    "request": {"id": "1", "method": "sign", "params": ["psbt", 1]},
    "response": {"kind": "b"}
  }]
}
"#;

const OVERRIDES: &str = r#"{"overrides": [
  {"method": "sign", "positions": ["psbt", "id"], "reason": "Nodes read psbt first."},
  {"method": "sign", "ignore": "pairedWith", "reason": "A psbt may stand alone."},
  {"method": "sign", "rename": {"fee_str": "fee"}, "reason": "Nodes say fee."},
  {"method": "sign", "ignore": "enum", "at": "/response/properties/kind", "reason": "There are more."}
]}"#;

fn with_config(schema: &str, config: &str) -> Workshop {
    Workshop::with(&[("schemas/a.json", schema), ("config.json", config)])
}

fn run(workshop: &Workshop, more: &[&str]) -> Outcome {
    workshop.generate(&[&["--config", "config.json"], more].concat())
}

#[test]
fn overrides_change_the_bindings_and_their_reasons_are_in_the_documentation() {
    let workshop = with_config(SIGN, OVERRIDES);
    run(&workshop, &[]).done("1 method, 3 types, 1 example, 4 corrections: files 3 written, 0 unchanged, 0 removed\n");
    let text = workshop.read("out/sign.rs");
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("no `{part}` in\n{text}"));
    assert!(at("pub psbt: String,") < at("pub id: u8,"), "the order is that of the positions");
    assert!(text.contains("pub fee: ") && text.contains("pub kind: Option<String>"));
    for reason in [
        "/// Corrected: Nodes read psbt first.",
        "/// Corrected: A psbt may stand alone.",
        "/// Corrected: Nodes say fee.",
        "/// Corrected: There are more.",
    ] {
        assert!(text.contains(reason), "no `{reason}` in\n{text}");
    }
    let tests = workshop.read("out/tests/sign.rs");
    assert!(tests.contains("params_violations: &[],\n") && tests.contains("result_violations: &[],\n"), "{tests}");
}

#[test]
fn options_may_stand_in_the_file_and_the_command_line_counts_more() {
    let config = r#"{"since": "v24.02", "only": ["wait"], "tests": false, "derive": ["::my::Trait"]}"#;
    let workshop = with_config(WAIT, config);
    workshop.write("schemas/b.json", &command("ping"));
    run(&workshop, &[]).done("1 method, 4 types, 0 examples: files 2 written, 0 unchanged, 0 removed\n");
    let text = workshop.read("out/wait.rs");
    assert!(text.contains("pub age: u64,") && text.contains("::my::Trait"), "{text}");
    assert!(text.contains("// Regenerate with: cln-codegen generate SCHEMAS --out FOLDER --config CONFIG\n"), "{text}");
    assert_eq!(run(&workshop, &["--since", "v23.11", "--only", "ping,wait", "--derive", "Eq"]).status, Some(0));
    assert_eq!(workshop.names("out"), ["mod.rs", "ping.rs", "wait.rs"]);
    let text = workshop.read("out/wait.rs");
    assert!(text.contains("pub age: Option<u64>,") && !text.contains("::my::Trait"), "{text}");
}

#[test]
fn mistakes_in_the_configuration_and_in_schemas_are_all_told() {
    let config = OVERRIDES.replace("\"id\"]", "\"idd\"]").replace(", \"reason\": \"Nodes say fee.\"", "");
    let workshop = with_config(&SIGN.replace("\"u8\"", "\"u9\""), &config);
    run(&workshop, &[]).refused(&[
        "error[C0104]: the schema of `sign` has no property `idd`\n",
        " --> config.json:2:44\n",
        "did you mean `id`?",
        "error[C0102]: the override has no `reason`\n",
        " --> config.json:4:3\n",
        "error[S0302]",
        "nothing was written\n",
    ]);
    workshop.generate(&["--config", "nowhere.json"]).refused(&["error[S0001]: cannot read `nowhere.json`"]);
}

#[test]
fn an_override_for_a_method_that_is_not_there_is_a_warning() {
    let workshop = with_config(WAIT, OVERRIDES);
    let outcome = run(&workshop, &[]);
    assert_eq!(outcome.status, Some(0));
    assert_eq!(outcome.stderr.matches("warning[C0103]: no schema of this run describes `sign`\n").count(), 4);
}

#[test]
fn unknown_words_are_refused_unless_asked_for() {
    let newer = WAIT.replace("\"index\": {\"type\": \"u64\"}", "\"index\": {\"type\": \"u65\"}");
    let workshop = Workshop::with(&[("schemas/wait.json", &newer)]);
    for arguments in [&[][..], &["--unknown", "refuse"]] {
        workshop.generate(arguments).refused(&["error[S0302]: the type `u65` is unknown\n"]);
    }
    let outcome = workshop.generate(&["--unknown", "any"]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("warning[S0302]: the type `u65` is unknown\n"), "{}", outcome.stderr);
    let text = workshop.read("out/wait.rs");
    assert!(text.contains("pub index: Json,"), "{text}");
    assert!(text.contains("generate SCHEMAS --out FOLDER --unknown any\n"), "{text}");
}

#[test]
fn a_method_that_was_asked_for_but_is_too_new_is_said_to_be_left_out() {
    let newer = WAIT.replace("\"rpc\": \"wait\",", "\"rpc\": \"wait\", \"added\": \"v24.05\",");
    let workshop = Workshop::with(&[("schemas/wait.json", &newer)]);
    let outcome = workshop.generate(&["--only", "wait", "--until", "v24.02"]);
    assert_eq!(outcome.status, Some(0));
    let said = "warning[S0507]: `wait` was asked for, but is left out: it was added in v24.05, after v24.02\n";
    assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);
    assert_eq!(workshop.names("out"), ["mod.rs"]);
    assert_eq!(workshop.generate(&["--until", "v24.02"]).stderr, "", "nobody asked for it");
}

#[test]
fn a_check_tells_the_warnings_of_the_schemas_too() {
    let workshop = Workshop::with(&[("schemas/wait.json", &WAIT.replace("\"examples\"", "\"exmaples\""))]);
    assert_eq!(workshop.generate(&[]).status, Some(0));
    let outcome = workshop.generate(&["--check"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "out is up to date\n"));
    assert!(outcome.stderr.starts_with("warning[S0206]: "), "{}", outcome.stderr);
}
