//! What overrides change, and what is said of those that do not fit.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::sync::Arc;

use super::{Applied, Change, Corrections, Override, Verdict};
use crate::diagnostic::{Code, Diagnostics};
use crate::schema::{Document, Schema, Target, Type, Unknown, parse_corrected};
use crate::source::{Member, Node, Source, Span, Spanned, parse_json};

const SEND: &str = r#"{"rpc": "send",
  "request": {
    "required": ["to", "sum"],
    "properties": {"to": {"type": "string"}, "sum": {"type": "msat"}, "label": {"type": "string", "enum": ["a"]}},
    "pairedWith": [["sum", "label"]],
    "dependentUpon": {"label": ["sum"]},
    "if": {"properties": {"sum": {"enum": [1]}}}, "then": {"required": ["sum"]}
  },
  "response": {"properties": {"rows": {"type": "array", "items": {"type": "object", "required": []}}}}
}"#;

fn spanned(text: &str) -> Spanned<String> {
    Spanned { value: text.to_owned(), span: Span::default() }
}

fn at(place: &str, change: Change) -> Override {
    Override {
        source: Arc::new(Source::new("config.json", "{}")),
        target: Target::Rpc,
        method: spanned("send"),
        at: spanned(place),
        change,
        was: Vec::new(),
        reason: "nodes do".to_owned(),
        bundled: false,
    }
}

fn here(change: Change) -> Override {
    at("/request", change)
}

fn ignore(keyword: &str, place: &str) -> Override {
    at(place, Change::Ignore(spanned(keyword)))
}

fn all(names: &[&str]) -> Vec<Spanned<String>> {
    names.iter().map(|name| spanned(name)).collect()
}

fn positions(names: &[&str]) -> Override {
    here(Change::Positions(all(names)))
}

fn rename(old: &str, new: &str) -> Override {
    here(Change::Rename(vec![(spanned(old), spanned(new))]))
}

/// The members of a JSON object, as a configuration has them: far behind the end of the schema file.
fn json(text: &str) -> Node {
    let source = Arc::new(Source::new("config.json", format!("{:2000}{text}", "")));
    parse_json(&source, &mut Diagnostics::new()).unwrap()
}

fn members(text: &str) -> Vec<Member> {
    json(text).as_object().unwrap().to_vec()
}

fn set(place: &str, values: &str) -> Override {
    at(place, Change::Set(members(values)))
}

fn was(wanted: Override, said: &str) -> Override {
    Override { was: members(said), ..wanted }
}

fn applied(overrides: &[Override]) -> (Document, Diagnostics) {
    applied_to(SEND, overrides)
}

fn applied_to(schema: &str, overrides: &[Override]) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut corrections = Corrections::new(overrides.iter().cloned());
    let source = Arc::new(Source::new("send.json", schema));
    let document = parse_corrected(source, Unknown::Refuse, &mut corrections, &mut diagnostics).unwrap();
    corrections.complain(&mut diagnostics);
    (document, diagnostics)
}

/// The request after a change that fits.
fn request(wanted: Override) -> Schema {
    let (document, diagnostics) = applied(&[wanted]);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    document.request
}

/// What is said of a change that does not fit.
fn refused(wanted: Override) -> (Code, String) {
    let (_, diagnostics) = applied(&[wanted]);
    let found: Vec<_> = diagnostics.into_iter().collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let said = format!("{}; {}", found[0].message, found[0].hint.as_deref().unwrap_or_default());
    (found[0].code, said)
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.properties().map(|property| property.name.value.as_str()).collect()
}

fn notes(schema: &Schema) -> Vec<&str> {
    schema.description.iter().map(|line| line.value.as_str()).collect()
}

#[test]
fn an_ignored_keyword_means_nothing_and_the_reason_is_told() {
    let request = request(ignore("pairedWith", "/request"));
    assert!(request.paired_with.is_empty() && !request.dependent_upon.is_empty());
    assert_eq!(notes(&request), ["Corrected: nodes do"]);
}

#[test]
fn a_keyword_further_down_is_found_by_its_pointer() {
    let request = request(ignore("enum", "/request/properties/label"));
    let label = &request.property("label").unwrap().schema;
    assert!(label.enum_values.is_none());
    assert_eq!(notes(label), ["Corrected: nodes do"]);
    assert_eq!(notes(&request), [""; 0]);
}

#[test]
fn the_named_parameters_come_first_and_the_others_keep_their_order() {
    let request = request(positions(&["label"]));
    assert_eq!(names(&request), ["label", "to", "sum"]);
    assert_eq!(notes(&request), ["Corrected: nodes do"]);
}

#[test]
fn a_renamed_property_has_its_new_name_wherever_it_is_named() {
    let request = request(rename("sum", "amount"));
    let values = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    assert_eq!(names(&request), ["to", "amount", "label"]);
    assert_eq!(values(&request.required), ["to", "amount"]);
    assert_eq!(values(&request.paired_with[0]), ["amount", "label"]);
    assert_eq!(values(&request.dependent_upon[0].1), ["amount"]);
    let condition = request.condition.as_deref().unwrap();
    assert_eq!(names(&condition.when), ["amount"]);
    assert_eq!(values(&condition.then.as_ref().unwrap().required), ["amount"]);
    let amount = &request.property("amount").unwrap().schema;
    assert_eq!(notes(amount), ["Corrected: nodes do"]);
    assert_eq!(amount.pointer, "/request/properties/sum", "the place in the file stays what it is");
}

