//! JSON that changes in place.

use crate::source::{Member, Node, Spanned, Value};
use crate::text::Span;

/// The value of a key.
pub(super) fn get_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let member = members_mut(node)?.iter_mut().find(|member| member.key.value == key)?;
    Some(&mut member.value)
}

pub(super) const fn members_mut(node: &mut Node) -> Option<&mut Vec<Member>> {
    match &mut node.value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

pub(super) const fn elements_mut(node: &mut Node) -> Option<&mut Vec<Node>> {
    match &mut node.value {
        Value::Array(elements) => Some(elements),
        _ => None,
    }
}

/// Gives a key this value. It stands where the old one stood, or where the object begins.
pub(super) fn set(node: &mut Node, key: &str, value: &Node) {
    let opening = opening(node);
    if let Some(old) = get_mut(node, key) {
        *old = placed(value, old.span);
    } else if let Some(members) = members_mut(node) {
        members.push(Member { key: spanned(key, opening), value: placed(value, opening) });
    }
}

/// Takes a key out of an object.
pub(super) fn remove(node: &mut Node, key: &str) {
    if let Some(members) = members_mut(node) {
        members.retain(|member| member.key.value != key);
    }
}

/// Adds to an array, or makes one if the key is absent. A single value that stands without its array gets one.
pub(super) fn push(node: &mut Node, key: &str, values: impl IntoIterator<Item = Value>) {
    let opening = opening(node);
    if node.get(key).is_none() {
        set(node, key, &Node { value: Value::Array(Vec::new()), span: opening });
    }
    let Some(list) = get_mut(node, key) else { return };
    if list.as_array().is_none() {
        let only = list.clone();
        list.value = Value::Array(vec![only]);
    }
    let span = list.as_array().and_then(<[Node]>::last).map_or(list.span, |last| last.span);
    if let Some(elements) = elements_mut(list) {
        elements.extend(values.into_iter().map(|value| Node { value, span }));
    }
}

/// The strings of an array; a single one may stand without it.
pub(super) fn strings<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n str> {
    let value = node.get(key);
    let elements = value.and_then(Node::as_array).unwrap_or_default().iter().filter_map(Node::as_str);
    value.and_then(Node::as_str).into_iter().chain(elements)
}

/// The names under `properties`, in their order.
pub(super) fn names(schema: &Node) -> impl Iterator<Item = &str> {
    let properties = schema.get("properties").and_then(Node::as_object).unwrap_or_default();
    properties.iter().map(|property| property.key.value.as_str())
}

/// Whether two values are the same JSON. The order of members does not count.
pub(super) fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(members), Value::Object(others)) => {
            let has_same =
                |member: &Member| b.get(&member.key.value).is_some_and(|other| is_same(&member.value, other));
            members.len() == others.len() && members.iter().all(has_same)
        }
        (a, b) => a == b,
    }
}

/// A value of another file, all of it at one place of this one.
pub(super) fn placed(value: &Node, span: Span) -> Node {
    let value = match &value.value {
        Value::Array(elements) => Value::Array(elements.iter().map(|element| placed(element, span)).collect()),
        Value::Object(members) => {
            let member =
                |member: &Member| Member { key: spanned(&member.key.value, span), value: placed(&member.value, span) };
            Value::Object(members.iter().map(member).collect())
        }
        other => other.clone(),
    };
    Node { value, span }
}

pub(super) fn spanned(text: &str, span: Span) -> Spanned<String> {
    Spanned { value: text.to_owned(), span }
}

/// The opening brace or bracket: the whole would be too much to show.
pub(super) const fn opening(node: &Node) -> Span {
    Span::new(node.span.start, node.span.start + 1)
}
