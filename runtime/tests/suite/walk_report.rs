//! What is reported: how much of it, in which order.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{FLAT, HASH, RULED, SampleResponse};
use cln_runtime::rules::{Bounds, Field, Kind, ScalarKind, Shape, key_index_in};
use cln_runtime::{Record, Rule, Validation, Violation, Violations};

fn all(json: &str) -> Violations {
    Validation::new().validate_json(json.as_bytes(), &RULED).unwrap_err()
}

/// Broken at every level, and so that rules are found broken in another order than that of the document.
const BROKEN: &str = r#"{"first": 10, "item": {"id": 10, "kind": "a", "new": 1}, "any": 1, "items": [1, 300, "x", 2],
    "strange": 1, "names": {"a": 1}}"#;

fn summary(violations: &Violations) -> Vec<(&str, Rule)> {
    violations.iter().map(|violation| (violation.pointer(), violation.rule())).collect()
}

#[test]
fn the_order_is_that_of_the_document_whatever_rule_it_is() {
    let expected = [
        ("/first", Rule::Maximum),
        ("/item/id", Rule::Maximum),
        ("/item/new", Rule::Unknown),
        ("/item/rune", Rule::Required),
        ("/items/1", Rule::OneOf),
        ("/items/2", Rule::OneOf),
        ("/items", Rule::MaxItems),
        ("/strange", Rule::Unknown),
        ("/names/a", Rule::Type),
        ("/last", Rule::Required),
    ];
    let found = all(BROKEN);
    assert_eq!(summary(&found), expected);
}

