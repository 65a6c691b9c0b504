//! What an object says of its fields in each release, for its branches to be held against.

use std::collections::BTreeMap;

use cln_codegen::schema::{Schema, Version};

use super::canon::{is_closed, rules};
use super::nodes::{fields, name_of};

/// An object that has branches, in both releases.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) old: Object,
    pub(super) new: Object,
}

/// An object with all that its branches say.
#[derive(Debug, Default)]
pub(super) struct Object {
    fields: BTreeMap<String, Field>,
    /// Whether it takes no fields but those that it lists itself.
    pub(super) closed: bool,
}

#[derive(Debug)]
struct Field {
    /// What it may hold: what the object says, or a branch if the object only allows the field.
    rules: String,
    /// Whether the object lists it itself.
    listed: bool,
    /// Whether it may be there in any case.
    always: bool,
    /// Whether it must be there in any case.
    required: bool,
    /// The release in which it is to go.
    removed_in: Option<Version>,
}

impl Around {
    pub(super) fn of([old, new]: [&Schema; 2]) -> Self {
        Self { old: Object::of(old), new: Object::of(new) }
    }

    /// Whether the object itself lists a field, in either release.
    pub(super) fn is_listed(&self, name: &str) -> bool {
        [&self.old, &self.new].iter().any(|object| object.fields.get(name).is_some_and(|field| field.listed))
    }

    /// Whether a field must be there in any case, in both releases.
    pub(super) fn is_required(&self, name: &str) -> bool {
        [&self.old, &self.new].iter().all(|object| object.fields.get(name).is_some_and(|field| field.required))
    }
}

impl Object {
    fn of(schema: &Schema) -> Self {
        let fields = fields(schema).into_iter().map(|field| {
            let name = name_of(&field);
            let said = Field {
                rules: rules(&field.property.schema),
                listed: schema.property(name).is_some(),
                always: field.always,
                required: field.required,
                removed_in: removed_in(&field.property.schema),
            };
            (name.to_owned(), said)
        });
        Self { fields: fields.collect(), closed: is_closed(schema) }
    }

    /// Whether the object or any of its branches lists a field.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// The fields that may be there in any case.
    pub(super) fn always(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|(_, field)| field.always).map(|(name, _)| name.as_str())
    }

    /// The release in which a field is to go, if it is deprecated.
    pub(super) fn removed_in(&self, name: &str) -> Option<Version> {
        self.fields.get(name)?.removed_in.clone()
    }

    /// Whether a field may hold just what a schema says.
    pub(super) fn says(&self, name: &str, schema: &Schema) -> bool {
        self.fields.get(name).is_some_and(|field| field.rules == rules(schema))
    }

    /// Whether a field may be there where a branch applies.
    pub(super) fn allows(&self, name: &str, branch: &Schema) -> bool {
        let in_any_case = || self.fields.get(name).is_some_and(|field| field.always);
        branch.property(name).is_some() || !is_closed(branch) && (in_any_case() || requires(branch, name))
    }
}

/// Whether a schema demands a field.
pub(super) fn requires(schema: &Schema, name: &str) -> bool {
    schema.required.iter().any(|required| required.value == name)
}

/// The release in which something deprecated is to go.
pub(super) fn removed_in(schema: &Schema) -> Option<Version> {
    schema.deprecated.as_ref()?.removed_in.clone()
}
