//! Schema files as a whole: what is read, and what is found.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::sync::Arc;

use cln_runtime::rules::ScalarKind;

use super::{Document, Target, Type, Unknown, parse, parse_with};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::text::Source;

const DELPAY: &str = include_str!("../../../schemas/delpay.json");

fn read(text: &str) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::new("a.json", text)), &mut diagnostics);
    (document, diagnostics)
}

/// The codes found in a file, with line and pointer.
fn found(text: &str) -> Vec<(Code, usize, String)> {
    let (_, diagnostics) = read(text);
    let found = diagnostics.iter().map(|found| {
        let line = found.position().map_or(0, |place| place.line);
        (found.code, line, found.pointer.clone().unwrap_or_default())
    });
    found.collect()
}

/// A file with that request.
fn request(request: &str) -> String {
    format!("{{\"rpc\": \"a\", \"response\": {{}}, \"request\":\n{request}}}")
}

fn one(code: Code, line: usize, pointer: &str) -> Vec<(Code, usize, String)> {
    vec![(code, line, pointer.to_owned())]
}

#[test]
fn delpay_is_read_whole() {
    let (document, diagnostics) = read(DELPAY);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let document = document.unwrap();
    assert_eq!((document.target, document.name.value.as_str()), (Target::Rpc, "delpay"));
    let names: Vec<_> = document.request.properties().map(|p| p.name.value.as_str()).collect();
    assert_eq!(names, ["payment_hash", "status", "partid", "groupid"]);
    let pair: Vec<_> = document.request.groups[0].names.iter().map(|name| name.value.as_str()).collect();
    assert_eq!(pair, ["partid", "groupid"]);
    let payments = &document.response.property("payments").unwrap().schema;
    assert_eq!(payments.pointer, "/response/properties/payments");
    let item = payments.items.as_deref().unwrap();
    assert_eq!(item.pointer, "/response/properties/payments/items");
    assert_eq!((item.properties().count(), item.required.len()), (17, 6));
    assert_eq!(item.additional_properties, Some(false));
    let created = &item.property("created_index").unwrap().schema;
    assert_eq!(created.ty.as_ref().map(|ty| ty.value), Some(Type::Scalar(ScalarKind::U64)));
    assert_eq!(created.added.as_ref().unwrap().value.to_string(), "v23.11");
    assert_eq!((document.examples.len(), document.errors.len()), (3, 8));
    assert_eq!(document.examples[1].pointer, "/examples/1");
    assert_eq!(document.root.get("rpc").and_then(|rpc| rpc.as_str()), Some("delpay"));
}

#[test]
fn properties_may_be_called_like_keywords() {
    let (document, diagnostics) = read(&request(
        r#"{"required": ["required", "type"], "properties": {"required": {"type": "u8"}, "type": {"enum": ["x"]},
        "properties": {}, "items": {"type": "array", "items": {}}, "if": {}, "enum": {"properties": {"enum": {}}}}}"#,
    ));
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(document.unwrap().request.properties().count(), 6);
}

#[test]
fn names_are_looked_up_in_all_that_describes_a_place() {
    let base = r#"{"properties": {"a": {"properties": {"x": {}}}, "b": {}},
        "allOf": [{"if": {"required": ["c"]}, "then": {"required": ["a"], "properties": {"c": {}, "a": {"required": ["x"]}}}}],
        "oneOf": [{"required": ["b"]}, {"pairedWith": [["a", "c"]]}]}"#;
    assert_eq!(found(&request(base)), []);
    let items = r#"{"properties": {"l": {"items": {"properties": {"x": {}}}}},
        "if": {}, "then": {"properties": {"l": {"items": {"required": ["x"]}}}}}"#;
    assert_eq!(found(&request(items)), []);
}

