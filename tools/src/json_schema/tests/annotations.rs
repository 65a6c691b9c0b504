//! What is said to people.

use serde_json::{Value, json};

use super::*;

const SCHEMA: &str = r#"{
  "rpc": "notes/all",
  "title": "What is said",
  "description": ["First line,  ", "  second <line>.", "", "Another paragraph."],
  "added": "v23.08",
  "deprecated": ["v25.05", "v26.06"],
  "request": {
    "properties": {
      "amount": {"type": "sat", "description": ["How much."], "default": "`all`", "added": "v24.02"},
      "list": {"type": "array", "items": {"type": "hash", "description": ["One of them."]}, "default": 50000},
      "old": {"type": "string", "deprecated": true},
      "hidden": {"type": "string", "hidden": true},
      "either": {
        "description": ["Whatever."],
        "oneOf": [{"type": "u8", "description": ["A number."]}, {"type": "string"}]
      }
    }
  },
  "response": {
    "description": ["The answer."],
    "properties": {"amount_msat": {"type": "msat", "description": []}}
  },
  "examples": [
    {"request": {"id": 1, "method": "notes", "params": {"amount": 1}}, "response": {"amount_msat": 1}},
    {"request": {"id": 1, "method": "notes", "params": ["1sat"]}, "response": {"amount_msat": "1msat"}},
    {"request": {"id": 1, "method": "notes", "params": {"amount": 1}}, "response": {"more": 1e400}},
    {"request": {"id": 1, "method": "notes", "params": {"amount": true}}, "response": {"amount_msat": 2}}
  ]
}"#;

