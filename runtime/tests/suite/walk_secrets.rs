//! Secrets never show, whatever is wrong with them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{HASH, SampleRequest, SampleResponse, params, response};
use cln_runtime::rules::{Array, Field, Kind, ScalarKind};
use cln_runtime::{Record, validate};

const MARK: &str = "c0ffee";

/// Everything that bytes, serde and debuggers say of an instance that does not fit.
fn said<T: Record + std::fmt::Debug + for<'de> serde::Deserialize<'de>>(json: &str) -> String {
    let strict = T::from_json_strict(json.as_bytes()).unwrap_err();
    let mut said = format!("{strict} {strict:?}");
    if let Err(error) = T::from_json(json.as_bytes()) {
        said += &format!("{error} {error:?}");
    }
    if let Err(error) = serde_json::from_str::<T>(json) {
        said += &format!("{error} {error:?}");
    }
    said
}

#[test]
fn the_value_of_a_secret_field_is_not_in_messages() {
    for value in [
        format!(r#""{MARK}""#),
        format!("{:?}", MARK.repeat(11)),
        format!(r#"["{MARK}"]"#),
        format!(r#"{{"a":"{MARK}"}}"#),
    ] {
        let said = said::<SampleResponse>(&response(&format!(r#","payment_preimage":{value}"#)));
        assert!(!said.contains(MARK), "{said}");
        assert!(said.contains("/payments/0/payment_preimage"), "{said}");
    }
}

#[test]
fn numbers_and_booleans_in_a_secret_field_are_not_in_messages() {
    for (value, mark) in [("12648430", "12648430"), ("1264.8430", "1264"), ("true", "found true")] {
        let said = said::<SampleResponse>(&response(&format!(r#","payment_preimage":{value}"#)));
        assert!(!said.contains(mark), "{said}");
        assert!(said.contains("(not shown: secret)"), "{said}");
    }
}

#[test]
fn what_lies_below_a_secret_field_is_not_in_messages() {
    for value in ["[12648430]", r#"["a",12648430]"#, "12648430", r#"[["12648430"]]"#] {
        let said = said::<SampleResponse>(&response(&format!(r#","seeds":{value}"#)));
        assert!(!said.contains("12648430"), "{said}");
        assert!(said.contains("/payments/0/seeds"), "{said}");
    }
}

#[test]
fn a_secret_at_its_position_is_not_in_messages() {
    let said = said::<SampleRequest>(&format!(r#"["{HASH}","failed",null,null,null,12648430]"#));
    assert!(!said.contains("12648430"), "{said}");
    assert!(said.contains("/5"), "{said}");
}

#[test]
fn a_secret_inside_a_value_of_the_wrong_kind_is_not_in_messages() {
    let said = said::<SampleResponse>(&format!(r#"{{"payments":{{"payment_preimage":"{MARK}"}}}}"#));
    assert!(!said.contains(MARK), "{said}");
}

#[test]
fn debug_of_a_record_redacts_its_secrets() {
    let secret = MARK.repeat(11)[..64].to_owned();
    let json = response(&format!(r#","payment_preimage":"{secret}","seeds":["{MARK}"]"#));
    let decoded = SampleResponse::from_json_strict(json.as_bytes()).unwrap();
    let shown = format!("{decoded:?} {decoded:#?}");
    assert!(!shown.contains(MARK), "{shown}");
    assert_eq!(String::from_utf8(decoded.to_json()).unwrap(), json, "the wire gets the true value");
}

#[test]
fn typed_validation_does_not_show_secrets() {
    let mut request = SampleRequest::from_json(params(&format!(r#","rune":"{MARK}""#)).as_bytes()).unwrap();
    request.partid = Some(1);
    let said = format!("{:?}", validate(&request).unwrap_err());
    assert!(!said.contains(MARK), "{said}");
}

#[test]
fn a_field_is_secret_by_its_type_alone() {
    static SECRETS: Array<'static> =
        Array { items: Kind::Scalar(ScalarKind::Secret), min_items: None, max_items: None };
    assert!(Field::required("a", Kind::Scalar(ScalarKind::Secret)).secret);
    assert!(Field::optional("a", Kind::Array(&SECRETS)).secret);
    assert!(!Field::optional("a", Kind::Scalar(ScalarKind::Hash)).secret);
}

/// Whatever kind the schema asks for, within whatever bounds, and whatever comes instead; by name and by position.
#[test]
fn nothing_of_a_wrongly_typed_secret_is_in_messages() {
    use cln_runtime::Validation;
    use cln_runtime::rules::{Bounds, Shape, key_index_in};

    let bounds = Bounds {
        values: Some(&["\"a\"", "1"]),
        min_length: Some(1000),
        max_length: Some(1),
        minimum: Some(i128::from(u64::MAX)),
        maximum: Some(0),
    };
    let strings = Array { items: Kind::Scalar(ScalarKind::String), min_items: Some(9), max_items: Some(0) };
    let arms = [Kind::Scalar(ScalarKind::Bool), Kind::Enum(&["a"]), Kind::Bounded(ScalarKind::String, &bounds)];
    let scalars = [
        ScalarKind::String,
        ScalarKind::Hex,
        ScalarKind::Hash,
        ScalarKind::Secret,
        ScalarKind::PublicKey,
        ScalarKind::Outpoint,
        ScalarKind::Currency,
        ScalarKind::StringMap,
        ScalarKind::OutputDesc,
        ScalarKind::JsonScalar,
        ScalarKind::ProofField,
        ScalarKind::JsonObject,
        ScalarKind::Json,
    ];
    let mut kinds: Vec<Kind<'_>> = scalars.map(|kind| Kind::Bounded(kind, &bounds)).to_vec();
    kinds.extend([Kind::Enum(&["a", "b"]), Kind::Array(&strings), Kind::OneOf(&arms), Kind::AnyOf(&arms)]);
    let long = "12648430".repeat(8);
    let values = ["12648430", "126.48430", "1e12648430", "\"12648430\"", "[12648430]", "[\"12648430\",[12648430]]"];
    let mut values: Vec<String> = values.map(str::to_owned).to_vec();
    values.extend([format!("{long:?}"), format!("[{long}]"), format!(r#"{{"12648430":{long},"a":"{long}"}}"#)]);
    let mut found = 0;
    for kind in kinds {
        let fields = [Field::optional("key", kind).secret()];
        let mut slots = Vec::new();
        let index = key_index_in(&fields, |made| {
            slots.extend_from_slice(made);
            &slots
        });
        let shape = Shape { fields: &fields, index, closed: true, params: true, groups: &[], clauses: &[] };
        for value in &values {
            for json in [format!(r#"{{"key":{value}}}"#), format!("[{value}]")] {
                let whole = Validation::new().validate_json(json.as_bytes(), &shape);
                let streamed = Validation::new().validate_reader(json.as_bytes(), &shape);
                for said in [whole, streamed].into_iter().filter_map(Result::err) {
                    for violation in &said {
                        // A map's own keys are names, and stand in the pointer.
                        assert!(!violation.message().contains("12648"), "{kind:?}, {json}: {violation}");
                    }
                    found += said.len();
                }
            }
        }
    }
    assert!(found > 500, "{found}");
}

#[test]
fn values_that_are_no_secrets_are_shown() {
    let said = said::<SampleResponse>(&response(&format!(r#","level":"{MARK}""#)));
    assert!(said.contains(MARK), "{said}");
}

#[test]
fn json_shows_no_value_of_a_name_that_sounds_secret() {
    use cln_runtime::{Additional, Json, JsonObject};

    let json: Json = r#"{"a":[{"payment_preimage":"HUSH","b":1.50}],"rune":["HUSH"]}"#.parse().unwrap();
    let shown = r#"Json({"a":[{"payment_preimage":"<redacted>","b":1.50}],"rune":"<redacted>"})"#;
    assert_eq!(format!("{json:?}"), shown);
    let object: JsonObject = r#"{"password":"HUSH"}"#.parse().unwrap();
    assert_eq!(format!("{object:?}"), r#"JsonObject({"password":"<redacted>"})"#);
    let additional = Additional::from_iter([("rune", Json::from("HUSH")), ("label", Json::from("x"))]);
    assert_eq!(format!("{additional:?}"), r#"{"label": Json("x"), "rune": <redacted>}"#);
}

#[test]
fn a_member_of_a_map_whose_name_sounds_secret_is_not_in_messages() {
    use cln_runtime::Validation;

    let json = r#"{"first":1,"items":[],"any":1,"names":{"my_password":12648430,"label":777}}"#;
    let said = Validation::new().validate_json(json.as_bytes(), &crate::sample::RULED).unwrap_err().to_string();
    assert!(!said.contains("12648430") && said.contains("/names/my_password"), "{said}");
    assert!(said.contains("777"), "{said}");
}
