//! The elements of an array, and the alternatives of a value.

use cln_codegen::schema::{Schema, Type};

use super::annotation::kind;
use super::escape::prose;
use super::fields::{Entry, STEP, field, fields};

/// What the elements of an array are, when its own line has told their type.
pub(super) fn items(page: &mut String, schema: &Schema, indent: &str) {
    if !schema.one_of.is_empty() {
        return alternatives(page, &schema.one_of, &format!("{indent}{STEP}"));
    }
    match schema.ty.as_ref().filter(|_| !schema.untyped).map(|ty| ty.value) {
        Some(Type::Object) => fields(page, schema, indent),
        Some(Type::Array) => nested(page, schema, indent),
        Some(_) => field(page, Entry { name: None, is_typed: true, is_optional: true }, schema, indent),
        None => {
            let description = prose(&schema.description, "\n ");
            let said = if description.is_empty() { String::new() } else { format!(": {description}") };
            page.push_str(&format!("{indent}- (any type){said}\n"));
        }
    }
}

/// The ways that a value may be, in order. Where its values are listed, they tell the type.
pub(super) fn alternatives(page: &mut String, schemas: &[Schema], indent: &str) {
    for schema in schemas {
        let is_array = schema.one_of.is_empty() && schema.ty.as_ref().is_some_and(|ty| ty.value == Type::Array);
        if is_array {
            nested(page, schema, indent);
        } else {
            let entry = Entry { name: None, is_typed: schema.enum_values.is_none(), is_optional: false };
            field(page, entry, schema, indent);
        }
    }
}

/// An array in an array, or among alternatives.
fn nested(page: &mut String, schema: &Schema, indent: &str) {
    page.push_str(&format!("{indent}- ({})", kind(schema).unwrap_or_default()));
    let description = prose(&schema.description, "\n");
    if !description.is_empty() {
        page.push_str(&format!(": {description}"));
    }
    page.push('\n');
    if let Some(of) = &schema.items {
        items(page, of, &format!("{indent}{STEP}"));
    }
}