#[test]
fn later_overrides_see_what_earlier_ones_have_changed() {
    let overrides = [rename("sum", "amount"), positions(&["amount", "to"])];
    let (document, diagnostics) = applied(&overrides);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(names(&document.request), ["amount", "to", "label"]);
}

#[test]
fn what_is_not_there_is_an_error_with_the_nearest_name() {
    let misses = |said: &str| (Code::OverrideMisses, said.to_owned());
    assert_eq!(
        refused(rename("summ", "x")),
        misses("the schema of `send` has no property `summ`; did you mean `sum`?")
    );
    assert_eq!(
        refused(positions(&["to", "zzz"])),
        misses("the schema of `send` has no property `zzz`; the names are those of the properties at `/request`")
    );
    let (code, said) = refused(ignore("enum", "/request/properties/lable"));
    assert_eq!(code, Code::OverrideMisses);
    assert!(said.starts_with("the schema of `send` has no schema at `/request/properties/lable`; a place"), "{said}");
    assert_eq!(
        refused(rename("sum", "to")),
        misses("the schema of `send` has a property `to` already; choose another name, or remove the override")
    );
}

#[test]
fn what_is_so_already_is_a_warning() {
    let remove = "if the schema has been corrected, remove the override";
    let idle = |said: &str| (Code::OverrideIdle, format!("{said}; {remove}"));
    assert_eq!(refused(positions(&["to", "sum"])), idle("the parameters of `send` have this order already"));
    assert_eq!(refused(rename("old", "sum")), idle("the schema of `send` says `sum` already"));
    let (code, said) = refused(ignore("oneOfMany", "/request"));
    assert_eq!(code, Code::OverrideIdle);
    assert!(said.starts_with("the schema at `/request` has no `oneOfMany` to ignore; if the schema"), "{said}");
}

#[test]
fn a_method_that_no_schema_describes_is_a_warning() {
    let of_other = Override { method: spanned("sned"), ..positions(&["a"]) };
    let (_, diagnostics) = applied(&[of_other]);
    let found: Vec<_> = diagnostics.into_iter().map(|found| (found.code, found.message, found.hint)).collect();
    let message = "no schema of this run describes `sned`".to_owned();
    assert_eq!(found, [(Code::OverrideWithoutMethod, message, Some("did you mean `send`?".to_owned()))]);
    let of_hook = Override { target: Target::Hook, ..rename("sum", "x") };
    let (document, diagnostics) = applied(&[of_hook]);
    assert_eq!(diagnostics.into_iter().map(|found| found.code).collect::<Vec<_>>(), [Code::OverrideWithoutMethod]);
    assert_eq!(names(&document.request), ["to", "sum", "label"]);
}

#[test]
fn nothing_is_said_of_bundled_overrides_that_do_not_fit() {
    let of_other = Override { method: spanned("sned"), ..rename("sum", "x") };
    let overrides = [of_other, rename("zzz", "x"), ignore("oneOfMany", "/request")];
    let overrides = overrides.map(|wanted| Override { bundled: true, ..wanted });
    let (document, diagnostics) = applied(&overrides);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(names(&document.request), ["to", "sum", "label"]);
}

#[test]
fn keywords_get_other_values_at_their_own_place_in_the_file() {
    let wanted = set("/request/properties/label", r#"{"type": "u32", "enum": null, "minimum": 1}"#);
    let request = request(was(wanted, r#"{"type": "string", "enum": ["a"], "minimum": null}"#));
    let label = &request.property("label").unwrap().schema;
    assert_eq!(label.ty.as_ref().unwrap().value, Type::U32);
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
        assert_eq!(sum.ty.as_ref().unwrap().value, Type::Msat, "{said}");
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
    let idle =
        |said: &str| (Code::OverrideIdle, format!("{said}; if the schema has been corrected, remove the override"));
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
    assert_eq!((notes(new), new.ty.as_ref().unwrap().value), (vec!["Which.", "", "Corrected: nodes do"], Type::Pubkey));
    assert_eq!(refused(add("sum", None)).0, Code::OverrideIdle);
    assert_eq!(refused(add("new", Some("zzz"))).0, Code::OverrideMisses);
}

#[test]
fn a_parameter_goes_with_all_that_names_it() {
    let request = request(here(Change::Remove(all(&["sum"]))));
    assert_eq!(names(&request), ["to", "label"]);
    assert_eq!(request.required.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["to"]);
    assert!(request.paired_with.is_empty() && request.dependent_upon.is_empty());
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
    assert!(of_user.1.starts_with("what is at `/request/properties/sum` is not written by nodes"), "{}", of_user.1);
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
