//! What a field's line says between its name and its description.

use cln_codegen::schema::{Deprecated, Schema, Type, Version};
use cln_codegen::source::{Node, Value};

use super::escape::{escaped, name};

/// The words for a type; `None` if there is none.
pub(super) fn kind(schema: &Schema) -> Option<String> {
    if !schema.one_of.is_empty() {
        return Some("one of".to_owned());
    }
    let ty = schema.ty.as_ref().filter(|_| !schema.untyped)?.value;
    let of = match (ty, schema.items.as_ref().and_then(|items| items.ty.as_ref())) {
        (Type::Array, Some(items)) => format!(" of {}s", items.value.name()),
        _ => String::new(),
    };
    Some(escaped(&format!("{}{of}", ty.name())))
}

/// The values that are allowed, each in parentheses after a blank.
pub(super) fn range(schema: &Schema) -> String {
    let mut range = String::new();
    let number = bounds(schema.minimum.as_ref().map(|low| low.value), schema.maximum.as_ref().map(|high| high.value));
    range.extend(number.map(|number| match number {
        Bounds::Both(low, high) => format!(" ({low} to {high} inclusive)"),
        Bounds::Low(low) => format!(" (min {low})"),
        Bounds::High(high) => format!(" (max {high})"),
    }));
    let length =
        bounds(schema.min_length.as_ref().map(|low| low.value), schema.max_length.as_ref().map(|high| high.value));
    range.extend(length.map(|length| match length {
        Bounds::Both(low, high) if low == high => format!(" (always {low} characters)"),
        Bounds::Both(low, high) => format!(" ({low} to {high} characters)"),
        Bounds::Low(low) => format!(" (at least {low} characters)"),
        Bounds::High(high) => format!(" (up to {high} characters)"),
    }));
    range.extend(schema.enum_values.as_deref().map(|values| match values {
        [only] => format!(" (always {})", value(only)),
        several => format!(" (one of {})", several.iter().map(value).collect::<Vec<_>>().join(", ")),
    }));
    range
}

enum Bounds<T> {
    Both(T, T),
    Low(T),
    High(T),
}

fn bounds<T>(low: Option<T>, high: Option<T>) -> Option<Bounds<T>> {
    match (low, high) {
        (Some(low), Some(high)) => Some(Bounds::Both(low, high)),
        (Some(low), None) => Some(Bounds::Low(low)),
        (None, Some(high)) => Some(Bounds::High(high)),
        (None, None) => None,
    }
}

/// A value of an enum.
pub(super) fn value(node: &Node) -> String {
    match &node.value {
        Value::String(text) => format!("\"{}\"", name(text)),
        _ => format!("*{}*", node.to_json()),
    }
}

/// So many months after the release that deprecates something it may go, where the file does not say when.
const NOTICE: u32 = 9;

/// Since when something is deprecated, and when it goes: the emphasized words.
pub(super) fn deprecated(deprecated: &Deprecated) -> String {
    let since = deprecated.since.iter().map(|since| format!(" in {since}"));
    let stated = deprecated.removed_in.as_ref().map(Version::to_string);
    let removed = stated.or_else(|| earliest_removal(deprecated.since.as_ref()?));
    let removed = removed.iter().map(|removed| format!(", removed after {removed}"));
    format!("**deprecated{}**", since.chain(removed).collect::<String>())
}

/// The earliest release without something: versions are years and months since v22.11.
fn earliest_removal(since: &Version) -> Option<String> {
    let [year, month, _] = since.numbers();
    let months = year.checked_mul(12)?.checked_add(month)?.checked_add(NOTICE)?.checked_sub(1)?;
    (year > 0).then(|| format!("v{}.{:02}", months / 12, months % 12 + 1))
}

/// The release that brought something, unless it was there before the first release that can be told.
pub(super) fn added(added: Option<&Version>) -> Option<String> {
    let text = added?.to_string();
    (!text.starts_with("pre-")).then_some(text)
}
