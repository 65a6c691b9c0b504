//! Where in a document the payload of a notification is found, in memory and in streams.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::io::Read;

use cln_runtime::rules::{Array, Field, KeyIndex, Kind, ScalarKind, Shape, key_index};
use cln_runtime::{Rule, Validation, Violations};

const NUMBER: Kind<'static> = Kind::Scalar(ScalarKind::U64);

/// The shape of a payload with these fields; four at most.
macro_rules! shape {
    ($($field:expr),*) => {{
        static FIELDS: &[Field<'static>] = &[$($field),*];
        static SHAPE: Shape<'static> = Shape {
            fields: FIELDS,
            index: KeyIndex::new(&key_index::<{ cln_runtime::rules::key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
            closed: true,
            params: false,
            groups: &[],
            clauses: &[],
        };
        &SHAPE
    }};
}

/// A payload without a field of the topic's name, `t`.
fn plain() -> &'static Shape<'static> {
    shape![
        Field::required("a", NUMBER),
        Field::optional("list", Kind::Array(&Array { items: NUMBER, min_items: None, max_items: None }))
    ]
}

/// Gives one byte at a time.
struct Drip<'t>(&'t [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let room = into.len().min(1);
        self.0.read(&mut into[..room])
    }
}

fn shown(outcome: Result<(), Violations>) -> Vec<String> {
    let found = outcome.err();
    found.iter().flatten().map(|found| format!("{} {}", found.pointer(), found.rule())).collect()
}

/// What is wrong with a document of the topic `t`, the same however it arrives.
#[track_caller]
fn judged(shape: &Shape<'_>, document: &str) -> Vec<String> {
    let validation = Validation::new();
    let found = shown(validation.validate_notification("t", document.as_bytes(), shape));
    assert_eq!(
        shown(validation.validate_notification_reader("t", Drip(document.as_bytes()), shape)),
        found,
        "{document}"
    );
    found
}

#[test]
fn a_field_of_the_topics_name_that_may_be_an_object_is_told_from_a_wrapper() {
    static INNER: Kind<'static> = Kind::Any;
    let required = shape![Field::required("t", INNER), Field::optional("a", NUMBER)];
    let optional = shape![Field::optional("t", INNER), Field::optional("a", NUMBER)];
    // Each document, and what is wrong with it if the field is required and if it is not.
    for (document, if_required, if_optional) in [
        (r#"{"t":{"t":{},"a":-1}}"#, &["/a range"][..], &["/a range"][..]),
        (r#"{"t":{"t":1}}"#, &[], &[]),
        (r#"{"t":{"a":-1}}"#, &[], &["/a range"]),
        (r#"{"t":{"x":1}}"#, &[], &["/x unknown"]),
        (r#"{"t":{"x":1},"a":-1}"#, &["/a range"], &["/a range"]),
        (r#"{"a":-1,"t":{"t":1}}"#, &["/a range"], &["/a range"]),
        (r#"{"t":1}"#, &[], &[]),
        (r#"{"a":1}"#, &["/t required"], &[]),
        (r#"{"t":{"t":{}},"t":{}}"#, &["/t duplicate"], &["/t duplicate"]),
    ] {
        assert_eq!(judged(required, document), if_required, "{document}");
        assert_eq!(judged(optional, document), if_optional, "{document}");
    }
}

#[test]
fn a_payload_with_the_fields_of_a_message_is_no_message() {
    let payload = shape![Field::required("method", NUMBER), Field::optional("params", Kind::Any)];
    assert_eq!(judged(payload, r#"{"method":1,"params":{}}"#), [""; 0]);
    assert_eq!(judged(payload, r#"{"method":-1,"params":{"t":{}}}"#), ["/method range"]);
    assert_eq!(judged(payload, r#"{"t":{"method":-1}}"#), ["/method range"]);
}

#[test]
fn a_message_within_a_message_is_not_looked_for() {
    let nested = r#"{"method":"t","params":{"method":"t","params":{"a":1}}}"#;
    assert_eq!(judged(plain(), nested), ["/method unknown", "/params unknown", "/a required"]);
    assert_eq!(judged(plain(), r#"{"t":{"t":{"a":1}}}"#), ["/t unknown", "/a required"]);
}

#[test]
fn what_is_no_json_is_reported_after_what_stands_before_it() {
    assert_eq!(judged(plain(), r#"{"a":-1,"#), ["/a range", " json"]);
    assert_eq!(judged(plain(), r#"{"t":{"a":-1},"#), ["/a range", " json"]);
    assert_eq!(judged(plain(), r#"{"method":"t","params":{"t":{"a":-1},"#), ["/a range", " json"]);
    assert_eq!(judged(plain(), "{\"t\":{\"a\":1}}\u{7f}"), [" json"]);
    assert_eq!(judged(plain(), &format!("{{\"x\":{}", "[".repeat(1000))), ["/x unknown", " depth"]);
}

#[test]
fn a_wrapped_payload_is_never_held_as_a_whole_and_a_bare_one_is() {
    let payload = format!(r#"{{"a":-1,"list":[{}1]}}"#, "1, ".repeat(50_000));
    let validation = Validation::new().buffer(1000);
    let judged = |document: &str| shown(validation.validate_notification_reader("t", document.as_bytes(), plain()));
    assert_eq!(judged(&format!(r#"{{"t":{payload}}}"#)), ["/a range"]);
    assert_eq!(judged(&format!(r#"{{"method":"t","params":{{"t":{payload}}}}}"#)), ["/a range"]);
    let bare = validation.validate_notification_reader("t", payload.as_bytes(), plain()).unwrap_err();
    assert_eq!(bare.iter().map(|found| found.rule()).collect::<Vec<_>>(), [Rule::Limit]);
    assert_eq!(shown(validation.validate_notification("t", payload.as_bytes(), plain())), ["/a range"]);
}

#[test]
fn settings_hold_for_notifications_too() {
    let document = br#"{"t":{"a":-1,"x":1,"y":1}}"#;
    assert_eq!(shown(Validation::new().first_only().validate_notification("t", document, plain())), ["/a range"]);
    let two = Validation::new().keep(2).validate_notification("t", document, plain()).unwrap_err();
    assert_eq!((two.len(), two.omitted()), (2, 1));
}
