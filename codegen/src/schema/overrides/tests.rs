//! What overrides change, and what is said of those that do not fit.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

mod changes;

use std::sync::Arc;

use cln_runtime::rules::GroupKind;

use super::{Change, Corrections, Override};
use crate::diagnostic::{Code, Diagnostics};
use crate::schema::{Document, Schema, Target, Unknown, parse_corrected};
use crate::source::{Member, Node, Spanned, parse_json};
use crate::text::{Source, Span};

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
    assert_eq!(request.groups.iter().map(|group| group.kind).collect::<Vec<_>>(), [GroupKind::Dependent]);
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
fn a_condition_is_ignored_with_its_branches() {
    assert!(request(ignore("if", "/request")).condition.is_none(), "and nothing is said of a `then` without `if`");
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
    assert_eq!(values(&request.groups[0].names), ["amount", "label"]);
    assert_eq!(values(&request.groups[1].names[1..]), ["amount"]);
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

/// What is said of a correction that changes nothing.
const REMOVE: &str = "if the schema has been fixed, or a built-in correction does the same, remove the override";

#[test]
fn what_is_so_already_is_a_warning() {
    let idle = |said: &str| (Code::OverrideIdle, format!("{said}; {REMOVE}"));
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
