//! Whole releases, corrected: each file as a JSON Schema, and the bindings of each release as a crate of their own.
//!
//! They lie in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a file that cannot be read has to fail the test")]

use std::fs;
use std::path::Path;

use cln_codegen::Builder;
use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::model::with_rules;
use cln_codegen::schema::Side;
use cln_codegen::source::discover;
use cln_runtime::walk::validate;
use cln_tests::folders::shared;
use cln_tests::scratch::Scratch;
use cln_tools::json_schema::json_schema;

const RELEASES: [&str; 3] = ["releases/v24.11", "releases/v26.06.6", "corpus"];

#[test]
fn each_side_of_each_file_is_a_json_schema() {
    for release in RELEASES {
        let Some(folder) = shared(release) else { return };
        let files = discover(&[folder], &mut Diagnostics::new());
        assert!(files.len() > 150, "{release}");
        for file in files {
            for side in Side::ALL {
                let schema =
                    json_schema(&Builder::new().schemas(&file.path), side).unwrap_or_else(|wrong| panic!("{wrong}"));
                let schema: serde_json::Value = serde_json::from_str(&schema.text).unwrap();
                jsonschema::meta::validate(&schema).unwrap_or_else(|wrong| panic!("{}: {wrong}", file.path.display()));
            }
        }
    }
}

/// The corpus as it is written, and its tests, are built elsewhere. The tests of a release hold the corrections, too.
#[test]
fn the_bindings_of_each_release_compile_without_warnings() {
    let names = ["release_old", "release_new", "release_corpus"];
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("releases"), &names);
    for (release, name) in RELEASES.into_iter().zip(names) {
        let Some(folder) = shared(release) else { return };
        let out = scratch.path(name).join("src/bindings");
        let summary = Builder::new().schemas(folder).out_dir(out).generate().unwrap();
        assert!(!summary.corrections.is_empty(), "{release}");
        scratch.library(name, "2021", "//! A release.\n#![deny(warnings, missing_docs)]\npub mod bindings;\n");
    }
    scratch.cargo("check", &["--workspace"]).assert_success();
    let tested = scratch.cargo("test", &["--package", "release_new", "--lib"]);
    tested.assert_success();
    assert!(
        tested.stdout.contains("test result: ok. ") && !tested.stdout.contains("ok. 0 passed"),
        "{}",
        tested.stdout
    );
}

/// A channel that is not confirmed has no id yet, which nodes write as `null`.
#[test]
fn a_null_that_a_node_wrote_keeps_to_the_corrected_schema() {
    let Some(report) = shared("reports/notification-null/channel_state_changed_null.json") else { return };
    let message: serde_json::Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    let payload = message["params"]["channel_state_changed"].to_string();
    let Some(folder) = shared("releases/v26.06.6") else { return };
    for (corrections, found) in [(true, vec![]), (false, vec!["/short_channel_id".to_owned()])] {
        let builder = Builder::new().schemas(&folder).only(["channel_state_changed"]).corrections(corrections);
        let (api, _) = builder.model().unwrap();
        let verdict = with_rules(&api.methods[0], Side::Response, |shape| validate(payload.as_bytes(), shape)).unwrap();
        let violations = verdict.err().into_iter().flat_map(|violations| {
            violations.iter().map(|violation| violation.pointer().to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(violations.collect::<Vec<_>>(), found);
    }
}
