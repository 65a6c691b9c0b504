//! Finds the schemas that overrides are for, and changes them.

use super::{Change, Override, ignore, order, rename};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::schema::{Document, Schema, nearest};
use crate::source::Spanned;

/// Why a change was not made. Boxed: it is large, and rare.
pub(super) type Refused = Box<Diagnostic>;

/// Changes the documents, one override after the other: a later one sees what an earlier one has changed.
pub fn apply<'d>(
    overrides: &[Override],
    documents: impl IntoIterator<Item = &'d mut Document>,
    diagnostics: &mut Diagnostics,
) {
    let mut documents: Vec<&mut Document> = documents.into_iter().collect();
    for wanted in overrides {
        let mut found = Vec::new();
        if !documents.iter().any(|document| wanted.is_for(document)) {
            found.push(no_such_method(wanted, &documents));
        }
        let described = documents.iter_mut().filter(|document| wanted.is_for(document));
        found.extend(described.filter_map(|document| change(wanted, document).err().map(|refused| *refused)));
        if !wanted.bundled {
            diagnostics.extend(found);
        }
    }
}

fn change(wanted: &Override, document: &mut Document) -> Result<(), Refused> {
    match &wanted.change {
        Change::Ignore { keyword, at } => ignore::ignore(wanted, keyword, place(wanted, document, at)?),
        Change::Positions(names) => order::reorder(wanted, names, &mut document.request),
        Change::Rename { names, at } => {
            let schema = place(wanted, document, at)?;
            names.iter().try_for_each(|(old, new)| rename::rename(wanted, old, new, schema))
        }
    }
}

fn no_such_method(wanted: &Override, documents: &[&mut Document]) -> Diagnostic {
    let of_kind = documents.iter().filter(|document| document.target == wanted.target);
    let hint = match nearest(&wanted.method.value, of_kind.map(|document| document.name.value.as_str())) {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => "it has no effect in this run".to_owned(),
    };
    let message = format!("no schema of this run describes {}", quoted(&wanted.method.value));
    wanted.found(Code::OverrideWithoutMethod, wanted.method.span, message).label("no such method").hint(hint)
}

/// The schema at a JSON Pointer of the document.
fn place<'d>(wanted: &Override, document: &'d mut Document, at: &Spanned<String>) -> Result<&'d mut Schema, Refused> {
    let sides = [&mut document.request, &mut document.response];
    let found = sides.into_iter().find_map(|side| descend(side, &at.value));
    found.ok_or_else(|| {
        let message = format!("the schema of {} has no schema at {}", quoted(&wanted.method.value), quoted(&at.value));
        let hint = "a place looks like `/request`, `/request/properties/NAME` or `/response/properties/NAME/items`";
        Box::new(wanted.found(Code::OverrideMisses, at.span, message).label("no such place").hint(hint))
    })
}

/// The schema at the pointer, in or below this one.
fn descend<'s>(schema: &'s mut Schema, pointer: &str) -> Option<&'s mut Schema> {
    if schema.pointer == pointer {
        return Some(schema);
    }
    schema.below_mut().find(|below| is_at_or_above(&below.pointer, pointer)).and_then(|below| descend(below, pointer))
}

fn is_at_or_above(above: &str, pointer: &str) -> bool {
    pointer.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Says in the documentation of a schema how and why the bindings differ from it.
pub(super) fn note(schema: &mut Schema, difference: &str, reason: &str) {
    let line = |value: String| Spanned { value, span: schema.span };
    let lines = [line(String::new()), line(format!("Differs from the schema, {difference}: {reason}"))];
    schema.description.extend(lines);
}
