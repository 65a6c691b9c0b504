//! Keywords that are to mean nothing.

use std::mem;

use super::Override;
use super::apply::{Refused, note};
use crate::diagnostic::{Code, quoted};
use crate::schema::Schema;
use crate::source::Spanned;

/// Takes a keyword out of a schema; whether it was there.
type Forget = fn(&mut Schema) -> bool;

/// The keywords that can be ignored: those that restrict.
pub const IGNORABLE: &[(&str, Forget)] = &[
    ("type", |schema| schema.ty.take().is_some()),
    ("required", |schema| emptied(&mut schema.required)),
    // An absent one can mean `false`, too.
    ("additionalProperties", |schema| schema.additional_properties.replace(true) != Some(true)),
    ("enum", |schema| schema.enum_values.take().is_some()),
    ("minLength", |schema| schema.min_length.take().is_some()),
    ("maxLength", |schema| schema.max_length.take().is_some()),
    ("minItems", |schema| schema.min_items.take().is_some()),
    ("maxItems", |schema| schema.max_items.take().is_some()),
    ("minimum", |schema| schema.minimum.take().is_some()),
    ("maximum", |schema| schema.maximum.take().is_some()),
    ("oneOf", |schema| emptied(&mut schema.one_of)),
    ("anyOf", |schema| emptied(&mut schema.any_of)),
    ("allOf", |schema| emptied(&mut schema.all_of)),
    ("if", |schema| schema.condition.take().is_some()),
    ("pairedWith", |schema| emptied(&mut schema.paired_with)),
    ("oneOfMany", |schema| emptied(&mut schema.one_of_many)),
    ("dependentUpon", |schema| emptied(&mut schema.dependent_upon)),
];

pub(super) fn ignore(wanted: &Override, keyword: &Spanned<String>, schema: &mut Schema) -> Result<(), Refused> {
    let (name, shown) = (keyword.value.as_str(), quoted(&keyword.value));
    // Other keywords have been refused when the configuration was read.
    let forget = IGNORABLE.iter().find(|(known, _)| *known == name).map(|(_, forget)| forget);
    if forget.is_some_and(|forget| forget(schema)) {
        note(schema, &format!("whose {shown} is ignored here"), &wanted.reason);
        return Ok(());
    }
    let message = format!("the schema at {} has no {shown} to ignore", quoted(&schema.pointer));
    let diagnostic = wanted
        .found(Code::OverrideIdle, keyword.span, message)
        .label("changes nothing")
        .hint("if the schema has been corrected, remove the override; if not, say with `at` where the keyword stands");
    Err(Box::new(diagnostic))
}

fn emptied<T>(items: &mut Vec<T>) -> bool {
    !mem::take(items).is_empty()
}
