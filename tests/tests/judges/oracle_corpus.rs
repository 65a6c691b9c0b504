//! The oracle over the documented examples of real schemas, and over the JSON test suite.
//!
//! Both lie in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read has to fail the test")]

use std::fs;
use std::path::{Path, PathBuf};

use cln_tests::edit;
use cln_tests::folders::shared;
use cln_tests::oracle::{Finding, Side, judge};

/// A violation in an example: the file, which of its examples, the side, the pointer, the rule.
type Breach = (String, usize, &'static str, String, &'static str);

/// All there are. Each was looked at by hand: placeholders in place of node ids and hashes, a field that
/// two examples forget, a string in place of the result object, and a number for a parameter that the
/// schema wants to be a string (a node takes both).
const KNOWN: [(&str, usize, &str, &str, &str); 9] = [
    ("askrene-bias-node.json", 0, "request", "/node", "format"),
    ("askrene-bias-node.json", 0, "response", "/node_biases/0/node", "format"),
    ("askrene-bias-node.json", 0, "response", "/node_biases/0/timestamp", "required"),
    ("askrene-bias-node.json", 1, "request", "/1", "format"),
    ("askrene-bias-node.json", 1, "response", "/node_biases/0/node", "format"),
    ("askrene-bias-node.json", 1, "response", "/node_biases/0/timestamp", "required"),
    ("getemergencyrecoverdata.json", 0, "response", "", "type"),
    ("hook/openchannel2_sign.json", 0, "request", "/openchannel2_sign/channel_id", "format"),
    ("parsefeerate.json", 2, "request", "/0", "type"),
];

/// How many examples keep to their schema, and how many do not.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    conforming: usize,
    breaking: usize,
}

#[test]
fn examples_break_their_schema_only_where_known() {
    let Some(corpus) = shared("corpus") else { return };
    let (mut requests, mut responses) = (Count::default(), Count::default());
    let mut breaches: Vec<Breach> = Vec::new();
    for file in json_files(&corpus) {
        let schema = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&corpus).unwrap().to_str().unwrap();
        for index in examples(&schema) {
            for (side, count) in [(Side::Request, &mut requests), (Side::Response, &mut responses)] {
                let findings = judge(&schema, side, instance(&schema, index, side));
                count.conforming += usize::from(findings.is_empty());
                count.breaking += usize::from(!findings.is_empty());
                breaches.extend(findings.into_iter().map(|found| breach(name, index, side, found)));
            }
        }
    }
    println!("requests:  {} conform, {} break their schema", requests.conforming, requests.breaking);
    println!("responses: {} conform, {} break their schema", responses.conforming, responses.breaking);
    let known =
        KNOWN.map(|(name, index, side, pointer, rule)| (name.to_owned(), index, side, pointer.to_owned(), rule));
    assert_eq!(breaches, known);
    assert_eq!(requests, Count { conforming: 222, breaking: 4 });
    assert_eq!(responses, Count { conforming: 223, breaking: 3 });
}

/// Texts that are not UTF-8 cannot be put to the oracle; those of the suite have no business being JSON.
#[test]
fn json_is_what_the_test_suite_says() {
    let Some(suite) = shared("json-test-suite/test_parsing") else { return };
    let mut judged = 0;
    for file in json_files(&suite) {
        let name = file.file_name().unwrap().to_str().unwrap();
        let Ok(text) = fs::read_to_string(&file) else {
            assert!(!name.starts_with("y_"), "{name} is not UTF-8");
            continue;
        };
        let findings = judge(r#"{"rpc": "any"}"#, Side::Response, &text);
        let is_json = !findings.iter().any(|found| ["json", "depth"].contains(&found.rule));
        match name.split_once('_') {
            Some(("y", _)) => assert!(is_json, "{name} has to be accepted"),
            Some(("n", _)) => assert!(!is_json, "{name} has to be refused"),
            _ => {}
        }
        judged += 1;
    }
    println!("{judged} texts of the JSON test suite judged");
}

/// The JSON files in a folder and the folders below it, in order.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The indexes of a schema file's examples.
fn examples(schema: &str) -> impl Iterator<Item = usize> {
    (0..).take_while(|index| edit::get(schema, &format!("/examples/{index}")).is_some())
}

/// One side of one example, as it is written in the file.
fn instance(schema: &str, index: usize, side: Side) -> &str {
    let place = match side {
        Side::Request => "request/params",
        Side::Response => "response",
    };
    edit::get(schema, &format!("/examples/{index}/{place}")).unwrap()
}

fn breach(name: &str, index: usize, side: Side, found: Finding) -> Breach {
    (name.to_owned(), index, side.key(), found.pointer, found.rule)
}
