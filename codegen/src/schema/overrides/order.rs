//! Parameters at other positions.

use super::Override;
use super::apply::{Refused, note};
use crate::diagnostic::{Code, quoted};
use crate::schema::{Property, Schema, nearest};
use crate::source::Spanned;

/// Puts the named parameters first, in this order. The order of the properties is the order of the positions.
pub(super) fn reorder(wanted: &Override, names: &[Spanned<String>], request: &mut Schema) -> Result<(), Refused> {
    for name in names {
        if request.property(&name.value).is_none() {
            return Err(no_such_parameter(wanted, name, request));
        }
    }
    let is_so = request.properties().zip(names).all(|(property, name)| property.name.value == name.value);
    if is_so {
        return Err(idle(wanted, names));
    }
    let rank = |property: &Property| names.iter().position(|name| name.value == property.name.value);
    // Stable: those without a rank keep their order.
    request.properties.iter_mut().for_each(|all| all.sort_by_key(|property| rank(property).unwrap_or(usize::MAX)));
    note(request, "which has the parameters at other positions", &wanted.reason);
    Ok(())
}

/// The diagnostic for a name that no property of the object has.
pub(super) fn no_such_parameter(wanted: &Override, name: &Spanned<String>, object: &Schema) -> Refused {
    let hint = match nearest(&name.value, object.properties().map(|property| property.name.value.as_str())) {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => format!("the names are those of the properties at {}", quoted(&object.pointer)),
    };
    let message = format!("the schema of {} has no property {}", quoted(&wanted.method.value), quoted(&name.value));
    Box::new(wanted.found(Code::OverrideMisses, name.span, message).label("no such property").hint(hint))
}

fn idle(wanted: &Override, names: &[Spanned<String>]) -> Refused {
    let span = names.first().map_or(wanted.method.span, |name| name.span);
    let message = format!("the parameters of {} have this order already", quoted(&wanted.method.value));
    let diagnostic = wanted
        .found(Code::OverrideIdle, span, message)
        .label("changes nothing")
        .hint("if the schema has been corrected, remove the override");
    Box::new(diagnostic)
}
