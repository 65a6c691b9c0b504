//! Properties that must be there, and those that need not.

use super::refused::{Refused, idle, no_such_property};
use super::rename::describes;
use super::tree::{elements_mut, get_mut, push, strings};
use super::{Override, was};
use crate::diagnostic::quoted;
use crate::source::{Node, Spanned, Value};

pub(super) fn require(wanted: &Override, names: &[Spanned<String>], schema: &mut Node) -> Result<(), Refused> {
    for name in names {
        if !describes(schema, &name.value) {
            return Err(no_such_property(wanted, name, schema));
        }
        if is_required(schema, name) {
            return Err(idle(wanted, name.span, format!("{} is required already", quoted(&name.value))));
        }
    }
    was::check(wanted, schema)?;
    push(schema, "required", names.iter().map(|name| Value::String(name.value.clone())));
    Ok(())
}

/// A name that is required may be one that no property has: that, too, can be corrected.
pub(super) fn release(wanted: &Override, names: &[Spanned<String>], schema: &mut Node) -> Result<(), Refused> {
    if let Some(name) = names.iter().find(|name| !is_required(schema, name)) {
        if !describes(schema, &name.value) {
            return Err(no_such_property(wanted, name, schema));
        }
        return Err(idle(wanted, name.span, format!("{} is not required", quoted(&name.value))));
    }
    was::check(wanted, schema)?;
    if let Some(required) = get_mut(schema, "required").and_then(elements_mut) {
        required.retain(|listed| !names.iter().any(|name| listed.as_str() == Some(&name.value)));
    }
    Ok(())
}

fn is_required(schema: &Node, name: &Spanned<String>) -> bool {
    strings(schema, "required").any(|required| required == name.value)
}