fn export(side: Side) -> Value {
    let method = lower(&document(SCHEMA), "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
    serde_json::from_str(&of_method(&method, side)).unwrap()
}

const ABOUT: &str = "What is said\n\nFirst line,\n  second <line>.\n\nAnother paragraph.\n\nAdded in v23.08.\n\n\
                     Deprecated since v25.05, removed in v26.06.";

#[test]
fn the_whole_is_described() {
    let [request, response] = Side::ALL.map(export);
    assert_eq!(request["title"], "notes/all parameters");
    assert_eq!(request["$id"], "urn:cln:rpc:notes%2Fall:request");
    assert_eq!(request["description"], ABOUT);
    assert_eq!(request["deprecated"], true);
    assert_eq!(response["title"], "notes/all result");
    assert_eq!(response["description"], format!("{ABOUT}\n\nThe answer."));
}

#[test]
fn properties_items_and_alternatives_are_described() {
    let properties = &export(Side::Request)["properties"];
    let range = |most: u64| json!({ "type": "integer", "minimum": 0, "maximum": most });
    let mut number = range(255);
    number["description"] = json!("A number.");
    assert_eq!(
        *properties,
        json!({
            "amount": {
                "description": "How much.\n\nUnit: satoshi.\n\nAdded in v24.02.\n\nIf not given: `all`.",
                "$ref": "#/$defs/sat"
            },
            "list": {
                "description": "If not given: 50000.",
                "type": "array",
                "items": { "description": "One of them.", "$ref": "#/$defs/hash" }
            },
            "old": { "description": "Deprecated.", "type": "string", "deprecated": true },
            "hidden": { "description": "For developers: not part of the documented interface.", "type": "string" },
            "either": { "description": "Whatever.", "anyOf": [number, { "type": "string" }] },
        })
    );
    let mut amount = range(u64::MAX);
    amount["description"] = json!("Unit: millisatoshi.");
    assert_eq!(export(Side::Response)["properties"]["amount_msat"], amount);
}

/// Schemas say defaults to people. Where one is a value of the type, programs may take it for that.
#[test]
fn a_default_is_a_value_of_the_type_or_words() {
    let of = |ty: &str, default: &str| {
        let schema = format!(
            r#"{{"rpc": "x", "request": {{"properties": {{"p": {{{ty}, "default": {default}}}}}}}, "response": {{}}}}"#
        );
        let method = lower(&document(&schema), "x.json", &Options::default(), &mut Diagnostics::new()).unwrap();
        let export: Value = serde_json::from_str(&of_method(&method, Side::Request)).unwrap();
        let property = &export["properties"]["p"];
        (property.get("default").cloned(), property["description"].as_str().map(str::to_owned))
    };
    let value = |default: Value| (Some(default), None);
    let words = |text: &str| (None, Some(format!("If not given: {text}.")));
    assert_eq!(of(r#""type": "u16""#, "60"), value(json!(60)));
    assert_eq!(of(r#""type": "u16""#, "65536"), words("65536"));
    assert_eq!(of(r#""type": "u16""#, r#""60 seconds""#), words("60 seconds"));
    assert_eq!(of(r#""type": "boolean""#, "true"), value(json!(true)));
    assert_eq!(of(r#""type": "boolean""#, r#""True""#), words("True"));
    assert_eq!(of(r#""type": "string", "maxLength": 3"#, r#""all""#), value(json!("all")));
    assert_eq!(of(r#""type": "string", "maxLength": 3"#, r#""none""#), words("none"));
    assert_eq!(of(r#""type": "string", "enum": ["a", "b"]"#, r#""b""#), value(json!("b")));
    assert_eq!(of(r#""type": "string", "enum": ["a", "b"]"#, r#""c""#), words("c"));
    assert_eq!(of(r#""type": "feerate""#, r#""slow""#), value(json!("slow")));
    assert_eq!(of(r#""type": "array", "items": {"type": "pubkey"}"#, "[]"), value(json!([])));
    assert_eq!(
        of(r#""type": "array", "items": {"type": "pubkey"}"#, r#""not to exclude any""#),
        words("not to exclude any")
    );
    assert_eq!(of(r#""oneOf": [{"type": "u8"}, {"type": "boolean"}]"#, "false"), value(json!(false)));
    assert_eq!(of(r#""oneOf": [{"type": "u8"}, {"type": "boolean"}]"#, r#""no""#), words("no"));
    assert_eq!(of(r#""untyped": true"#, r#"{"a": [1]}"#), value(json!({"a": [1]})));
    assert_eq!(of(r#""untyped": true"#, "null"), words("null"));
    assert_eq!(of(r#""type": "number""#, "1e400"), words("1e400"));
}

#[test]
fn every_default_of_every_schema_is_accepted_by_what_it_stands_in() {
    let (mut values, mut words) = (0, 0);
    for path in schemas() {
        let text = fs::read_to_string(&path).unwrap();
        let method = lower(&document(&text), "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
        for side in Side::ALL {
            let export: Value = serde_json::from_str(&of_method(&method, side)).unwrap();
            words += export.to_string().matches("If not given: ").count();
            values += assert_defaults(&export["$defs"], &export, &path);
        }
    }
    println!("{values} defaults are values, {words} are words");
    // The schemas that are always there have no default.
    assert!(values > 0 && words > 0 || env::var_os("CLN_SHARED").is_none());
}

/// Holds every default in a schema against that schema; how many there are.
fn assert_defaults(definitions: &Value, schema: &Value, path: &Path) -> usize {
    match schema {
        Value::Array(schemas) => schemas.iter().map(|schema| assert_defaults(definitions, schema, path)).sum(),
        Value::Object(keywords) => {
            let is_schema = keywords.contains_key("default") && !keywords.get("default").is_some_and(Value::is_object);
            if is_schema {
                let mut alone = keywords.clone();
                if !definitions.is_null() {
                    alone.insert("$defs".to_owned(), definitions.clone());
                }
                let validator = jsonschema::draft202012::new(&alone.into()).unwrap();
                let default = &keywords["default"];
                assert!(validator.is_valid(default), "{}: {default}", path.display());
            }
            let below = keywords.iter().filter(|(name, _)| !["default", "examples", "enum"].contains(&name.as_str()));
            usize::from(is_schema) + below.map(|(_, schema)| assert_defaults(definitions, schema, path)).sum::<usize>()
        }
        _ => 0,
    }
}

#[test]
fn examples_are_those_that_are_right_each_once() {
    assert_eq!(export(Side::Request)["examples"], json!([{ "amount": 1 }, ["1sat"]]));
    assert_eq!(export(Side::Response)["examples"], json!([{ "amount_msat": 1 }, { "amount_msat": 2 }]));
}

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let method = lower(&document(SCHEMA), "schema.json", &Options::default(), &mut Diagnostics::new()).unwrap();
    let text = of_method(&method, Side::Request);
    let places =
        ["\"amount\": {", "\"list\": {", "\"old\": {", "\"hidden\": {", "\"either\": {"].map(|name| text.find(name));
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}\n{text}");
    assert_eq!(text, of_method(&method, Side::Request));
    assert!(text.ends_with("}\n") && text.lines().all(|line| line == line.trim_end()), "{text}");
}
