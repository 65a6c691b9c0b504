//! The rules that are made of the committed schema, one a line with the place that it comes from, to be reviewed.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;
use std::sync::Arc;

use cln_codegen::Diagnostics;
use cln_codegen::model::{Options, lower, with_rules};
use cln_codegen::schema::{Side, parse};
use cln_codegen::text::Source;
use cln_runtime::rules::{GroupKind, Kind, Shape};
use cln_tests::folders::workspace;

const SCHEMA: &str = "schemas/delpay.json";

#[test]
fn the_rules_of_the_committed_schema_are_those_that_were_reviewed() {
    let text = fs::read_to_string(workspace().join(SCHEMA)).unwrap();
    let mut diagnostics = Diagnostics::new();
    let document = parse(Arc::new(Source::new(SCHEMA, text)), &mut diagnostics).unwrap();
    let method = lower(&document, SCHEMA, &Options::default(), &mut diagnostics).unwrap();
    let mut listing = String::new();
    for side in Side::ALL {
        let pointer = format!("/{}", side.key());
        let listed = with_rules(&method, side, |shape| {
            line(&mut listing, 0, &format!("{} {}", side.key(), object(shape)), &pointer);
            fields(&mut listing, shape, &pointer, 1);
        });
        assert!(listed.is_some(), "{} is an object", side.key());
    }
    // Whatever a line says it comes from is there.
    for pointer in listing.lines().map(|line| line.rsplit_once('#').unwrap().1) {
        let mut tokens = pointer.split('/').skip(1);
        assert!(tokens.try_fold(&document.root, |node, token| node.get(token)).is_some(), "{pointer} leads nowhere");
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("delpay", listing) });
}

fn fields(listing: &mut String, shape: &Shape<'_>, pointer: &str, depth: usize) {
    for field in shape.fields {
        let pointer = format!("{pointer}/properties/{}", field.name);
        let needed = if field.required { "required" } else { "optional" };
        let secret = if field.secret { ", never shown" } else { "" };
        line(listing, depth, &format!("{}: {needed} {}{secret}", field.name, kind(&field.kind)), &pointer);
        below(listing, &field.kind, &pointer, depth + 1);
    }
    for group in shape.groups {
        let names = |fields: &[usize]| fields.iter().map(|&at| shape.fields[at].name).collect::<Vec<_>>().join(", ");
        let (rule, keyword) = match group.kind {
            GroupKind::Paired => (format!("all or none: {}", names(group.members)), "pairedWith"),
            GroupKind::Exclusive => (format!("at most one: {}", names(group.members)), "oneOfMany"),
            GroupKind::Dependent => {
                let (on, others) = group.members.split_at(1);
                (format!("only with {}: {}", names(on), names(others)), "dependentUpon")
            }
        };
        line(listing, depth, &rule, &format!("{pointer}/{keyword}"));
    }
    assert!(shape.clauses.is_empty(), "the listing does not know conditions yet: {:?}", shape.clauses);
}

fn below(listing: &mut String, kind: &Kind<'_>, pointer: &str, depth: usize) {
    match kind {
        Kind::Object(shape) => fields(listing, shape, pointer, depth),
        Kind::Array(array) => below(listing, &array.items, &format!("{pointer}/items"), depth),
        _ => {}
    }
}

/// What a value must be, in words.
fn kind(kind: &Kind<'_>) -> String {
    match kind {
        Kind::Scalar(scalar) => format!("{scalar:?}"),
        Kind::Enum(values) => format!("one of {values:?}"),
        Kind::Array(array) => format!("array of {}", self::kind(&array.items)),
        Kind::Object(shape) => object(shape),
        other => format!("{other:?}"),
    }
}

fn object(shape: &Shape<'_>) -> String {
    let unknown = if shape.closed { "no other fields" } else { "may hold anything else" };
    let params = if shape.params { "by name or by position, " } else { "" };
    format!("object, {params}{unknown}")
}

fn line(listing: &mut String, depth: usize, rule: &str, pointer: &str) {
    let rule = format!("{}{rule}", "  ".repeat(depth));
    listing.push_str(&format!("{rule:<64} {SCHEMA}#{pointer}\n"));
}
