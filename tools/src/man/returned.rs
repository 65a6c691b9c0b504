//! What a command returns.

use cln_codegen::schema::{Property, Schema, Type};

use super::condition::conditions;
use super::escape::{name, prose};
use super::fields::{fields, is_warning, list};

/// The chapter: what its author says before and after, and between that what the schema says.
pub(super) fn returned(schema: &Schema) -> String {
    let (before, after) = (&schema.pre_return_value_notes, &schema.post_return_value_notes);
    let mut text = prose(before, "\n");
    if !text.is_empty() {
        text.push('\n');
    }
    let says_it_all = sentences(schema).is_none() && (!before.is_empty() || !after.is_empty());
    text.push_str(&if says_it_all { warnings(schema) } else { fields_returned(schema) });
    if !after.is_empty() {
        if sentences(schema).is_some() {
            text.push('\n');
        }
        text.push_str(&format!("{}\n", prose(after, "\n")));
    }
    text
}

/// What the schema says: a sentence, the fields, the warnings.
pub(super) fn fields_returned(schema: &Schema) -> String {
    let (sentence, list) = sentences(schema).unwrap_or(("an empty object is returned.".to_owned(), String::new()));
    format!("On success, {sentence}\n{list}{}", warnings(schema))
}

/// The end of the sentence and the fields that it announces; `None` if there are none but warnings.
///
/// An object that holds nothing but one list, or one object, is told in the sentence.
fn sentences(schema: &Schema) -> Option<(String, String)> {
    let mut told = schema.properties().filter(|property| !is_warning(property));
    let first = told.next()?;
    let only = told.next().is_none().then_some(first);
    let ty = |schema: &Schema| schema.ty.as_ref().map(|ty| ty.value);
    let mut text = "\n".to_owned();
    let announced = match only.map(|only| (ty(&only.schema), only.schema.items.as_deref())) {
        Some((Some(Type::Object), _)) => {
            fields(&mut text, &first.schema, "");
            format!("{}It is an object containing:", containing(first))
        }
        Some((Some(Type::Array), Some(items))) if ty(items) == Some(Type::Object) => {
            fields(&mut text, items, "");
            format!("{}It is an array of objects, where each object contains:", containing(first))
        }
        _ => {
            list(&mut text, schema, "");
            conditions(&mut text, schema, "");
            "an object is returned, containing:".to_owned()
        }
    };
    Some((announced, text))
}

fn containing(property: &Property) -> String {
    format!("an object containing **{}** is returned. ", name(&property.name.value))
}

/// The warnings that the object may hold beside the rest: their names, and their words as they are.
fn warnings(schema: &Schema) -> String {
    let line = |property: &Property| {
        let words: String = property.schema.description.iter().map(|line| line.value.as_str()).collect();
        format!("- **{}**: {words}\n", name(&property.name.value))
    };
    let text: String = schema.properties().filter(|property| is_warning(property)).map(line).collect();
    if text.is_empty() { text } else { format!("\nThe following warnings may also be returned:\n\n{text}") }
}
