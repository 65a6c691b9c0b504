//! Parameters at other positions.

use super::refused::{Refused, idle, no_such_property};
use super::tree::{get_mut, members_mut, names};
use super::{Override, was};
use crate::diagnostic::quoted;
use crate::source::{Member, Node, Spanned};

/// Puts the named parameters first, in this order. The order of the properties is the order of the positions.
pub(super) fn reorder(wanted: &Override, order: &[Spanned<String>], request: &mut Node) -> Result<(), Refused> {
    if let Some(name) = order.iter().find(|name| !names(request).any(|own| own == name.value)) {
        return Err(no_such_property(wanted, name, request));
    }
    if names(request).zip(order).all(|(own, name)| own == name.value) {
        let span = order.first().map_or(wanted.method.span, |name| name.span);
        let message = format!("the parameters of {} have this order already", quoted(&wanted.method.value));
        return Err(idle(wanted, span, message));
    }
    was::check(wanted, request)?;
    let rank = |property: &Member| order.iter().position(|name| name.value == property.key.value);
    if let Some(properties) = get_mut(request, "properties").and_then(members_mut) {
        // Stable: those without a rank keep their order.
        properties.sort_by_key(|property| rank(property).unwrap_or(usize::MAX));
    }
    Ok(())
}
