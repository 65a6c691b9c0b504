//! Inputs on which earlier versions fell short, with the right values; other reports are in the tests of what they are about.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read has to fail the test")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cln_bindings::DelpayRequest;
use cln_codegen::model::with_rules;
use cln_codegen::schema::{Side, parse};
use cln_codegen::text::Source;
use cln_codegen::{Builder, Diagnostics};
use cln_runtime::walk::validate;
use cln_runtime::{Record, is_visible};
use cln_tests::folders::shared;
use cln_tools::json_schema::json_schema;
use cln_tools::man;
use serde_json::{Value, json};

/// What strict validation says of one side of a schema file; nothing if it is content.
fn said(schema: &Path, side: Side, instance: &str) -> String {
    let (api, _) = Builder::new().schemas(schema).model().unwrap();
    let verdict = with_rules(&api.methods[0], side, |shape| validate(instance.as_bytes(), shape)).unwrap();
    verdict.map_or_else(|violations| violations.to_string(), |()| String::new())
}

#[test]
fn decimals_of_bitcoins_are_those_that_nodes_take() {
    let Some(schema) = shared("reports/btc-decimals/x.json") else { return };
    let said = |params: &str| said(&schema, Side::Request, params);
    assert_eq!(said(r#"{"a":"0.0003btc","m":"1.5btc"}"#), "");
    for refused in ["1.000sat", "0.00030000000btc"] {
        assert!(said(&format!(r#"{{"a":"{refused}"}}"#)).starts_with("/a: "), "{refused}");
    }
}

#[test]
fn a_feerate_may_be_a_number_in_a_text() {
    let Some(params) = shared("reports/feerate-text/req.json") else { return };
    let Some(schema) = shared("releases/v26.06.6/fundchannel.json") else { return };
    assert_eq!(said(&schema, Side::Request, &fs::read_to_string(params).unwrap()), "");
}

#[test]
fn the_secret_of_a_wallet_is_never_shown() {
    let Some(answer) = shared("reports/secret-names/exposesecret_answer.json") else { return };
    let Some(schema) = shared("releases/v26.06.6/exposesecret.json") else { return };
    let files = Builder::new().schemas(&schema).generate_to_memory().unwrap();
    for field in ["codex32", "mnemonic"] {
        let hidden = format!("pub {field}: Option<Sensitive<");
        let always = format!("pub {field}: Sensitive<");
        let text = &files["exposesecret.rs"];
        assert!(text.contains(&hidden) || text.contains(&always), "{field} in {text}");
    }
    let mut answer: Value = serde_json::from_str(&fs::read_to_string(answer).unwrap()).unwrap();
    for field in ["codex32", "mnemonic"] {
        answer[field] = json!([answer[field]]);
    }
    let said = said(&schema, Side::Response, &answer.to_string());
    assert!(said.contains("/codex32: ") && said.contains("/mnemonic: "), "{said}");
    assert!(!said.contains("abandon") && !said.contains("cl10"), "{said}");
}

#[test]
fn pages_and_violations_hold_no_control_characters() {
    let Some(schema) = shared("reports/control-characters/man.json") else { return };
    let source = Arc::new(Source::read(&schema).unwrap());
    let page = man::page(&parse(source, &mut Diagnostics::new()).unwrap());
    assert!(page.starts_with("x -- t\\u{1b}[31m\\u{7}\\u{202e}\\u{d}\\u{0}\n======"), "{page:?}");
    assert!(page.contains("\n\\u{1b}]0;title\\u{7}\n"), "{page:?}");
    let Some(instance) = shared("reports/control-characters/violation-pointer.json") else { return };
    let violations = DelpayRequest::validate_json(&fs::read(instance).unwrap()).unwrap_err();
    let said = violations.to_string();
    assert!(said.contains("/\\u{1b}[31mx\\u{a}\\u{9b}\\u{202e}: "), "{said:?}");
    assert_eq!(said.lines().count(), violations.len());
    assert!(said.chars().all(|letter| letter == '\n' || is_visible(letter)), "{said:?}");
}

#[test]
fn a_default_that_does_not_fit_is_words() {
    let Some(schema) = shared("reports/json-schema-defaults/x.json") else { return };
    let exported: Value =
        serde_json::from_str(&json_schema(&Builder::new().schemas(&schema), Side::Request).unwrap().text).unwrap();
    assert_eq!(exported.to_string().matches("\"default\"").count(), 0);
    for words in ["not to exclude any", "60 seconds", "True"] {
        assert!(exported.to_string().contains(&format!("If not given: {words}.")), "{words} in {exported}");
    }
}
