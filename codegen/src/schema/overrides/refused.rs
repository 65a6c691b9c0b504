//! What is said of corrections that do not fit.

use super::Override;
use super::tree::names;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::schema::{did_you_mean, nearest};
use crate::source::{Node, Spanned};
use crate::text::Span;

/// Why a change was not made. Boxed: it is large, and rare.
pub(super) type Refused = Box<Diagnostic>;

/// The schema says something else than what is wrong, most likely because it has been mended, or because a correction
/// that comes with this crate has been made before.
pub(super) fn idle(wanted: &Override, span: Span, message: String) -> Refused {
    let diagnostic = wanted
        .found(Code::OverrideIdle, span, message)
        .label("changes nothing")
        .hint("if the schema has been fixed, or a built-in correction does the same, remove the override");
    Box::new(diagnostic)
}

/// What the correction speaks of is not there, or must not be.
pub(super) fn misses(wanted: &Override, span: Span, message: String, label: &str, hint: &str) -> Refused {
    Box::new(wanted.found(Code::OverrideMisses, span, message).label(label).hint(hint))
}

pub(super) fn no_such_place(wanted: &Override) -> Refused {
    let (method, at) = (quoted(&wanted.method.value), quoted(&wanted.at.value));
    let message = format!("the schema of {method} has no schema at {at}");
    let hint = "a place looks like `/request`, `/request/properties/NAME` or `/response/properties/NAME/items`";
    misses(wanted, wanted.at.span, message, "no such place", hint)
}

/// The diagnostic for a name that no property of the object has.
pub(super) fn no_such_property(wanted: &Override, name: &Spanned<String>, schema: &Node) -> Refused {
    let hint = did_you_mean(nearest(&name.value, names(schema)), || {
        format!("the names are those of the properties at {}", quoted(&wanted.at.value))
    });
    let message = format!("the schema of {} has no property {}", quoted(&wanted.method.value), quoted(&name.value));
    misses(wanted, name.span, message, "no such property", &hint)
}
