//! Every mistake a schema can hold, in a file named after it, and what is said about it.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;
use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::model::{Options, lower};
use cln_codegen::schema::parse;
use cln_codegen::source::{Source, discover};
use cln_codegen::{Builder, Error};
use cln_tests::folders::{files, package, stem};

/// What is found in bytes that are said to be the file `path`.
fn read(path: &str, bytes: Vec<u8>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    match Source::from_bytes(path, bytes) {
        Ok(source) => {
            if let Some(document) = parse(Arc::new(source), &mut diagnostics) {
                lower(&document, path, &Options::default(), &mut diagnostics);
            }
        }
        Err(unreadable) => diagnostics.push(*unreadable),
    }
    diagnostics
}

/// What is found in several files together.
fn generate(builder: &Builder) -> Diagnostics {
    match builder.generate_to_memory() {
        Err(Error::Schemas(diagnostics)) => diagnostics,
        other => panic!("no mistakes in schemas, but {other:?}"),
    }
}

/// Both ways to show what was found: one line and an excerpt each, as a build script prints it, then
/// as the command line prints it.
fn review(name: &str, diagnostics: &Diagnostics) {
    assert!(!diagnostics.is_empty(), "nothing is found wrong with {name}");
    let plain: String = diagnostics.iter().map(|found| found.plain()).collect();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, format!("{plain}\n{}", diagnostics.render(false)));
    });
}

#[test]
fn every_mistake_is_told_as_reviewed() {
    for file in files(&package().join("ui"), "json") {
        let name = stem(&file);
        review(name, &read(&format!("ui/{name}.json"), fs::read(&file).unwrap()));
    }
}

#[test]
fn bytes_that_are_not_utf8() {
    let mut bytes = fs::read(package().join("ui/bad_version.json")).unwrap();
    let at = bytes.windows(4).position(|window| window == b"next").unwrap();
    bytes[at] = 0xff;
    review("not_utf8", &read("ui/not_utf8.json", bytes));
}

#[test]
fn another_encoding() {
    let bytes = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    review("utf16", &read("ui/utf16.json", bytes));
}

#[test]
fn a_path_that_does_not_exist() {
    let mut diagnostics = Diagnostics::new();
    discover(&["ui/nowhere"], &mut diagnostics);
    review("no_such_path", &diagnostics);
}

#[test]
fn a_folder_without_schemas() {
    let mut diagnostics = Diagnostics::new();
    discover(&["src"], &mut diagnostics);
    review("folder_without_schemas", &diagnostics);
}

#[test]
fn two_files_of_the_same_method() {
    review("same_method", &generate(&Builder::new().schemas("ui/same_method")));
}

#[test]
fn two_methods_of_the_same_module() {
    review("same_module", &generate(&Builder::new().schemas("ui/same_module")));
}

#[test]
fn two_methods_with_a_type_of_the_same_name() {
    review("same_type", &generate(&Builder::new().schemas("ui/same_type")));
}

#[test]
fn a_method_that_no_schema_describes() {
    let builder = Builder::new().schemas("ui/same_module/a.json").only(["askrene-aeg", "delpay"]);
    review("no_such_method", &generate(&builder));
}

#[test]
fn nesting_of_any_depth_is_refused_without_overflow() {
    for open in ["[", "{\"a\":"] {
        let found = read("deep.json", open.repeat(100_000).into_bytes());
        let codes: Vec<_> = found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["S0103"]);
    }
}

/// Far more than the tables of rules hold, listed or asked for by alternatives.
#[test]
fn more_properties_than_can_be_generated() {
    let numbers = || (0..300).map(|number| number.to_string());
    let properties = numbers().map(|n| format!(r#""p{n}": {{"type": "u64"}}"#)).collect::<Vec<_>>().join(",");
    let required = numbers().map(|n| format!(r#""p{n}""#)).collect::<Vec<_>>().join(",");
    let all_of = numbers().map(|n| format!(r#"{{"required": ["p{n}"]}}"#)).collect::<Vec<_>>().join(",");
    for response in [
        format!(r#"{{"required": [{required}], "properties": {{{properties}}}}}"#),
        format!(r#"{{"properties": {{{properties}}}, "allOf": [{all_of}]}}"#),
    ] {
        let found = read("many.json", format!(r#"{{"rpc": "many", "request": {{}}, "response": {response}}}"#).into());
        let codes: Vec<_> = found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["S0503"]);
    }
}
