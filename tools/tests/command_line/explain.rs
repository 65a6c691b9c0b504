//! `explain`: what it prints, the page made of it, and whether its examples do what it says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use cln_tools::explain::{Example, Explanation, Part, When, families, page};

use crate::workshop::{Outcome, Workshop};

/// Codes that only come together with others, and why.
const COMPANIONS: [(&str, &str, &str); 4] = [
    ("L0102", "L0101", "the example that shows it breaks its schema"),
    ("D0801", "D0803", "what no word says is not said of the bindings either"),
    ("D0802", "D0201", "something else has to change for a name to change"),
    ("D0803", "D0504", "something else has to change for an item to change"),
];

#[test]
fn a_code_is_explained_with_an_example() {
    let expected = "\
S0304 (error): an `enum` has no values

An `enum` lists the values that are allowed. An empty list allows none.

Before:
    {\"rpc\": \"ping\", \"request\": {\"properties\": {\"mode\": {\"type\": \"string\", \"enum\": []}}}, \"response\": {}}

After:
    {\"rpc\": \"ping\", \"request\": {\"properties\": {\"mode\": {\"type\": \"string\", \"enum\": [\"all\"]}}}, \"response\": {}}

List the values, or leave `enum` out if all are allowed.
";
    Workshop::with(&[]).run(&["explain", "s0304"]).done(expected);
}

#[test]
fn a_difference_is_explained_by_who_writes_the_value() {
    let outcome = Workshop::with(&[]).run(&["explain", "D0306"]);
    let expected = "D0306 (difference): an enum no longer lists a value\n\n\
                    - If users write it: breaking, major. Callers that send it are refused; its variant is gone.\n\
                    - If the node writes it: compatible, major. Readers wait in vain for it; its variant is gone.\n\n";
    assert!(outcome.stdout.starts_with(expected), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\nOld:\n    {") && outcome.stdout.contains("\nNew:\n    {"), "{}", outcome.stdout);
}

#[test]
fn an_unknown_code_is_refused_with_those_that_are_like_it() {
    let workshop = Workshop::with(&[]);
    workshop
        .run(&["explain", "L0109"])
        .refused(&["error: there is no code `L0109`\nhint: did you mean L0101, L0102, "]);
    workshop
        .run(&["explain", "a\u{1b}"])
        .refused(&["no code `a\\u{1b}`\nhint: `cln-codegen explain` lists all codes\n"]);
}

#[test]
fn without_a_code_all_are_listed() {
    let outcome = Workshop::with(&[]).run(&["explain"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let listed = outcome.stdout.lines().filter(|line| line.starts_with("  ")).count();
    assert_eq!(listed, explanations().len());
    assert!(
        outcome.stdout.starts_with("S00xx: files and folders\n  S0001  error    a file or folder cannot be read\n")
    );
}

#[test]
fn the_page_of_all_codes_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/CODES.md");
    let mend = "docs/CODES.md is stale: cargo codegen explain --format markdown > docs/CODES.md";
    assert!(fs::read_to_string(path).unwrap_or_default() == page(), "{mend}");
    Workshop::with(&[]).run(&["explain", "--format", "markdown"]).done(&page());
}

#[test]
fn what_is_refused_names_where_to_read_on() {
    let workshop = Workshop::with(&[("schemas/a.json", r#"{"rpc": "a", "titel": "", "request": {}}"#)]);
    let more = "`cln-codegen explain S0205` says more\n";
    workshop.generate(&[]).refused(&["error[S0205]", "warning[S0206]", more, "nothing was written\n"]);
    workshop.run(&["diff", "schemas", "schemas"]).refused(&[more]);
    workshop.run(&["man", "schemas"]).refused(&[more]);
}

/// What comes before gives exactly the code, what comes after gives none. Of a difference, one comparison shows it.
#[test]
#[cfg(unix)]
fn every_example_shows_its_code() {
    let wrong: Vec<String> = explanations().iter().filter_map(mistake).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn explanations() -> Vec<Explanation> {
    families().into_iter().flat_map(|family| family.explanations).collect()
}

/// What is wrong with the examples of a code.
#[cfg(unix)]
fn mistake(explanation: &Explanation) -> Option<String> {
    let code = explanation.code;
    let workshop = Workshop::with(&[]);
    for side in [When::Before, When::After] {
        write_files(&workshop, explanation, side);
    }
    let mut expected: BTreeSet<String> = BTreeSet::from([code.to_owned()]);
    expected.extend(COMPANIONS.iter().filter(|(of, ..)| *of == code).map(|(_, with, _)| (*with).to_owned()));
    if explanation.severity.is_none() {
        // Warnings about the schemas, on standard error, are beside the point.
        let outcome =
            Outcome { stderr: String::new(), ..workshop.run(&["diff", "before", "after", "--level", "docs"]) };
        return (codes(&outcome) != expected).then(|| format!("{code}: {outcome:?}"));
    }
    let before = shell(&workshop, "before", &script(explanation, When::Before));
    let after = shell(&workshop, "after", &script(explanation, When::After));
    let is_right = codes(&before) == expected && codes(&after).is_empty() && after.status == Some(0);
    (!is_right).then(|| format!("{code}: before {before:?}\n  after {after:?}"))
}

fn examples(explanation: &Explanation, side: When) -> impl Iterator<Item = Example> {
    let example = |part: &Part| match part {
        Part::Example(example) => Some(*example),
        Part::Prose(_) => None,
    };
    let is_here = move |example: &Example| example.when == side || example.when == When::Both;
    explanation.parts.iter().filter_map(example).filter(is_here)
}

fn folder(side: When) -> &'static str {
    if side == When::Before { "before" } else { "after" }
}

fn write_files(workshop: &Workshop, explanation: &Explanation, side: When) {
    fs::create_dir_all(workshop.path(folder(side))).unwrap();
    for Example { file, text, .. } in examples(explanation, side) {
        if let Some(file) = file {
            workshop.write(&format!("{}/{file}", folder(side)), text);
        }
    }
}

/// The commands of an example, or those that its family goes without saying.
fn script(explanation: &Explanation, side: When) -> String {
    let said = examples(explanation, side).find(|example| example.file.is_none());
    let usual = if explanation.code.starts_with('C') { "lint --config config.json a.json" } else { "lint ." };
    said.map_or_else(|| format!("cln-codegen {usual}"), |example| example.text.to_owned())
}

fn shell(workshop: &Workshop, folder: &str, script: &str) -> Outcome {
    let program = Path::new(env!("CARGO_BIN_EXE_cln-codegen")).parent().unwrap();
    let paths =
        env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())));
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).current_dir(workshop.path(folder)).env("PATH", paths.unwrap()).stdin(Stdio::null());
    shell.output().unwrap().into()
}

/// The codes that stand in brackets after a severity.
fn codes(outcome: &Outcome) -> BTreeSet<String> {
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    let bracketed = said.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    let is_code = |text: &&str| text.len() == 5 && text[1..].bytes().all(|byte| byte.is_ascii_digit());
    bracketed.filter(is_code).map(str::to_owned).collect()
}
