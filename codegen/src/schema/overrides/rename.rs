//! Properties that have other names on the wire.

use super::Override;
use super::apply::{Refused, note};
use super::order::no_such_parameter;
use crate::diagnostic::{Code, quoted};
use crate::schema::Schema;
use crate::source::Spanned;

/// Renames a property of an object wherever the object's schema and its branches speak of it.
pub(super) fn rename(
    wanted: &Override,
    old: &Spanned<String>,
    new: &Spanned<String>,
    object: &mut Schema,
) -> Result<(), Refused> {
    match (object.describes(&old.value), object.describes(&new.value)) {
        (true, false) => rename_in(object, &old.value, &new.value, &wanted.reason),
        (true, true) => return Err(taken(wanted, new)),
        (false, true) => return Err(idle(wanted, new)),
        (false, false) => return Err(no_such_parameter(wanted, old, object)),
    }
    Ok(())
}

fn rename_in(schema: &mut Schema, old: &str, new: &str, reason: &str) {
    for property in schema.properties.iter_mut().flatten().filter(|property| property.name.value == old) {
        new.clone_into(&mut property.name.value);
        note(&mut property.schema, &format!("which calls this {}", quoted(old)), reason);
    }
    let groups = schema.paired_with.iter_mut().chain(&mut schema.one_of_many).flatten();
    let dependents = schema.dependent_upon.iter_mut().flat_map(|(on, names)| std::iter::once(on).chain(names));
    let names = schema.required.iter_mut().chain(groups).chain(dependents);
    for name in names.filter(|name| name.value == old) {
        new.clone_into(&mut name.value);
    }
    for branch in schema.branches_mut() {
        rename_in(branch, old, new, reason);
    }
}

fn taken(wanted: &Override, new: &Spanned<String>) -> Refused {
    let message =
        format!("the schema of {} has a property {} already", quoted(&wanted.method.value), quoted(&new.value));
    let diagnostic = wanted
        .found(Code::OverrideMisses, new.span, message)
        .label("two properties of one name")
        .hint("choose another name, or remove the override");
    Box::new(diagnostic)
}

fn idle(wanted: &Override, new: &Spanned<String>) -> Refused {
    let message = format!("the schema of {} says {} already", quoted(&wanted.method.value), quoted(&new.value));
    let diagnostic = wanted
        .found(Code::OverrideIdle, new.span, message)
        .label("changes nothing")
        .hint("if the schema has been corrected, remove the override");
    Box::new(diagnostic)
}