#[test]
fn positions_and_names_with_slashes_keep_their_order() {
    let parameters = Shape { params: true, ..RULED };
    let found = |json: &str| Validation::new().validate_json(json.as_bytes(), &parameters).unwrap_err();
    let by_position = found(r#"[10, null, {"id": "x"}, 1, {}, 1]"#);
    assert_eq!(summary(&by_position), [("/0", Rule::Maximum), ("/2/id", Rule::Type), ("/5", Rule::Type)]);
    let by_name =
        found(&format!(r#"{{"n/e~w": 1, "first": 10, "any": 1, "names": {{}}, "items": [], "last": "{HASH}"}}"#));
    assert_eq!(summary(&by_name), [("/n~1e~0w", Rule::Unknown), ("/first", Rule::Maximum)]);
}

#[test]
fn what_is_kept_comes_first_even_where_the_same_was_found_often() {
    let json = format!(r#"{{"first":1,"item":{{"id":1{}}},"last":1}}"#, r#","id":1"#.repeat(1_500));
    let found = Validation::new().validate_json(json.as_bytes(), &FLAT).unwrap_err();
    assert_eq!(summary(&found), [("/item/id", Rule::Duplicate)]);
    assert_eq!(found.omitted(), 501);
}

#[test]
fn an_alternative_that_only_bounds_close_says_so() {
    let long = Bounds { min_length: Some(68), ..Bounds::NONE };
    let arms = [Kind::Scalar(ScalarKind::PublicKey), Kind::Bounded(ScalarKind::String, &long)];
    let fields = [Field::optional("id", Kind::OneOf(&arms))];
    let mut slots = Vec::new();
    let index = key_index_in(&fields, |made| {
        slots.extend_from_slice(made);
        &slots
    });
    let shape = Shape { fields: &fields, index, closed: true, params: false, groups: &[], clauses: &[] };
    let message = |json: &str| {
        let found = Validation::new().validate_json(json.as_bytes(), &shape).unwrap_err();
        assert_eq!(summary(&found), [("/id", Rule::OneOf)]);
        found.iter().next().unwrap().message().to_owned()
    };
    let expected = "expected a string of 66 hex digits that starts with 02 or 03, or a string; found ";
    let too_short =
        format!("{expected}the string \"nodeid\" (expected at least 68 characters, found the string \"nodeid\")");
    assert_eq!(message(r#"{"id": "nodeid"}"#), too_short);
    assert_eq!(message(r#"{"id": 7}"#), format!("{expected}the number 7"));
}

#[test]
fn a_condition_says_why_its_rule_applies() {
    let found = all(BROKEN);
    let message = |pointer| found.iter().find(|found| found.pointer() == pointer).unwrap().message().to_owned();
    assert_eq!(message("/first"), r#"expected at most 9, found the number 10 (because there is "any")"#);
    assert_eq!(message("/item/id"), r#"expected at most 9, found the number 10 (because "kind" is "a")"#);
}

#[test]
fn the_first_alone_is_the_first_of_all() {
    let member = [r#""item":{"id":1,"new":1,"id":2}"#, r#""first":"x""#, r#""any":[{"a":1,"a":2}]"#, r#""items":[[]]"#];
    for rotation in 0..member.len() {
        for count in 1..=member.len() {
            let mut members = member;
            members.rotate_left(rotation);
            let json = format!("{{{}}}", members[..count].join(","));
            let everything = all(&json);
            let first = Validation::new().first_only().validate_json(json.as_bytes(), &RULED).unwrap_err();
            assert_eq!(first.iter().collect::<Vec<_>>(), everything.iter().take(1).collect::<Vec<_>>(), "{json}");
            assert_eq!(first.omitted(), 0, "nobody counted");
        }
    }
}

#[test]
fn what_is_not_kept_is_counted_and_what_is_kept_comes_first() {
    let everything = all(BROKEN);
    for keep in 0..=everything.len() {
        let some = Validation::new().keep(keep).validate_json(BROKEN.as_bytes(), &RULED).unwrap_err();
        let kept = keep.max(1);
        assert_eq!((some.len(), some.omitted()), (kept, everything.len() - kept));
        assert!(!some.is_empty());
        assert!(some.iter().eq(everything.iter().take(kept)));
        let rest =
            if kept < everything.len() { format!("\nand {} more", everything.len() - kept) } else { String::new() };
        assert!(
            some.to_string().ends_with(&rest)
                && some.to_string().lines().count() == kept + usize::from(!rest.is_empty())
        );
    }
    let owned: Vec<Violation> = everything.clone().into_iter().collect();
    assert!(owned.iter().eq(&everything));
}

#[test]
fn more_than_a_thousand_are_kept_if_asked_for() {
    let json = format!(r#"{{"payments":[{}1]}}"#, "1,".repeat(1_499));
    let found = Validation::new().keep(5_000).validate_json(json.as_bytes(), SampleResponse::SHAPE).unwrap_err();
    assert_eq!((found.len(), found.omitted()), (1_500, 0));
}

#[test]
fn what_ended_the_reading_is_kept_whatever_came_before() {
    let json = format!(r#"{{"payments":[{}"#, "1,".repeat(2_000));
    let found = SampleResponse::validate_json(json.as_bytes()).unwrap_err();
    assert_eq!((found.len(), found.omitted()), (1_001, 1_000));
    assert_eq!(found.iter().last().unwrap().rule(), Rule::Json);
}

#[test]
fn many_violations_take_time_in_proportion() {
    let inputs: [fn(usize) -> String; 5] = [
        |count| format!(r#"{{"items":[{}1]}}"#, "-1,".repeat(count)),
        |count| format!(r#"{{"first":1{}}}"#, r#","first":1"#.repeat(count)),
        |count| format!(r#"{{"any":[{}1]}}"#, r#"{"a":1,"a":1},"#.repeat(count)),
        |count| format!(r#"{{"names":{{"a":1{}}}}}"#, r#","a":2"#.repeat(count)),
        |count| (0..count).fold("{\"first\":1".to_owned(), |json, index| json + &format!(",\"n{index}\":1")) + "}",
    ];
    for input in inputs {
        let json = input(250_000);
        // Were it the square, this would not end in hours.
        let found = Validation::new().validate_json(json.as_bytes(), &RULED).unwrap_err();
        assert!(found.len() <= 1_000 && found.len() + found.omitted() > 248_000, "{}", found.omitted());
    }
}
