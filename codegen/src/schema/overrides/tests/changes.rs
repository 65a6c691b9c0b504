//! Each kind of change.

use std::sync::Arc;

use cln_runtime::rules::ScalarKind;

use super::{
    REMOVE, SEND, all, applied, applied_to, at, here, json, members, names, notes, positions, refused, rename, request,
    set, spanned, was,
};
use crate::diagnostic::{Code, Diagnostics};
use crate::schema::overrides::{Applied, Change, Corrections, Override, Verdict};
use crate::schema::{Schema, Type, Unknown, parse_corrected};
use crate::source::Node;
use crate::text::{Source, Span};

#[test]
fn keywords_get_other_values_at_their_own_place_in_the_file() {
    let wanted = set("/request/properties/label", r#"{"type": "u32", "enum": null, "minimum": 1}"#);
    let request = request(was(wanted, r#"{"type": "string", "enum": ["a"], "minimum": null}"#));
    let label = &request.property("label").unwrap().schema;
    assert_eq!(label.ty.as_ref().unwrap().value, Type::Scalar(ScalarKind::U32));
    assert_eq!(label.minimum.as_ref().unwrap().value, 1);
    assert!(label.enum_values.is_none());
    let place = |span: Span| &SEND[span.range()];
    assert_eq!(place(label.ty.as_ref().unwrap().span), "\"string\"");
    assert_eq!(place(label.minimum.as_ref().unwrap().span), "{", "what is new stands where the schema begins");
}

#[test]
fn another_text_than_the_wrong_one_stays() {
    let wanted = || set("/request/properties/sum", r#"{"type": "sat"}"#);
    for said in [r#"{"type": "u64"}"#, r#"{"type": "msat", "minimum": 1}"#, r#"{"type": null}"#] {
        let (document, diagnostics) = applied(&[was(wanted(), said)]);
        assert_eq!(diagnostics.into_iter().map(|found| found.code).collect::<Vec<_>>(), [Code::OverrideIdle], "{said}");
        let sum = &document.request.property("sum").unwrap().schema;
        assert_eq!(sum.ty.as_ref().unwrap().value, Type::Scalar(ScalarKind::Msat), "{said}");
        assert!(sum.description.is_empty(), "{said}");
    }
    let (code, said) = refused(was(wanted(), r#"{"type": "u64"}"#));
    assert_eq!(code, Code::OverrideIdle);
    assert!(
        said.starts_with("the schema at `/request/properties/sum` says `\"msat\"` for `type`, not `\"u64\"`; "),
        "{said}"
    );
    let order = was(positions(&["label"]), r#"{"positions": ["sum", "to"]}"#);
    assert!(refused(order).1.starts_with("the schema at `/request` says `to`, `sum`, `label` for `positions`, not "));
    let order = was(positions(&["label"]), r#"{"positions": ["to", "sum"]}"#);
    assert_eq!(names(&request(order)), ["label", "to", "sum"]);
}

#[test]
fn rules_are_for_parameters_that_there_are() {
    let rules = [
        r#"{"oneOfMany": [["to", "label"], ["to", "NAME"]]}"#,
        r#"{"pairedWith": [["to", "NAME"]]}"#,
        r#"{"dependentUpon": {"to": ["label", "NAME"]}}"#,
        r#"{"dependentUpon": {"NAME": ["label"]}}"#,
        r#"{"required": ["label", "NAME"]}"#,
        r#"{"anyOf": [{"required": ["to"]}, {"required": ["NAME"]}]}"#,
        r#"{"allOf": [{"if": {"required": ["NAME"]}, "then": {"required": ["to"]}}]}"#,
        r#"{"if": {"required": ["to"]}, "then": {"oneOfMany": [["label", "NAME"]]}}"#,
    ];
    for rule in rules {
        let misses = "the schema of `send` has no property `summ`; did you mean `sum`?".to_owned();
        assert_eq!(refused(set("/request", &rule.replace("NAME", "summ"))), (Code::OverrideMisses, misses), "{rule}");
        request(set("/request", &rule.replace("NAME", "sum")));
    }
    let own = request(set("/request", r#"{"anyOf": [{"required": ["new"], "properties": {"new": {"type": "u8"}}}]}"#));
    assert_eq!(own.any_of.len(), 1, "a branch may describe what it requires");
}

#[test]
fn an_enum_has_more_values() {
    let extend = |text: &str| at("/request/properties/label", Change::Extend(json(text).as_array().unwrap().to_vec()));
    let request = request(extend(r#"["b", "c"]"#));
    let values = request.property("label").unwrap().schema.enum_values.as_ref().unwrap().iter().map(Node::to_json);
    assert_eq!(values.collect::<Vec<_>>(), [r#""a""#, r#""b""#, r#""c""#]);
    assert_eq!(refused(extend(r#"["b", "a"]"#)).0, Code::OverrideIdle);
    let nowhere = Override { at: spanned("/request"), ..extend(r#"["b"]"#) };
    assert_eq!(refused(nowhere).0, Code::OverrideMisses);
}

#[test]
fn what_is_required_can_be_said_anew() {
    let values = |request: &Schema| request.required.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    let required = request(here(Change::Required(all(&["label"]))));
    assert_eq!(values(&required), ["to", "sum", "label"]);
    assert_eq!(notes(&required.property("label").unwrap().schema), ["Corrected: nodes do"]);
    let optional = request(here(Change::Optional(all(&["to"]))));
    assert_eq!(values(&optional), ["sum"]);
    let idle = |said: &str| (Code::OverrideIdle, format!("{said}; {REMOVE}"));
    assert_eq!(refused(here(Change::Required(all(&["to"])))), idle("`to` is required already"));
    assert_eq!(refused(here(Change::Optional(all(&["label"])))), idle("`label` is not required"));
    assert_eq!(refused(here(Change::Required(all(&["lable"])))).0, Code::OverrideMisses);
}

#[test]
fn a_required_field_that_nothing_describes_can_be_described_or_let_go() {
    let schema = r#"{"rpc": "send", "request": {}, "response": {"required": ["id", "key"], "properties": {"id": {"type": "u64"}}}}"#;
    assert!(applied_to(schema, &[]).1.has_errors());
    let add = Change::Add { properties: members(r#"{"key": {"type": "secret"}}"#), before: None };
    for change in [add, Change::Optional(all(&["key"]))] {
        let (_, diagnostics) = applied_to(schema, &[at("/response", change)]);
        assert!(diagnostics.is_empty(), "{diagnostics}");
    }
}

#[test]
fn a_parameter_comes_before_another_or_last() {
    let add = |name: &str, before: Option<&str>| {
        let properties = members(&format!(r#"{{"{name}": {{"type": "pubkey", "description": ["Which."]}}}}"#));
        here(Change::Add { properties, before: before.map(spanned) })
    };
    assert_eq!(names(&request(add("new", Some("sum")))), ["to", "new", "sum", "label"]);
    let last = request(add("new", None));
    assert_eq!(names(&last), ["to", "sum", "label", "new"]);
    let new = &last.property("new").unwrap().schema;
    assert_eq!(
        (notes(new), new.ty.as_ref().unwrap().value),
        (vec!["Which.", "", "Corrected: nodes do"], Type::Scalar(ScalarKind::PublicKey))
    );
    assert_eq!(refused(add("sum", None)).0, Code::OverrideIdle);
    assert_eq!(refused(add("new", Some("zzz"))).0, Code::OverrideMisses);
}

#[test]
fn a_parameter_goes_with_all_that_names_it() {
    let request = request(here(Change::Remove(all(&["sum"]))));
    assert_eq!(names(&request), ["to", "label"]);
    assert_eq!(request.required.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["to"]);
    assert!(request.groups.is_empty());
    let condition = request.condition.as_deref().unwrap();
    assert!(names(&condition.when).is_empty() && condition.then.as_ref().unwrap().required.is_empty());
    assert_eq!(notes(&request), ["Corrected: nodes do"]);
    assert_eq!(refused(here(Change::Remove(all(&["zzz"])))).0, Code::OverrideIdle);
}

#[test]
fn a_field_of_the_nodes_can_be_null_and_any_field_a_secret() {
    let rows = "/response/properties/rows";
    let (document, diagnostics) = applied(&[
        at(rows, Change::Nullable(Span::default())),
        at("/request/properties/sum", Change::Secret(true, Span::default())),
        rename("sum", "amount"),
    ]);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert!(document.response.property("rows").unwrap().schema.nullable && !document.response.nullable);
    assert_eq!(document.request.property("amount").unwrap().schema.secret, Some(true), "whatever it is called later");
    assert_eq!(document.request.property("to").unwrap().schema.secret, None);
    let of_user = refused(at("/request/properties/sum", Change::Nullable(Span::default())));
    assert_eq!(of_user.0, Code::OverrideMisses);
    assert!(
        of_user.1.starts_with("`/request/properties/sum` is written by users, and nodes refuse `null`"),
        "{}",
        of_user.1
    );
    assert_eq!(refused(at("/response", Change::Secret(true, Span::default()))).0, Code::OverrideMisses);
}

#[test]
fn a_note_changes_only_the_documentation_of_what_is_around_it() {
    let note = was(
        at(&format!("{}/items", "/response/properties/rows"), Change::Note(Span::default())),
        r#"{"required": []}"#,
    );
    let (document, diagnostics) = applied(&[note]);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(notes(&document.response.property("rows").unwrap().schema), ["Note: nodes do"]);
}

#[test]
fn error_codes_come_and_go() {
    let schema = SEND.replacen(
        "{",
        r#"{"errors": ["On failure:", "", "- 1: Wrong.", "  Really.", "", "- 2 (TWO): Other.", "", "Then."], "#,
        1,
    );
    let errors = |add: &[&str], remove: &[&str]| {
        let change = Change::Errors { add: all(add), remove: all(remove) };
        let (document, diagnostics) = applied_to(&schema, &[at("", change)]);
        let lines = document.errors.iter().map(|line| line.value.clone()).collect::<Vec<_>>().join("|");
        (lines, diagnostics.into_iter().map(|found| found.code).collect::<Vec<_>>(), document.description.len())
    };
    let added = "On failure:||- 1: Wrong.|  Really.||- 2 (TWO): Other.|- 3: More.|Corrected: nodes do||Then.";
    assert_eq!(errors(&["- 3: More."], &[]), (added.to_owned(), vec![], 0));
    let replaced = "On failure:||- 1: Wrong.|  Really.|- 2: Same.|Corrected: nodes do|||Then.";
    assert_eq!(errors(&["- 2: Same."], &["- 2 (TWO): Other."]), (replaced.to_owned(), vec![], 0));
    let (lines, codes, described) = errors(&[], &["- 2 (TWO): Other."]);
    assert_eq!((lines.as_str(), codes, described), ("On failure:||- 1: Wrong.|  Really.|||Then.", vec![], 1));
    assert_eq!(errors(&["- 2: Same."], &[]).1, [Code::OverrideIdle]);
    assert_eq!(errors(&[], &["- 2: Other."]).1, [Code::OverrideMisses]);
}

#[test]
fn a_file_gets_another_name_and_is_then_corrected_by_that() {
    let title = r#"{"rpc": "send", "title": null}"#;
    let overrides =
        [was(set("", r#"{"rpc": "give"}"#), title), Override { method: spanned("give"), ..rename("sum", "amount") }];
    let (document, diagnostics) = applied(&overrides);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!((document.name.value.as_str(), names(&document.request)[1]), ("give", "amount"));
    assert_eq!(document.description[0].value, "Corrected: nodes do");
}

#[test]
fn what_came_of_each_is_known() {
    let of_other = Override { method: spanned("sned"), ..rename("sum", "x") };
    let mut corrections = Corrections::new([rename("sum", "amount"), rename("sum", "total"), of_other]);
    let source = Arc::new(Source::new("send.json", SEND));
    parse_corrected(source, Unknown::Refuse, &mut corrections, &mut Diagnostics::new()).unwrap();
    let outcomes: Vec<_> = corrections.outcomes().map(|outcome| (outcome.verdict, outcome.correction.file)).collect();
    let files = ["send.json", "", ""].map(str::to_owned);
    let verdicts = [Verdict::Applies, Verdict::OtherText, Verdict::NoMethod];
    assert_eq!(outcomes, verdicts.into_iter().zip(files).collect::<Vec<_>>());
    let applied: Vec<&Applied> = corrections.applied().collect();
    assert_eq!(applied[0].to_string(), "send /request/properties/sum: nodes do");
    assert_eq!(applied.len(), 1);
}

#[test]
fn a_place_that_is_no_schema_is_none() {
    for place in ["request", "/request/properties", "/errors", "/request/properties/label/enum", "/request/oneOf/0"] {
        let (code, said) = refused(set(place, r#"{"type": "u8"}"#));
        assert_eq!(code, Code::OverrideMisses, "{place}");
        assert!(said.starts_with(&format!("the schema of `send` has no schema at `{place}`; ")), "{said}");
    }
}
