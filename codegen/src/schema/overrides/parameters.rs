//! Properties that the schema leaves out, and those that there are not.

use cln_runtime::rules::{GroupForm, GroupKind};

use super::refused::{Refused, idle, no_such_property};
use super::rename::{describes, each_branch};
use super::tree::{elements_mut, get_mut, members_mut, names, opening, placed, remove, set, spanned};
use super::{Override, was};
use crate::diagnostic::quoted;
use crate::source::{Member, Node, Spanned, Value};

/// Adds properties before the one of that name, or as the last.
pub(super) fn add(
    wanted: &Override,
    properties: &[Member],
    before: Option<&Spanned<String>>,
    object: &mut Node,
) -> Result<(), Refused> {
    if let Some(known) = properties.iter().find(|property| describes(object, &property.key.value)) {
        let method = quoted(&wanted.method.value);
        let message = format!("the schema of {method} has a property {} already", quoted(&known.key.value));
        return Err(idle(wanted, known.key.span, message));
    }
    let position = before.map(|name| names(object).position(|own| own == name.value).ok_or(name)).transpose();
    let position = position.map_err(|name| no_such_property(wanted, name, object))?;
    was::check(wanted, object)?;
    let span = opening(object);
    if object.get("properties").is_none() {
        set(object, "properties", &Node { value: Value::Object(Vec::new()), span });
    }
    if let Some(own) = get_mut(object, "properties").and_then(members_mut) {
        let at = position.unwrap_or(own.len());
        let new = |new: &Member| Member { key: spanned(&new.key.value, span), value: placed(&new.value, span) };
        own.splice(at..at, properties.iter().map(new));
    }
    Ok(())
}

/// Removes properties, and all that an object and its branches demand of them.
pub(super) fn take(wanted: &Override, gone: &[Spanned<String>], object: &mut Node) -> Result<(), Refused> {
    if let Some(name) = gone.iter().find(|name| !describes(object, &name.value)) {
        let message = format!("the schema of {} has no {}", quoted(&wanted.method.value), quoted(&name.value));
        return Err(idle(wanted, name.span, message));
    }
    was::check(wanted, object)?;
    let is_gone = |name: &str| gone.iter().any(|gone| gone.value == name);
    each_branch(object, "", &mut |schema, _| {
        if let Some(properties) = get_mut(schema, "properties").and_then(members_mut) {
            properties.retain(|property| !is_gone(&property.key.value));
        }
        if let Some(required) = get_mut(schema, "required") {
            forget(required, is_gone);
        }
        for kind in GroupKind::ALL {
            match kind.form() {
                GroupForm::Lists => forget_groups(schema, kind.keyword(), is_gone),
                GroupForm::ByFirst => forget_dependents(schema, kind.keyword(), is_gone),
            }
        }
    });
    Ok(())
}

fn forget(names: &mut Node, is_gone: impl Fn(&str) -> bool) {
    if let Some(names) = elements_mut(names) {
        names.retain(|name| !name.as_str().is_some_and(&is_gone));
    }
}

/// A group of one demands nothing.
fn forget_groups(schema: &mut Node, keyword: &str, is_gone: impl Fn(&str) -> bool) {
    let Some(groups) = get_mut(schema, keyword).and_then(elements_mut) else { return };
    groups.iter_mut().for_each(|group| forget(group, &is_gone));
    groups.retain(|group| group.as_array().is_none_or(|names| names.len() > 1));
    if groups.is_empty() {
        remove(schema, keyword);
    }
}

fn forget_dependents(schema: &mut Node, keyword: &str, is_gone: impl Fn(&str) -> bool) {
    let Some(dependents) = get_mut(schema, keyword).and_then(members_mut) else { return };
    dependents.retain(|dependent| !is_gone(&dependent.key.value));
    dependents.iter_mut().for_each(|dependent| forget(&mut dependent.value, &is_gone));
    dependents.retain(|dependent| dependent.value.as_array().is_none_or(|names| !names.is_empty()));
    if dependents.is_empty() {
        remove(schema, keyword);
    }
}
