//! Values of the dialect's types, those at the borders among them, and which of them a schema takes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cln_codegen::internals::{kind_of, scalar_kind};
use cln_codegen::schema::{Schema, Type};
use cln_runtime::Origin;
use cln_runtime::Validation;
use cln_runtime::json::Tree;
use cln_runtime::rules::{Kind, ScalarKind};

use super::changes::Where;

const H32: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Values, the plainest first. Wherever two types differ, one of these is of one and not of the other.
const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "255",
    "256",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "1.5",
    "true",
    "false",
    "null",
    "[]",
    "{}",
    r#"{"a":1}"#,
    r#"{"a":"all"}"#,
    r#"{"a":"b"}"#,
    "[1]",
    r#""""#,
    r#""text""#,
    r#""0""#,
    r#""00""#,
    r#""1msat""#,
    r#""1sat""#,
    r#""1btc""#,
    r#""1.5btc""#,
    r#""4000""#,
    r#""all""#,
    r#""any""#,
    r#""slow""#,
    r#""253perkw""#,
    r#""1USD""#,
    r#""1x1x1""#,
    r#""1x1x1/0""#,
];

/// Texts of so many times the same digits, behind a start and before an end.
const LONG: &[(&str, usize, &str)] =
    &[("", 64, ""), ("02", 64, ""), ("", 128, ""), ("", 144, ""), ("", 146, ""), ("", 64, ":0")];

/// All sample values, read once.
static ALL: LazyLock<Vec<Tree>> = LazyLock::new(read);

/// Those of each type, by who writes them: finding them takes longer than using them.
static BY_TYPE: LazyLock<BTreeMap<(Type, bool), Vec<Tree>>> = LazyLock::new(|| {
    let of = |ty: Type, origin: Origin| {
        let values = ALL.iter().filter(|value| is_of_type(ty, origin, value)).cloned().collect();
        ((ty, origin == Origin::Client), values)
    };
    Type::all().flat_map(|ty| [of(ty, Origin::Client), of(ty, Origin::Node)]).collect()
});

/// All sample values.
pub(super) fn values() -> &'static [Tree] {
    &ALL
}

/// The sample values of a type, the plainest first.
fn of_type(ty: Type, origin: Origin) -> &'static [Tree] {
    BY_TYPE.get(&(ty, origin == Origin::Client)).map_or(&[], Vec::as_slice)
}

fn read() -> Vec<Tree> {
    let short = VALUES.iter().filter_map(|json| Tree::parse(json).ok());
    let long = LONG.iter().map(|(start, digits, end)| {
        let zeros = H32.repeat(digits.div_ceil(64));
        Tree::Text(format!("{start}{}{end}", zeros.get(..*digits).unwrap_or_default()))
    });
    // Digits alone may be an amount, too.
    let hex = LONG.iter().filter(|(.., end)| end.is_empty()).map(|(start, digits, _)| {
        let zeros = H32.repeat(digits.div_ceil(64));
        Tree::Text(format!("{start}{}f", zeros.get(1..*digits).unwrap_or_default()))
    });
    let mut all: Vec<Tree> = short.chain(long).chain(hex).collect();
    // A type that differs from all others by a form of its own brings a sample of it.
    for json in ScalarKind::ALL.iter().flat_map(|kind| kind.facts().samples) {
        all.extend(Tree::parse(json).ok().filter(|value| !all.contains(value)));
    }
    all
}

/// Whether a schema's own type, or one of its alternatives', takes a value: of objects and arrays only the kind counts,
/// and of an `enum` without a type what all its values are.
pub(super) fn takes(schema: &Schema, place: &Where, value: &Tree) -> bool {
    if schema.untyped {
        return true;
    }
    match schema.ty.as_ref().map(|ty| ty.value) {
        Some(ty) => is_of_type(ty, place.origin, value),
        None => match &schema.enum_values {
            Some(values) => is_of_kind(kind_of(values), value),
            None if schema.properties.is_some() || !schema.required.is_empty() => {
                place.in_branch || matches!(value, Tree::Object(_))
            }
            None => {
                let mut arms = schema.alternatives().peekable();
                arms.peek().is_none() || arms.any(|arm| takes(arm, place, value))
            }
        },
    }
}

