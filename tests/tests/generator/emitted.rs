//! The code that is emitted for small schemas, one for each concept, to be reviewed.
//!
//! That all of it compiles without warnings and passes its own tests is shown in `judges::mutations`.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod short_paths;

use cln_codegen::Builder;
use cln_tests::folders::{files, package, stem};

/// The concepts whose snapshots show the whole file. The others leave out what looks alike for every schema.
const WHOLE: &[&str] = &["plain", "errors"];

#[test]
fn every_concept_is_emitted_as_reviewed() {
    for file in files(&package().join("schemas"), "json") {
        let concept = stem(&file);
        let text = emitted(Builder::new().schemas(&file).tests(false));
        review(concept, &if WHOLE.contains(&concept) { text } else { particular(&text) });
    }
}

#[test]
fn tests_are_a_file_of_their_own_as_reviewed() {
    let plain = Builder::new().schemas(package().join("schemas/plain.json")).command("cargo build");
    let files = plain.generate_to_memory().unwrap();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["mod.rs", "plain.rs", "tests/plain.rs"]);
    assert!(files["plain.rs"].ends_with("\n#[cfg(test)]\n#[path = \"tests/plain.rs\"]\nmod conformance;\n"));
    review("plain_tests", &files["tests/plain.rs"]);
}

#[test]
fn the_index_lists_all_of_them() {
    let files = Builder::new().schemas(package().join("schemas")).tests(false).generate_to_memory().unwrap();
    review("index", &files["mod.rs"]);
}

#[test]
fn what_older_nodes_leave_out_is_optional() {
    review("versions_since", &particular(&emitted(versions().since("v22.11").unwrap())));
}

#[test]
fn what_is_newer_than_the_newest_node_is_left_out() {
    review("versions_until", &particular(&emitted(versions().until("v23.08").unwrap())));
}

#[test]
fn the_range_of_nodes_is_a_constant() {
    let range = |builder: Builder| {
        let files = builder.generate_to_memory().unwrap();
        files["mod.rs"].split_once("/// The oldest").map(|(_, range)| range.to_owned()).unwrap_or_default()
    };
    let both = range(versions().since("v22.11").unwrap().until("v23.08").unwrap());
    assert!(both.contains("pub const OLDEST_NODE: &str = \"v22.11\";"), "{both}");
    assert!(both.contains("pub const NEWEST_NODE: &str = \"v23.08\";"), "{both}");
    assert!(both.contains("NodeRange::new(\n    Some(OLDEST_NODE),\n    Some(NEWEST_NODE),\n);"), "{both}");
    assert!(!range(versions()).contains("NEWEST_NODE"));
}

#[test]
fn a_command_that_is_newer_than_the_newest_node_is_left_out() {
    let files = versions().until("v22.08").unwrap().generate_to_memory().unwrap();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["mod.rs"]);
}

#[test]
fn what_all_nodes_have_lost_is_left_out_and_what_some_have_lost_is_optional() {
    let deprecated = || Builder::new().schemas(package().join("schemas/deprecated.json")).tests(false);
    let today = emitted(deprecated());
    assert!(today.contains("pub f: u8,") && today.contains("pub label: "), "{today}");
    let last_with_it = emitted(deprecated().since("v26.06").unwrap().until("v26.06").unwrap());
    assert!(last_with_it.contains("pub f: u8,") && last_with_it.contains("pub label: "), "{last_with_it}");
    let some = emitted(deprecated().until("v26.09").unwrap());
    assert!(some.contains("pub f: Option<u8>,") && some.contains("pub label: "), "{some}");
    let none = emitted(deprecated().since("v26.09").unwrap());
    assert!(!none.contains("pub f: ") && !none.contains("pub label: "), "{none}");
    assert!(none.contains("pub old_id: "), "nobody knows when it goes: {none}");
}

#[test]
fn a_command_that_all_nodes_have_lost_is_left_out_with_a_warning_to_who_asks_for_it() {
    let schema = r#"{"rpc": "old", "deprecated": ["v24.05", "v24.11"], "request": {}, "response": {}}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.json");
    std::fs::write(&path, schema).unwrap();
    let builder = Builder::new().schemas(&path).out_dir(folder.path().join("out"));
    assert_eq!(builder.clone().since("v24.11").unwrap().generate().unwrap().methods, ["old"]);
    let summary = builder.since("v25.02").unwrap().only(["old"]).generate().unwrap();
    assert_eq!(summary.methods, Vec::<String>::new());
    let said: Vec<&str> = summary.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(said, ["`old` was asked for, but is left out: it was removed in v24.11, before v25.02"]);
}

fn versions() -> Builder {
    Builder::new().schemas(package().join("schemas/versions.json")).tests(false)
}

/// The one file that is emitted beside the index.
fn emitted(builder: Builder) -> String {
    let files = builder.command("cargo build").generate_to_memory().unwrap();
    let mut texts = files.into_iter().filter(|(name, _)| name != "mod.rs").map(|(_, text)| text);
    let text = texts.next().unwrap();
    assert_eq!(texts.next(), None, "one schema makes one file");
    text
}

/// What of a file depends on its schema: not the error enum, nor the impl that ties a request to its method.
fn particular(text: &str) -> String {
    let items = text.split("\n\n").filter(|item| {
        let mut code = item.lines().filter(|line| !line.starts_with("//") && !line.starts_with("#["));
        let first = code.next().unwrap_or_default();
        !first.contains("Error {") && !first.starts_with("impl ::")
    });
    items.collect::<Vec<_>>().join("\n\n")
}

fn review(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
