//! An object's properties as its whole schema describes them: its own, and those of its branches.

use std::collections::BTreeMap;

use cln_runtime::rules::ScalarKind;

use crate::schema::{Schema, Type};
use crate::source::{Node, Spanned};

/// A property and all that is said of it.
pub(super) struct FlatProperty<'a> {
    pub(super) name: &'a Spanned<String>,
    /// What the object itself says.
    pub(super) own: Option<&'a Schema>,
    /// What branches say that say anything, in the order of the file.
    pub(super) others: Vec<&'a Schema>,
    /// Whether it must be there in any case.
    pub(super) required: bool,
}

impl<'a> FlatProperty<'a> {
    /// Everything said of the property.
    pub(super) fn definitions(&self) -> impl Iterator<Item = &'a Schema> + '_ {
        self.own.into_iter().chain(self.others.iter().copied())
    }
}

/// The properties of an object, in first-seen order.
pub(super) fn flatten(schema: &Schema) -> Vec<FlatProperty<'_>> {
    let mut flat = Flat::default();
    flat.visit(schema, true, true);
    flat.properties
}

#[derive(Default)]
struct Flat<'a> {
    properties: Vec<FlatProperty<'a>>,
    /// Where among them a name stands.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Flat<'a> {
    /// Takes up what a schema says; `own` if it is the object's own, `always` if it applies in any case.
    fn visit(&mut self, schema: &'a Schema, own: bool, always: bool) {
        for property in schema.properties() {
            let place = self.place(&property.name);
            if own {
                place.own = Some(&property.schema);
            } else if describes(&property.schema, place.own) {
                place.others.push(&property.schema);
            }
        }
        for branch in &schema.all_of {
            self.visit(branch, false, always);
        }
        for branch in schema.cases() {
            self.visit(branch, false, false);
        }
        for name in &schema.required {
            let place = self.place(name);
            place.required |= always;
        }
    }

    fn place(&mut self, name: &'a Spanned<String>) -> &mut FlatProperty<'a> {
        let index = *self.places.entry(&name.value).or_insert(self.properties.len());
        if index == self.properties.len() {
            self.properties.push(FlatProperty { name, own: None, others: Vec::new(), required: false });
        }
        &mut self.properties[index]
    }
}

/// Whether a schema says nothing: a branch that lists a property as `{}` only allows it.
pub(super) fn is_blank(schema: &Schema) -> bool {
    is_typeless(schema) && schema.enum_values.is_none() && !has_bounds(schema)
}

/// Whether a branch says what a property holds. One without a type only narrows what the object itself says, unless that
/// is nothing, or a text whose values the branch lists.
fn describes(schema: &Schema, own: Option<&Schema>) -> bool {
    let leaves_open = |own: &Schema| {
        own.enum_values.is_none() && matches!(type_of(own), None | Some(Type::Scalar(ScalarKind::String)))
    };
    let lists = schema.enum_values.is_some() && own.is_none_or(leaves_open);
    schema.untyped || !is_typeless(schema) || lists
}

fn is_typeless(schema: &Schema) -> bool {
    schema.ty.is_none()
        && schema.properties.is_none()
        && schema.required.is_empty()
        && schema.items.is_none()
        && schema.branches().next().is_none()
}

fn has_bounds(schema: &Schema) -> bool {
    schema.min_length.is_some() || schema.max_length.is_some() || schema.minimum.is_some() || schema.maximum.is_some()
}

/// The type of a place that says it, if not in so many words: by fields, or by texts that it lists.
pub(super) fn type_of(schema: &Schema) -> Option<Type> {
    let has_fields = schema.properties.is_some() || !schema.required.is_empty();
    let is_text = |values: &Vec<Node>| values.iter().all(|value| value.as_str().is_some());
    let implied = || match &schema.enum_values {
        Some(values) if is_text(values) => Some(Type::Scalar(ScalarKind::String)),
        _ => has_fields.then_some(Type::Object),
    };
    ty(schema).or_else(implied)
}

/// The type that a schema names.
pub(super) fn ty(schema: &Schema) -> Option<Type> {
    schema.ty.as_ref().map(|ty| ty.value)
}
