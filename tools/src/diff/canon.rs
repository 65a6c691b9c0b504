//! The rules of a schema as one text, whatever it says to people: equal texts are equal rules.

use std::fmt::Write as _;

use cln_codegen::schema::{Schema, Type};
use cln_codegen::source::{Node, Spanned};
use cln_runtime::rules::GroupForm;

/// The rules of a schema and all below it.
pub(super) fn rules(schema: &Schema) -> String {
    let mut text = String::new();
    write(schema, &mut text);
    text
}

// Writing into a `String` cannot fail.
fn write(schema: &Schema, text: &mut String) {
    let _ = write!(text, "{{{:?} {}", schema.ty.as_ref().map(|ty| ty.value), schema.untyped);
    write_values(schema, text);
    write_fields(schema, text);
    write_branches(schema, text);
    text.push('}');
}

/// What single values may be.
fn write_values(schema: &Schema, text: &mut String) {
    if let Some(values) = &schema.enum_values {
        let mut values: Vec<String> = values.iter().map(Node::to_json).collect();
        values.sort_unstable();
        let _ = write!(text, " enum {values:?}");
    }
    let lengths = [&schema.min_length, &schema.max_length, &schema.min_items, &schema.max_items];
    let _ = write!(text, " {:?}", lengths.map(|bound| bound.as_ref().map(|bound| bound.value)));
    let _ = write!(text, " {:?}", [&schema.minimum, &schema.maximum].map(|bound| bound.as_ref().map(|b| b.value)));
}

/// The fields of an object, and rules between them.
fn write_fields(schema: &Schema, text: &mut String) {
    // That more may be there is so where nothing is said, too; but see `may_differ` for sides.
    let _ = write!(text, " {} {:?}", is_closed(schema), sorted(&schema.required));
    for group in &schema.groups {
        let (kind, names) = (group.kind, &group.names);
        let first = names.first().filter(|_| kind.form() == GroupForm::ByFirst);
        let others = names.get(usize::from(first.is_some())..).unwrap_or_default();
        let _ = write!(text, " {} {:?} {:?}", kind.keyword(), first.map(|name| &name.value), sorted(others));
    }
    if schema.properties.is_some() {
        let mut properties: Vec<_> = schema.properties().collect();
        properties.sort_by_key(|property| property.name.value.as_str());
        for property in properties {
            let _ = write!(text, " {:?}:", property.name.value);
            write(&property.schema, text);
        }
    }
}

/// Elements, alternatives and conditions.
fn write_branches(schema: &Schema, text: &mut String) {
    let condition = schema.condition.as_deref();
    let lists = [
        ("items", schema.items.iter().map(|items| &**items).collect::<Vec<_>>()),
        ("oneOf", schema.one_of.iter().collect()),
        ("anyOf", schema.any_of.iter().collect()),
        ("allOf", schema.all_of.iter().collect()),
        ("if", condition.iter().map(|condition| &condition.when).collect()),
        ("then", condition.iter().filter_map(|condition| condition.then.as_ref()).collect()),
        ("else", condition.iter().filter_map(|condition| condition.otherwise.as_ref()).collect()),
    ];
    for (keyword, schemas) in lists.into_iter().filter(|(_, schemas)| !schemas.is_empty()) {
        let _ = write!(text, " {keyword}");
        schemas.into_iter().for_each(|schema| write(schema, text));
    }
}

fn sorted(names: &[Spanned<String>]) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
    names.sort_unstable();
    names
}

/// Whether a schema says that nothing but what it lists may be there.
pub(super) fn is_closed(schema: &Schema) -> bool {
    schema.additional_properties == Some(false)
}

/// The type that a schema names, if any.
pub(super) fn type_of(schema: &Schema) -> Option<Type> {
    schema.ty.as_ref().map(|ty| ty.value)
}
