//! Properties that have other names on the wire, and the walk to wherever an object names its properties.

use cln_runtime::json::pointer::child;
use cln_runtime::rules::GroupKind;

use super::place::{BRANCHES, LISTS, property};
use super::refused::{Refused, idle, misses, no_such_property};
use super::tree::{elements_mut, get_mut, members_mut, names};
use super::{Marks, Override, was};
use crate::diagnostic::quoted;
use crate::source::{Node, Spanned, Value};

/// Renames properties of an object wherever the object's schema and its branches speak of them. The pointers of the
/// properties that have got another name.
pub(super) fn rename(
    wanted: &Override,
    all: &[(Spanned<String>, Spanned<String>)],
    object: &mut Node,
    marks: &mut Marks,
) -> Result<Vec<String>, Refused> {
    for (old, new) in all {
        match (describes(object, &old.value), describes(object, &new.value)) {
            (true, false) => {}
            (true, true) => return Err(taken(wanted, new)),
            (false, true) => {
                let method = quoted(&wanted.method.value);
                let message = format!("the schema of {method} says {} already", quoted(&new.value));
                return Err(idle(wanted, new.span, message));
            }
            (false, false) => return Err(no_such_property(wanted, old, object)),
        }
    }
    was::check(wanted, object)?;
    let mut pointers = Vec::new();
    for (old, new) in all {
        let mut renamed = Vec::new();
        each_branch(object, &wanted.at.value, &mut |schema, pointer| {
            if rename_in(schema, &old.value, &new.value) {
                marks.moved(property(pointer, &old.value), property(pointer, &new.value));
                renamed.push(property(pointer, &new.value));
            }
        });
        // One of the places that describe it is enough for the documentation.
        pointers.extend(renamed.into_iter().next());
    }
    Ok(pointers)
}

/// Whether a property has got the name.
fn rename_in(schema: &mut Node, old: &str, new: &str) -> bool {
    // Whatever names properties, at any depth of arrays and as keys.
    for keyword in ["required"].into_iter().chain(GroupKind::ALL.iter().map(|kind| kind.keyword())) {
        if let Some(value) = get_mut(schema, keyword) {
            rename_names(value, old, new);
        }
    }
    let properties = get_mut(schema, "properties").and_then(members_mut);
    let property = properties.into_iter().flatten().find(|property| property.key.value == old);
    property.map(|property| new.clone_into(&mut property.key.value)).is_some()
}

fn rename_names(value: &mut Node, old: &str, new: &str) {
    match &mut value.value {
        Value::String(name) if name == old => new.clone_into(name),
        Value::Array(elements) => elements.iter_mut().for_each(|element| rename_names(element, old, new)),
        Value::Object(members) => {
            for member in members {
                if member.key.value == old {
                    new.clone_into(&mut member.key.value);
                }
                rename_names(&mut member.value, old, new);
            }
        }
        _ => {}
    }
}

/// Whether a schema or one of its branches describes a property of that name.
pub(super) fn describes(schema: &Node, name: &str) -> bool {
    let lists = LISTS.iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let branches = BRANCHES.iter().filter_map(|key| schema.get(key));
    names(schema).any(|own| own == name) || lists.chain(branches).any(|branch| describes(branch, name))
}

/// Visits a schema and those that describe the same place under a condition or as an alternative, with their pointers.
pub(super) fn each_branch(schema: &mut Node, pointer: &str, visit: &mut impl FnMut(&mut Node, &str)) {
    visit(schema, pointer);
    for key in LISTS {
        let branches = get_mut(schema, key).and_then(elements_mut).into_iter().flatten();
        for (index, branch) in branches.enumerate() {
            each_branch(branch, &child(&child(pointer, key), &index.to_string()), visit);
        }
    }
    for key in BRANCHES {
        if let Some(branch) = get_mut(schema, key) {
            each_branch(branch, &child(pointer, key), visit);
        }
    }
}

fn taken(wanted: &Override, new: &Spanned<String>) -> Refused {
    let message =
        format!("the schema of {} has a property {} already", quoted(&wanted.method.value), quoted(&new.value));
    let hint = "choose another name, or remove the override";
    misses(wanted, new.span, message, "two properties with the same name", hint)
}
