//! The code that is emitted for small schemas, one for each concept, to be reviewed.
//!
//! That all of it compiles without warnings and passes its own tests is shown in `mutations.rs`.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use cln_codegen::Builder;
use cln_tests::folders::{files, package, stem};

/// The concepts whose snapshots show the whole file. The others leave out what looks alike for every schema.
const WHOLE: &[&str] = &["plain", "errors"];

#[test]
fn every_concept_is_emitted_as_reviewed() {
    for file in files(&package().join("schemas"), "json") {
        let concept = stem(&file);
        let text = emitted(Builder::new().schemas(&file).tests(concept == "plain"));
        review(concept, &if WHOLE.contains(&concept) { text } else { particular(&text) });
    }
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
    let ends: Vec<&str> = both.lines().filter(|line| line.trim_start().starts_with("::core::option")).collect();
    assert_eq!(
        ends,
        ["    ::core::option::Option::Some(OLDEST_NODE),", "    ::core::option::Option::Some(NEWEST_NODE),"]
    );
    assert!(!range(versions()).contains("NEWEST_NODE"));
}

#[test]
fn a_command_that_is_newer_than_the_newest_node_is_left_out() {
    let files = versions().until("v22.08").unwrap().generate_to_memory().unwrap();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["mod.rs"]);
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
