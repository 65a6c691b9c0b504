//! Whatever a schema says, its documentation runs as no doctest, holds no HTML and breaks no link; and the code parses.
//!
//! pulldown-cmark, with the options that rustdoc sets, reads the documentation of hostile schemas as rustdoc would; a
//! sample of it goes through rustdoc itself.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod hostile;
mod markdown;
mod unicode;

use std::fs;
use std::path::Path;
use std::process::Command;

use cln_codegen::Builder;
use cln_tests::dice::Dice;
use cln_tests::folders::{files, shared};
use cln_tests::sizes::size;
use tempfile::TempDir;

use hostile::{config, schema};
use markdown::{assert_harmless, documentation, has_example};

/// How many hostile schemas are tried in a short run and in a long one.
const ROUNDS: [u32; 2] = [100, 400];

/// The generated files of a folder with schemas, and of a configuration with reasons.
fn generated(schemas: &Path, config: Option<&str>) -> Vec<String> {
    let out = TempDir::new().unwrap();
    let mut builder = Builder::new().schemas(schemas).out_dir(out.path());
    if let Some(config) = config {
        let file = out.path().join("cln-codegen.json");
        fs::write(&file, config).unwrap();
        builder = builder.config(file);
    }
    builder.generate().unwrap();
    files(out.path(), "rs").iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// What the generator makes of one schema.
fn generated_from(schema: &str, config: Option<&str>) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    // The name of a file stands in the documentation, too.
    let name = "- -      let file = 1; `<b>`.json";
    fs::write(folder.path().join(name), schema).unwrap();
    generated(folder.path(), config)
}

#[test]
fn no_text_of_a_schema_becomes_code_html_or_a_link() {
    let mut dice = Dice::new(13);
    let [short, long] = ROUNDS;
    for _ in 0..size("CLN_FUZZ_CASES", short, long) {
        let (schema, config) = (schema(&mut dice), config(&mut dice));
        for file in generated_from(&schema, Some(&config)) {
            for docs in documentation(&file) {
                assert_harmless(&docs, &schema);
            }
        }
    }
}

#[test]
fn no_name_of_a_message_becomes_code_html_or_a_link() {
    for key in ["rpc", "notification", "hook"] {
        let name = "a`\n- -      let x = 1;\n``` <b> [c](d)";
        let schema = serde_json::json!({key: name, "request": {}, "response": {}}).to_string();
        for docs in generated_from(&schema, None).iter().flat_map(|file| documentation(file)) {
            assert_harmless(&docs, &schema);
        }
    }
}

/// The documentation of a request shows an example, whose texts hold what they like.
#[test]
fn no_text_of_an_example_ends_its_block() {
    for text in [
        "a\"\n```\n\n```rust\nfn main() {}\n```\n",
        "\\\n```\n\n    let x = 1;\n",
        "\n```\n```rust\n",
        "\"#\r\n~~~\n```",
    ] {
        let schema = serde_json::json!({
            "rpc": "shown",
            "request": {"required": ["a"], "properties": {"a": {"type": "string"}}},
            "response": {},
            "examples": [{"request": {"id": "1", "method": "shown", "params": {"a": text}}, "response": {}}]
        });
        let all: Vec<String> =
            generated_from(&schema.to_string(), None).iter().flat_map(|file| documentation(file)).collect();
        assert!(all.iter().any(|docs| has_example(docs)), "there is no example: {text:?}");
        all.iter().for_each(|docs| assert_harmless(docs, text));
        assert_no_doctest(&all);
    }
}

#[test]
fn what_was_reported_becomes_no_doctest() {
    let Some(folder) = shared("reports/doctest-injection") else { return };
    let [config, schemas @ ..] = &files(&folder, "json")[..] else { panic!("{}", folder.display()) };
    assert_eq!(schemas.len(), 2);
    let mut all = Vec::new();
    for (schema, config) in schemas.iter().zip([Some(fs::read_to_string(config).unwrap()), None]) {
        for file in generated_from(&fs::read_to_string(schema).unwrap(), config.as_deref()) {
            all.extend(documentation(&file));
        }
    }
    all.iter().for_each(|docs| assert_harmless(docs, "as reported"));
    assert_no_doctest(&all);
}

/// rustdoc decides: it would run a doctest if there were one, and says what is wrong with Markdown.
fn assert_no_doctest(all: &[String]) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("lib.rs");
    let items = all.iter().enumerate().map(|(index, docs)| format!("#[doc = {docs:?}]\npub struct D{index};\n"));
    fs::write(&file, items.collect::<String>()).unwrap();
    let rustdoc = |arguments: &[&str]| {
        let output = Command::new("rustdoc").args(arguments).arg(&file).current_dir(folder.path()).output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "{text}");
        text
    };
    let said = rustdoc(&["--test"]);
    let examples = all.iter().filter(|docs| has_example(docs)).count();
    let result = format!("test result: ok. 0 passed; 0 failed; {examples} ignored;");
    assert!(said.contains(&result), "{result} is not in\n{said}");
    // Links to other items of the crate mean nothing here.
    rustdoc(&["-Dwarnings", "-Drustdoc::unescaped_backticks", "-Arustdoc::broken_intra_doc_links"]);
}

#[test]
fn rustdoc_finds_no_doctest_either() {
    let mut dice = Dice::new(14);
    let mut all = Vec::new();
    for _ in 0..20 {
        let schema = schema(&mut dice);
        all.extend(generated_from(&schema, Some(&config(&mut dice))).iter().flat_map(|file| documentation(file)));
    }
    assert!(all.len() > 500, "{}", all.len());
    assert!(all.iter().any(|docs| has_example(docs)), "there is no example");
    assert_no_doctest(&all);
    let control = std::panic::catch_unwind(|| assert_no_doctest(&[" - -      let title = 1;".to_owned()]));
    assert!(control.is_err(), "a doctest would not be found");
}