#[test]
fn names_of_no_property_are_found_wherever_they_stand() {
    let cases = [
        (r#"{"required": ["a"]}"#, "/request/required"),
        (r#"{"properties": {"a": {}}, "pairedWith": [["a", "b"]]}"#, "/request/pairedWith"),
        (r#"{"properties": {"a": {}}, "oneOfMany": [["b", "a"]]}"#, "/request/oneOfMany"),
        (r#"{"properties": {"a": {}}, "dependentUpon": {"b": ["a"]}}"#, "/request/dependentUpon"),
        (r#"{"properties": {"a": {}}, "dependentUpon": {"a": ["b"]}}"#, "/request/dependentUpon"),
        (r#"{"properties": {"a": {"required": ["a"]}}}"#, "/request/properties/a/required"),
        (r#"{"properties": {"a": {}}, "oneOf": [{"required": ["b"]}]}"#, "/request/oneOf/0/required"),
    ];
    for (text, pointer) in cases {
        assert_eq!(found(&request(text)), one(Code::NoSuchProperty, 2, pointer), "{text}");
    }
}

#[test]
fn an_answer_may_require_what_is_described_elsewhere_in_it() {
    let file = |target: &str, side: &str, other: &str| {
        let text = r#"{"properties": {"x": {}, "l": {"items": {"required": ["x"]}}}}"#;
        found(&format!("{{\"{target}\": \"a\", \"{other}\": {{}}, \"{side}\": {text}}}"))
    };
    let pointer = |side: &str| format!("/{side}/properties/l/items/required");
    let warning = |side| one(Code::UndescribedProperty, 1, &pointer(side));
    let error = |side| one(Code::NoSuchProperty, 1, &pointer(side));
    assert_eq!(file("rpc", "response", "request"), warning("response"));
    assert_eq!(file("rpc", "request", "response"), error("request"));
    assert_eq!(file("hook", "request", "response"), warning("request"));
    assert_eq!(file("hook", "response", "request"), error("response"));
}

#[test]
fn keywords_and_types_that_are_unknown_get_a_suggestion() {
    let (_, diagnostics) = read(&request(r#"{"requierd": [], "properties": {"a": {"type": "u46", "colour": 1}}}"#));
    let hints: Vec<_> = diagnostics.iter().map(|found| (found.code, found.hint.as_deref().unwrap())).collect();
    let expected = [
        (Code::UnknownKeyword, "did you mean `required`?"),
        (Code::UnknownType, "did you mean `u64`?"),
        (Code::UnknownKeyword, "remove it; if it is a property, move it into `properties`"),
    ];
    assert_eq!(hints, expected);
}

#[test]
fn what_is_unknown_can_be_taken_for_any_json() {
    let text = request(
        r#"{"new": 1, "properties": {"a": {"type": "u256"}, "b": {"type": "u8", "new": 1, "description": "b"}}}"#,
    );
    let mut diagnostics = Diagnostics::new();
    let source = Arc::new(Source::new("a.json", text));
    let document = parse_with(source, Unknown::AnyJson, &mut diagnostics).unwrap();
    assert_eq!((diagnostics.count(Severity::Warning), diagnostics.has_errors()), (3, false));
    let [a, b] = ["a", "b"].map(|name| &document.request.property(name).unwrap().schema);
    assert!(a.untyped && b.untyped && b.ty.is_none() && !document.request.untyped);
    assert_eq!(b.description[0].value, "b");
}

#[test]
fn what_depends_on_something_unknown_gives_way_with_it() {
    let text = request(
        r#"{"properties": {"a": {"type": "object", "if": {"new": 1}, "then": {}}, "b": {"type": "u8"}},
        "if": {"properties": {"a": {}}, "new": 1}, "then": {}, "oneOf": [{}, {"new": 1}], "allOf": [{}, {"new": 1}]}"#,
    );
    let source = Arc::new(Source::new("a.json", text));
    let request = parse_with(source, Unknown::AnyJson, &mut Diagnostics::new()).unwrap().request;
    assert!(request.condition.is_none() && request.one_of.is_empty() && request.all_of.len() == 1);
    let degraded = request.properties().map(|property| property.schema.degraded);
    assert_eq!(degraded.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn values_of_the_wrong_kind_are_found() {
    let cases = [
        ("required", "\"a\""),
        ("required", "[1]"),
        ("properties", "[]"),
        ("items", "[]"),
        ("additionalProperties", "{}"),
        ("type", "[\"string\", \"null\"]"),
        ("enum", "\"a\""),
        ("enum", "[{}]"),
        ("description", "1"),
        ("description", "[1]"),
        ("added", "23.11"),
        ("deprecated", "[]"),
        ("deprecated", "[\"v1.2\", \"v1.3\", \"v1.4\"]"),
        ("hidden", "\"true\""),
        ("minLength", "-1"),
        ("maxItems", "1.0"),
        ("minimum", "1e3"),
        ("maximum", "\"5\""),
        ("pattern", "null"),
        ("oneOf", "{}"),
        ("if", "true"),
        ("pairedWith", "[\"a\"]"),
        ("dependentUpon", "{\"a\": \"b\"}"),
        ("dependentUpon", "[]"),
    ];
    for (key, value) in cases {
        let expected = one(Code::WrongKind, 2, &format!("/request/{key}"));
        assert_eq!(found(&request(&format!("{{\"{key}\": {value}}}"))), expected, "{key}: {value}");
    }
}

#[test]
fn lists_and_bounds_are_checked() {
    let cases = [
        (r#"{"enum": []}"#, Code::EmptyEnum, "/request/enum"),
        (r#"{"enum": [1, "1", true, 1]}"#, Code::EqualEnumValues, "/request/enum"),
        (r#"{"properties": {"a": {}}, "required": ["a", "a"]}"#, Code::NameTwice, "/request/required"),
        (r#"{"properties": {"a": {}}, "pairedWith": [["a"]]}"#, Code::GroupTooSmall, "/request/pairedWith"),
        (r#"{"oneOf": []}"#, Code::EmptyAlternatives, "/request/oneOf"),
        (r#"{"minLength": 3, "maxLength": 2}"#, Code::BoundsCrossed, "/request/minLength"),
        (r#"{"minItems": 1, "maxItems": 0}"#, Code::BoundsCrossed, "/request/minItems"),
        (r#"{"minimum": 0, "maximum": -1}"#, Code::BoundsCrossed, "/request/minimum"),
        (r#"{"added": "next"}"#, Code::BadVersion, "/request/added"),
        (r#"{"deprecated": ["v25.05", "soon"]}"#, Code::BadVersion, "/request/deprecated"),
        (r#"{"then": {}}"#, Code::ConditionWithoutIf, "/request/then"),
    ];
    for (text, code, pointer) in cases {
        assert_eq!(found(&request(text)), one(code, 2, pointer), "{text}");
    }
}

#[test]
fn deprecation_is_read_in_all_its_forms() {
    let (document, diagnostics) = read(&request(
        r#"{"properties": {"a": {"deprecated": true}, "b": {"deprecated": false}, "c": {"deprecated": ["v25.05"]},
        "d": {"deprecated": ["v25.05", "v26.06"]}, "e": {"deprecated": "v25.05"}}}"#,
    ));
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let document = document.unwrap();
    let forms = document.request.properties().map(|property| {
        let deprecated = property.schema.deprecated.as_ref()?;
        let text = |version: &Option<super::Version>| version.as_ref().map(ToString::to_string);
        Some((text(&deprecated.since), text(&deprecated.removed_in)))
    });
    let (since, removed) = (Some("v25.05".to_owned()), Some("v26.06".to_owned()));
    let expected =
        [Some((None, None)), None, Some((since.clone(), None)), Some((since.clone(), removed)), Some((since, None))];
    assert_eq!(forms.collect::<Vec<_>>(), expected);
}

#[test]
fn the_file_as_a_whole_is_checked() {
    let cases = [
        ("[]", Code::RootNotObject),
        ("", Code::NotJson),
        (r#"{"request": {}, "response": {}}"#, Code::TargetMissing),
        (r#"{"rpc": "a", "hook": "a", "request": {}, "response": {}}"#, Code::TargetAmbiguous),
        (r#"{"rpc": "", "request": {}, "response": {}}"#, Code::NameEmpty),
        (r#"{"rpc": 1, "request": {}, "response": {}}"#, Code::WrongKind),
        (r#"{"rpc": "a", "response": {}}"#, Code::SideMissing),
        (r#"{"rpc": "a", "request": {}, "response": []}"#, Code::WrongKind),
        (r#"{"rpc": "a", "request": {}, "response": {}, "rpc": "b"}"#, Code::DuplicateKey),
        (r#"{"rpc": "a", "request": {}, "response": {}, "depecated": true}"#, Code::UnknownTopLevelKey),
        (r#"{"rpc": "a", "request": {}, "response": {}, "title": 1}"#, Code::WrongKind),
        (r#"{"rpc": "a", "request": {}, "response": {}, "examples": [{}]}"#, Code::MalformedExample),
        (r#"{"rpc": "a", "request": {}, "response": {"type": "array"}}"#, Code::SideNotObject),
        (r#"{"rpc": "a", "request": {}, "response": {"oneOf": [{"type": "string"}, {}]}}"#, Code::SideNotObject),
    ];
    for (text, code) in cases {
        let codes: Vec<_> = found(text).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, [code], "{text}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_found_at_once() {
    let text = r#"{"response": {"properties": {"a": {"type": "text"}}}, "depecated": true,
        "request": {"required": ["b"], "enmu": [], "added": "x", "added": "y"}}"#;
    let codes: Vec<_> = found(text).into_iter().map(|(code, ..)| code).collect();
    let expected = [
        Code::TargetMissing,
        Code::UnknownType,
        Code::UnknownTopLevelKey,
        Code::NoSuchProperty,
        Code::UnknownKeyword,
        Code::BadVersion,
        Code::DuplicateKey,
    ];
    assert_eq!(codes, expected);
}
