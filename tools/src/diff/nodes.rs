//! Which schemas say something of the same value.

use std::collections::BTreeSet;

use cln_codegen::schema::{Property, Schema};

use super::canon::rules;

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the member of that name.
    Name(String),
    /// To any element.
    Item,
}

/// A schema and all its branches, whether they apply or not.
pub(super) fn with_branches(schema: &Schema) -> Vec<&Schema> {
    let mut found = vec![schema];
    let mut next = 0;
    while let Some(schema) = found.get(next).copied() {
        found.extend(schema.branches());
        next += 1;
    }
    found
}

/// What these schemas and their branches say of the value one step below.
pub(super) fn below<'s>(schemas: &[&'s Schema], step: &Step) -> Vec<&'s Schema> {
    let all = schemas.iter().flat_map(|schema| with_branches(schema));
    match step {
        Step::Name(name) => all.filter_map(|schema| schema.property(name)).map(|property| &property.schema).collect(),
        Step::Item => all.filter_map(|schema| schema.items.as_deref()).collect(),
    }
}

/// What a schema says of the value at the end of a way.
pub(super) fn at<'s>(schema: &'s Schema, steps: &[Step]) -> Vec<&'s Schema> {
    steps.iter().fold(vec![schema], |schemas, step| below(&schemas, step))
}

/// The names that these schemas or any of their branches list, each once.
pub(super) fn names<'s>(schemas: &[&'s Schema]) -> Vec<&'s str> {
    let all = schemas.iter().flat_map(|schema| with_branches(schema)).flat_map(Schema::properties);
    let mut seen = BTreeSet::new();
    all.map(|property| property.name.value.as_str()).filter(|name| seen.insert(*name)).collect()
}

/// The names of fields that conditions in these schemas ask about, each once.
pub(super) fn asked<'s>(schemas: &[&'s Schema]) -> Vec<&'s str> {
    let conditions =
        schemas.iter().flat_map(|schema| with_branches(schema)).filter_map(|schema| schema.condition.as_deref());
    let tests: Vec<&Schema> = conditions.map(|condition| &condition.when).collect();
    let mut asked = names(&tests);
    for name in tests.iter().flat_map(|test| &test.required) {
        if !asked.contains(&name.value.as_str()) {
            asked.push(&name.value);
        }
    }
    asked
}

/// A field of an object: what the object itself says, or the first of its branches if that is nothing.
pub(super) struct FieldOf<'s> {
    pub(super) property: &'s Property,
    /// Whether it must be there in any case.
    pub(super) required: bool,
    /// Whether it may be there in any case, not only where a branch says so.
    pub(super) always: bool,
    /// Whether the object itself only allows it, and a branch says what it is.
    pub(super) only_allowed: bool,
}

/// The fields of an object, those that only branches describe among them, in the order of the file. What a condition
/// asks is no description.
pub(super) fn fields(schema: &Schema) -> Vec<FieldOf<'_>> {
    let mut found: Vec<FieldOf<'_>> = Vec::new();
    let mut required: Vec<&str> = Vec::new();
    collect(schema, true, &mut found, &mut required);
    for field in &mut found {
        // What may be `null` may be missing, too.
        field.required = required.contains(&field.property.name.value.as_str()) && !field.property.schema.nullable;
    }
    found
}

/// Whether a schema demands nothing: it allows a field that another place describes.
pub(super) fn is_placeholder(schema: &Schema) -> bool {
    // Most say what they hold in the first place.
    schema.ty.is_none() && schema.properties.is_none() && rules(schema) == rules(&Schema::default())
}

fn collect<'s>(schema: &'s Schema, always: bool, found: &mut Vec<FieldOf<'s>>, required: &mut Vec<&'s str>) {
    for property in schema.properties() {
        match found.iter_mut().find(|field| field.property.name.value == property.name.value) {
            Some(field) if is_placeholder(&field.property.schema) => {
                field.only_allowed = !always && !is_placeholder(&property.schema);
                field.property = property;
            }
            Some(_) => {}
            None => found.push(FieldOf { property, required: false, always, only_allowed: false }),
        }
    }
    if always {
        required.extend(schema.required.iter().map(|name| name.value.as_str()));
    }
    for branch in &schema.all_of {
        collect(branch, always, found, required);
    }
    for branch in schema.cases() {
        collect(branch, false, found, required);
    }
}

/// What the wire calls it.
pub(super) fn name_of<'s>(field: &FieldOf<'s>) -> &'s str {
    &field.property.name.value
}
