//! Results that are changed on purpose, where their schema says that it hurts.

use cln_runtime::json::Tree;
use cln_runtime::json::pointer::child;
use cln_runtime::rules::{Kind, Shape};

use crate::dice::Dice;

/// A change of a result.
#[derive(Debug)]
pub(crate) enum Edit {
    UnknownEnumValue(Dice),
    ExtraField(Dice),
    MissingField(Dice),
    HugeList(usize),
}

/// The names and values that no schema has.
const UNKNOWN_VALUE: &str = "a_value_of_tomorrow";
const UNKNOWN_FIELD: &str = "a_field_of_tomorrow";

/// The result after all changes that there is a place for. Lists grow last: they are too long to look for places in.
pub(crate) fn apply(edits: Vec<Edit>, result: &str, shape: Option<&Shape<'_>>) -> String {
    let Ok(mut tree) = Tree::parse(result) else { return result.to_owned() };
    let mut items = None;
    for edit in edits {
        match edit {
            Edit::UnknownEnumValue(mut dice) => {
                if let Some(place) = dice.pick(&places(&tree, shape, Place::Enum)) {
                    tree.set(place, Tree::Text(UNKNOWN_VALUE.to_owned()));
                }
            }
            Edit::MissingField(mut dice) => {
                if let Some(place) = dice.pick(&places(&tree, shape, Place::Required)) {
                    tree.remove(place);
                }
            }
            Edit::ExtraField(mut dice) => {
                if let Some(place) = dice.pick(&places(&tree, shape, Place::Object)) {
                    tree.set(&format!("{place}/{UNKNOWN_FIELD}"), Tree::Text("7".to_owned()));
                }
            }
            Edit::HugeList(count) => items = Some(count),
        }
    }
    if let Some(count) = items {
        lengthen(&mut tree, count);
    }
    tree.to_string()
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Object,
    Required,
    Enum,
}

/// The JSON Pointers of all such places, as far as the rules tell.
fn places(tree: &Tree, shape: Option<&Shape<'_>>, wanted: Place) -> Vec<String> {
    let mut found = Vec::new();
    match shape {
        Some(shape) => in_object(tree, shape, "", wanted, &mut found),
        None if wanted == Place::Object && matches!(tree, Tree::Object(_)) => found.push(String::new()),
        None => {}
    }
    found
}

fn in_object(tree: &Tree, shape: &Shape<'_>, pointer: &str, wanted: Place, found: &mut Vec<String>) {
    let Tree::Object(members) = tree else { return };
    if wanted == Place::Object {
        found.push(pointer.to_owned());
    }
    for (name, value) in members {
        let Some(field) = shape.find(name.as_bytes()).and_then(|index| shape.fields.get(index)) else { continue };
        let below = child(pointer, name);
        if wanted == Place::Required && field.required {
            found.push(below.clone());
        }
        in_value(value, &field.kind, &below, wanted, found);
    }
}

fn in_value(tree: &Tree, kind: &Kind<'_>, pointer: &str, wanted: Place, found: &mut Vec<String>) {
    match kind {
        Kind::Enum(_) if wanted == Place::Enum => found.push(pointer.to_owned()),
        Kind::Object(shape) => in_object(tree, shape, pointer, wanted, found),
        Kind::Array(array) => {
            let Tree::Array(elements) = tree else { return };
            for (index, element) in elements.iter().enumerate() {
                in_value(element, &array.items, &format!("{pointer}/{index}"), wanted, found);
            }
        }
        _ => {}
    }
}

/// Repeats what is in the first list until there are so many items. The list becomes text at once: as a tree it would
/// be many times as large.
fn lengthen(tree: &mut Tree, count: usize) -> bool {
    match tree {
        Tree::Array(elements) if !elements.is_empty() => {
            let texts: Vec<String> = elements.iter().map(Tree::to_string).collect();
            let items: Vec<&str> = texts.iter().map(String::as_str).cycle().take(count).collect();
            *tree = Tree::Plain(format!("[{}]", items.join(",")));
            true
        }
        Tree::Object(members) => members.iter_mut().any(|(_, value)| lengthen(value, count)),
        Tree::Array(_) | Tree::Plain(_) | Tree::Text(_) => false,
    }
}
