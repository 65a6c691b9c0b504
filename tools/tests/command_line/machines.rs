//! `diff` and `lint` for other programs: SARIF, and annotations of GitHub.

use std::{env, fs};

use serde_json::{Value, json};

use crate::workshop::{WAIT, Workshop, command};

/// A required parameter more, one that is going to go, an example that breaks the schema, and a method that is gone.
fn workshop() -> Workshop {
    let new = WAIT
        .replace(r#""required": ["index"],"#, r#""required": ["index", "mode"],"#)
        .replace(r#""next": {"type": "u64"}"#, r#""next": {"type": "u64", "deprecated": ["v25.05", "v26.06"]}"#);
    Workshop::with(&[
        ("old/wait.json", WAIT),
        ("old/gone.json", &command("gone")),
        ("new/a b/wait.json", &new),
        ("new/typo.json", &WAIT.replace("\"u64\"},", "\"u46\"},")),
    ])
}

const DIFF: &[&str] = &["diff", "old", "new/a b", "--format"];

fn sarif(workshop: &Workshop, arguments: &[&str]) -> Value {
    let outcome = workshop.run(&[arguments, &["sarif"]].concat());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The results of the only run.
fn results(log: &Value) -> &Vec<Value> {
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    log["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn sarif_has_a_change_at_its_place_in_the_new_file() {
    let workshop = workshop();
    let log = sarif(&workshop, DIFF);
    let told = workshop.run(&["diff", "old", "new/a b", "--format", "json"]).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    let found = results(&log).iter().find(|found| found["ruleId"] == "D0206").unwrap();
    let place = |file: &str, role: &str| {
        json!({
            "physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": 7}},
            "logicalLocations": [{"fullyQualifiedName": "/request/properties/mode"}],
            "message": {"text": role},
        })
    };
    let expected = json!({
        "ruleId": "D0206",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "`mode` was optional and is required. Callers that leave it out are refused.\n\
                             old accepts, new refuses: {\"index\":0}"},
        "locations": [place("new/a%20b/wait.json", "new")],
        "relatedLocations": [place("old/wait.json", "old")],
        "partialFingerprints": {"clnCodegen/v1": "D0206 wait /request/properties/mode `mode` was optional and is \
                                required. Callers that leave it out are refused."},
        "properties": told["methods"][1]["findings"][0],
    });
    assert_eq!(found, &expected);
    let gone = results(&log).iter().find(|found| found["ruleId"] == "D0102").unwrap();
    assert_eq!(gone["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "old/gone.json");
    assert_eq!(gone.get("relatedLocations"), None);
}

#[test]
fn sarif_names_the_meaning_of_each_code_once() {
    let workshop = workshop();
    for (arguments, expected) in
        [(DIFF, &["D0102", "D0206", "D0501"][..]), (&["lint", "new", "--format"], &["L0101", "S0302", "S0505"])]
    {
        let log = sarif(&workshop, arguments);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected);
        assert!(rules.iter().all(|rule| rule["shortDescription"]["text"].as_str().unwrap().len() > 10), "{rules:?}");
        for found in results(&log) {
            assert_eq!(found["ruleId"], rules[usize::try_from(found["ruleIndex"].as_u64().unwrap()).unwrap()]["id"]);
        }
    }
}

#[test]
fn sarif_has_a_mistake_at_its_line_and_column() {
    let log = sarif(&workshop(), &["lint", "new/typo.json", "--format"]);
    let found = &results(&log)[0];
    assert_eq!(
        (&found["level"], &found["message"]["text"]),
        (&json!("error"), &json!("the type `u46` is unknown; did you mean `u64`?"))
    );
    let region = &found["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 6, "startColumn": 25}));
    assert_eq!(
        (&found["properties"]["code"], &found["properties"]["hint"]),
        (&json!("S0302"), &json!("did you mean `u64`?"))
    );
}

/// A service that knows a finding knows it again after an edit above it.
#[test]
fn fingerprints_stay_when_lines_move() {
    let doubled = WAIT.replace("\"response\": {\n", "\"errors\": [\"- 5: a\", \"- 5: b\"],\n  \"response\": {\n");
    let workshop = Workshop::with(&[
        ("s/wait.json", &WAIT.replace("{\"index\": 1}", "{\"index\": -1}")),
        ("s/z.json", &doubled.replace("wait", "z")),
    ]);
    let prints = |workshop: &Workshop| -> Vec<String> {
        let log = sarif(workshop, &["lint", "s", "--format"]);
        let print = |found: &Value| found["partialFingerprints"]["clnCodegen/v1"].as_str().unwrap().to_owned();
        results(&log).iter().map(print).collect()
    };
    let before = prints(&workshop);
    assert!(before.len() > 1, "{before:?}");
    for file in ["s/wait.json", "s/z.json"] {
        workshop.write(file, &format!("\n\n{}", workshop.read(file)));
    }
    assert_eq!(prints(&workshop), before);
}

#[test]
fn standard_input_is_no_artifact() {
    let outcome = Workshop::with(&[]).run_on("{", &["lint", "-", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(results(&log)[0]["locations"][0].get("physicalLocation"), None);
    let outcome = Workshop::with(&[]).run_on("{", &["lint", "-", "--format", "github"]);
    assert!(outcome.stdout.starts_with("::error line=1,col=1,title=S0101 error::"), "{}", outcome.stdout);
}

#[test]
fn text_that_looks_like_a_link_is_none() {
    let odd = WAIT.replace("\"mode\":", "\"[a](http://b)\": {\"type\": \"u64\"}, \"mode\":");
    let workshop = Workshop::with(&[("old.json", &odd), ("new.json", WAIT)]);
    let log = sarif(&workshop, &["diff", "old.json", "new.json", "--format"]);
    let text = results(&log)[0]["message"]["text"].as_str().unwrap();
    assert!(text.starts_with("`\\[a\\](http://b)` was optional and is gone"), "{text}");
}

#[test]
fn annotations_are_one_line_each_whatever_names_hold() {
    let odd = WAIT
        .replace("\"mode\":", "\"100%,a:b\\n::error::\": {\"type\": \"u64\"}, \"mode\":")
        .replace("\"wait\"", "\"wa,it\"");
    let workshop = Workshop::with(&[("old.json", &odd), ("a,b.json", &WAIT.replace("\"wait\"", "\"wa,it\""))]);
    let outcome = workshop.run(&["diff", "old.json", "a,b.json", "--format", "github"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let expected = "::error file=a%2Cb.json,line=3,title=D0203 breaking%3A wa%2Cit::`100%25,a:b\\u{a}::error::` was optional and is gone. ";
    assert!(outcome.stdout.starts_with(expected), "{}", outcome.stdout);
    assert!(outcome.stdout.lines().all(|line| line.starts_with("::")), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("%0Aold accepts, new refuses: {"), "{}", outcome.stdout);
}

#[test]
fn corrections_are_no_findings() {
    for format in ["sarif", "github"] {
        workshop().run(&["lint", "new", "--corrections", "--format", format]).refused(&["text or json"]);
    }
}

/// The schema comes with a package that is none of Rust: `.ci/run` names its file.
#[test]
fn sarif_keeps_to_its_published_schema() {
    let Some(schema) = env::var_os("CLN_SARIF_SCHEMA") else {
        return eprintln!("CLN_SARIF_SCHEMA names no schema of SARIF: nothing is held against it");
    };
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    // Its pattern for languages, which are not written here, has a bracket too many.
    for object in ["run", "toolComponent"] {
        schema["definitions"][object]["properties"].as_object_mut().unwrap().remove("language");
    }
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let keeps = |log: &Value| {
        let wrong: Vec<String> =
            schema.iter_errors(log).map(|wrong| format!("{}: {wrong}", wrong.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    };
    let workshop = workshop();
    let mut log = sarif(&workshop, DIFF);
    keeps(&log);
    keeps(&sarif(&workshop, &["lint", "new", "--format"]));
    workshop.write("config.json", r#"{"lint": {"suppress": [{"code": "L0101", "reason": "A placeholder."}]}}"#);
    let gate = ["lint", "new", "--config", "config.json", "--baseline", "known.json", "--format", "sarif"];
    assert_eq!(workshop.run(&[&gate[..], &["--update-baseline"]].concat()).status, Some(0));
    keeps(&serde_json::from_str(&workshop.run(&gate).stdout).unwrap());
    let clean = workshop.run(&["lint", "old", "--format", "sarif"]);
    keeps(&serde_json::from_str(&clean.stdout).unwrap());
    if let Some(shared) = env::var_os("CLN_SHARED") {
        let release = |name: &str| format!("{}/{name}", shared.to_str().unwrap());
        let [old, new] = ["releases/v24.11", "releases/v26.06.6"].map(release);
        let told = workshop.run(&["diff", &old, &new, "--format", "sarif", "--unknown", "any"]).stdout;
        keeps(&serde_json::from_str(&told).unwrap());
        keeps(&sarif(&workshop, &["lint", &new, "--format"]));
    }
    log["runs"][0]["results"][0]["level"] = json!("breaking");
    assert!(!schema.is_valid(&log), "a level that SARIF does not have");
}