/// Whether a value is of a type, as the validators see it.
pub(super) fn is_of_type(ty: Type, origin: Origin, value: &Tree) -> bool {
    let Some(kind) = scalar_kind(ty, origin, None) else {
        return match ty {
            Type::Array => matches!(value, Tree::Array(_)),
            _ => matches!(value, Tree::Object(_)),
        };
    };
    Validation::new().first_only().validate_value(value.to_string().as_bytes(), &Kind::Scalar(kind)).is_ok()
}

fn is_of_kind(kind: ScalarKind, value: &Tree) -> bool {
    let json = kind.facts().json;
    let name = match value {
        Tree::Plain(word) if is_number(word) => "number",
        Tree::Plain(word) if word == "null" => "null",
        Tree::Plain(_) => "boolean",
        Tree::Text(_) => "string",
        Tree::Array(_) => "array",
        Tree::Object(_) => "object",
    };
    json.is_empty() || json.contains(&name)
}

/// Whether that is a number, not `null` or a truth value.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// The values that a schema and its alternatives suggest: those listed, those of its types, and those at its bounds.
pub(super) fn of_schema(schema: &Schema, origin: Origin, into: &mut Vec<Tree>) {
    if let Some(listed) = &schema.enum_values {
        into.extend(listed.iter().filter_map(|node| Tree::parse(&node.to_json()).ok()));
    }
    at_bounds(schema, into);
    if let Some(ty) = schema.ty.as_ref().map(|ty| ty.value) {
        into.extend(of_type(ty, origin).iter().cloned());
    }
}

/// A length that an instance may have at most: one that is longer shows nothing more.
const LONGEST: u64 = 300;

fn at_bounds(schema: &Schema, into: &mut Vec<Tree>) {
    for bound in [&schema.minimum, &schema.maximum].into_iter().flatten() {
        for near in [bound.value, bound.value.saturating_sub(1), bound.value.saturating_add(1)] {
            into.push(Tree::Plain(near.to_string()));
        }
    }
    for bound in [&schema.min_length, &schema.max_length].into_iter().flatten() {
        for near in [bound.value, bound.value.saturating_sub(1), bound.value.saturating_add(1)] {
            let Ok(length) = usize::try_from(near.min(LONGEST)) else { continue };
            into.extend(["0", "x"].map(|letter| Tree::Text(letter.repeat(length))));
        }
    }
}

/// The lengths at an array's bounds.
pub(super) fn lengths(schema: &Schema) -> Vec<usize> {
    let bounds = [&schema.min_items, &schema.max_items].into_iter().flatten();
    let near = bounds.flat_map(|bound| [bound.value.saturating_sub(1), bound.value, bound.value.saturating_add(1)]);
    near.filter(|length| *length <= LONGEST).filter_map(|length| usize::try_from(length).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two types that no sample tells apart are those that the dialect documents alike.
    #[test]
    fn samples_tell_all_types_apart() {
        let values = values();
        for origin in [Origin::Client, Origin::Node] {
            let all: Vec<Type> = Type::all().collect();
            for (index, one) in all.iter().enumerate() {
                assert!(values.iter().any(|value| is_of_type(*one, origin, value)), "{one}: no sample");
                for other in all.iter().skip(index + 1) {
                    let is_told = values.iter().any(|v| is_of_type(*one, origin, v) != is_of_type(*other, origin, v));
                    assert_eq!(is_told, !is_same(*one, *other, origin), "{one} {other} {origin:?}");
                }
            }
        }
    }

    fn is_same(one: Type, other: Type, origin: Origin) -> bool {
        const DIGITS: [Type; 3] =
            [Type::Scalar(ScalarKind::Hash), Type::Scalar(ScalarKind::Secret), Type::Scalar(ScalarKind::Txid)];
        let amounts = [Type::Scalar(ScalarKind::U64), Type::Scalar(ScalarKind::Msat)];
        DIGITS.contains(&one) && DIGITS.contains(&other)
            || origin == Origin::Node && amounts.contains(&one) && amounts.contains(&other)
    }
}
