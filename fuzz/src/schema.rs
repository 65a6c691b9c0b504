//! Files that are taken for schemas.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cln_codegen::schema::{Side, parse};
use cln_codegen::source::Source;
use cln_codegen::{Builder, Diagnostics, Unknown};
use cln_tools::diff::diff;
use cln_tools::json_schema::json_schema;
use cln_tools::lint::lint;
use cln_tools::man;
use serde_json::Value;

use crate::code::assert_code;
use crate::input::in_folder;
use crate::reached;

/// A page whose generated part is empty.
const OLDER_PAGE: &str = "GENERATE-FROM-SCHEMA-START\nGENERATE-FROM-SCHEMA-END\n\
    SHA256STAMP:1ce2241eeae759ed5566342fb7810e62fa2c618f2465314f17376ebe9b6d24f8\n";

/// Everything that reads schemas says what is wrong with one, or makes what can be read again: the same every time.
pub fn schema(bytes: &[u8]) {
    in_folder(|folder| {
        let path = folder.join("schema.json");
        fs::write(&path, bytes).unwrap();
        let reads = [true, false].map(|known| is_read(&path, known));
        reached(if reads.contains(&true) { "taken" } else { "refused" });
        pages(bytes);
        findings(&path);
        differences(&path, &path);
    });
}

/// Whether code can be generated: code that is Rust, and the same a second time.
pub(crate) fn is_read(path: &Path, only_known: bool) -> bool {
    let builder = Builder::new().schemas(path);
    let builder = if only_known { builder } else { builder.unknown(Unknown::AnyJson).corrections(false).tests(false) };
    let Ok(files) = builder.generate_to_memory() else { return false };
    assert_code(&files);
    assert!(builder.generate_to_memory().is_ok_and(|again| again == files), "the same schema makes other code");
    true
}

/// The manual page, if there is anything to make it of.
pub(crate) fn pages(bytes: &[u8]) -> Option<String> {
    let source = Source::from_bytes("schema.json", bytes.to_vec()).ok()?;
    let document = parse(Arc::new(source), &mut Diagnostics::new())?;
    let page = man::page(&document);
    assert_eq!(man::page(&document), page, "the same schema makes another page");
    let older = Arc::new(Source::new("page.md", OLDER_PAGE));
    assert!(man::update(&older, &document, &"0".repeat(64)).is_ok(), "an older page is not made anew");
    Some(page)
}

/// Standard JSON Schemas and what lint has to say.
fn findings(path: &Path) {
    for side in Side::ALL {
        if let Ok(made) = json_schema(&Builder::new().schemas(path), side) {
            assert_json(&made.text);
        }
    }
    if let Ok(report) = lint(&Builder::new().schemas(path)) {
        assert_json(&report.to_json());
        assert_json(&report.corrections_to_json());
    }
}

/// What `diff` says of two files, which is nothing if they are the same.
pub(crate) fn differences(old: &Path, new: &Path) {
    let compare = || diff(&Builder::new().unknown(Unknown::AnyJson), old, new);
    let Ok(report) = compare() else { return };
    assert_json(&report.to_json());
    let markdown = report.to_markdown();
    assert!(old != new || report.worst().is_none(), "it differs from itself: {markdown}");
    assert!(compare().is_ok_and(|again| again.to_markdown() == markdown), "the same schemas differ otherwise");
}

/// A schema may hold numbers that no `f64` does, such as `1e400`, which serde_json refuses.
fn assert_json(text: &str) {
    if let Err(error) = serde_json::from_str::<Value>(text) {
        assert!(error.to_string().starts_with("number out of range"), "{error}: {text}");
    }
}
