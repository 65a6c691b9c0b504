//! The JSON Schemas that `json-schema` writes, to be reviewed; and that the types of delpay say the same.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;

use cln_bindings::{DelpayRequest, DelpayResponse, method};
use cln_codegen::Builder;
use cln_codegen::schema::Side;
use cln_tests::folders::{package, workspace};
use cln_tools::json_schema::json_schema;
use jsonschema::Validator;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

#[test]
fn delpay_is_exported_as_reviewed() {
    let file = workspace().join("schemas/delpay.json");
    for (side, name) in [(Side::Request, "delpay_request"), (Side::Response, "delpay_response")] {
        review(name, &json_schema(&Builder::new().schemas(&file), side).unwrap().text);
    }
}

#[test]
fn rules_between_fields_are_exported_as_reviewed() {
    for (concept, name) in [("groups", "groups_request"), ("conditions", "conditions_request")] {
        let file = package().join("schemas").join(concept).with_extension("json");
        review(name, &json_schema(&Builder::new().schemas(&file), Side::Request).unwrap().text);
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
        review(name, &json_schema(&Builder::new().schemas(&file), side).unwrap().text);
    }
}

fn review(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

/// What judges one side of delpay: the export, and what schemars makes of the type.
fn validators<T: JsonSchema>(side: Side) -> [Validator; 2] {
    let export = json_schema(&Builder::new().schemas(workspace().join("schemas/delpay.json")), side).unwrap().text;
    let made = T::json_schema(&mut SchemaGenerator::default()).to_value();
    [serde_json::from_str(&export).unwrap(), made].map(|schema| {
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    })
}

/// The instance with each part of it taken out, put into its object under other names, and replaced.
fn mutants(instance: &Value, names: &[&str]) -> Vec<Value> {
    let values = [
        json!(null),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("0a"),
        json!("failed"),
        json!("ab".repeat(32)),
        json!(format!("02{}", "ab".repeat(32))),
        json!([]),
        json!({}),
    ];
    let mut mutants = values.to_vec();
    match instance {
        Value::Object(members) => {
            for name in names {
                for value in members.get(*name).into_iter().chain(&values) {
                    let mut mutant = members.clone();
                    mutant.insert((*name).to_owned(), value.clone());
                    mutants.push(mutant.into());
                }
            }
            for (name, value) in members {
                let mut rest = members.clone();
                rest.remove(name);
                mutants.push(rest.clone().into());
                for value in self::mutants(value, names) {
                    rest.insert(name.clone(), value);
                    mutants.push(rest.clone().into());
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                mutants.extend(self::mutants(element, names).into_iter().map(|mutant| {
                    let mut elements = elements.clone();
                    elements[index] = mutant;
                    Value::Array(elements)
                }));
            }
        }
        _ => {}
    }
    mutants
}

#[test]
fn the_types_of_delpay_say_the_same() {
    let file: Value =
        serde_json::from_str(&fs::read_to_string(workspace().join("schemas/delpay.json")).unwrap()).unwrap();
    let delpay = method("delpay").unwrap();
    let names = ["payment_hash", "status", "partid", "groupid", "payments", "bolt11", "unheard_of"];
    for (side, judges) in [
        (Side::Request, validators::<DelpayRequest>(Side::Request)),
        (Side::Response, validators::<DelpayResponse>(Side::Response)),
    ] {
        let (mut accepted, mut refused) = (0, 0);
        for example in file["examples"].as_array().unwrap() {
            let instance = if side == Side::Request { &example["request"]["params"] } else { &example["response"] };
            for instance in mutants(instance, &names).into_iter().chain([instance.clone()]) {
                let json = instance.to_string().into_bytes();
                let strict = match side {
                    Side::Request => delpay.validate_request(&json),
                    Side::Response => delpay.validate_response(&json),
                };
                let [export, schemars] = judges.each_ref().map(|judge| judge.is_valid(&instance));
                assert_eq!(export, strict.is_ok(), "{instance}: {strict:?}");
                let is_positional = side == Side::Request && instance.is_array();
                assert!(is_positional || schemars == export, "{instance}: {strict:?}");
                *if export { &mut accepted } else { &mut refused } += 1;
            }
        }
        println!("{}: {accepted} accepted, {refused} refused", side.key());
        assert!(accepted > 10 && refused > 10);
    }
}
