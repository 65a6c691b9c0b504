//! The JSON Schemas that `json-schema` writes, to be reviewed.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use cln_codegen::json_schema::json_schema;
use cln_codegen::schema::Side;
use cln_tests::folders::{package, workspace};

#[test]
fn delpay_is_exported_as_reviewed() {
    let file = workspace().join("schemas/delpay.json");
    for (side, name) in [(Side::Request, "delpay_request"), (Side::Response, "delpay_response")] {
        review(name, &json_schema(&file, side).unwrap().text);
    }
}

#[test]
fn rules_between_fields_are_exported_as_reviewed() {
    for (concept, name) in [("groups", "groups_request"), ("conditions", "conditions_request")] {
        let file = package().join("schemas").join(concept).with_extension("json");
        review(name, &json_schema(&file, Side::Request).unwrap().text);
    }
}

#[test]
fn notifications_and_hooks_are_exported_as_reviewed() {
    for (concept, side, name) in [
        ("a_hook", Side::Request, "a_hook_request"),
        ("a_hook", Side::Response, "a_hook_response"),
        ("a_notification", Side::Response, "a_notification_response"),
    ] {
        let file = package().join("schemas").join(concept).with_extension("json");
        review(name, &json_schema(&file, side).unwrap().text);
    }
}

fn review(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
