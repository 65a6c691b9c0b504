//! The keywords about an object's members.

use super::Finding;
use super::json::{Json, child};
use super::node::Judge;

impl Judge<'_> {
    /// Every rule about the members of `object`.
    pub(super) fn object(&self, schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
        let mut found = self.properties(schema, object, at);
        found.extend(missing(schema, object, at));
        found.extend(unknown(schema, object, at));
        if !self.options.skip_pairing {
            found.extend(unpaired(schema, object, at));
        }
        found.extend(excluded(schema, object, at));
        found.extend(dependent(schema, object, at));
        found
    }

    /// `properties`
    fn properties(&self, schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
        let Some(properties) = schema.get("properties") else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in object.members() {
            if let Some(property) = properties.get(name) {
                found.extend(self.node(property, value, &child(at, name)));
            }
        }
        found
    }
}

/// `required`
fn missing(schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
    let Some(required) = schema.get("required") else { return Vec::new() };
    let missing = required.texts().filter(|name| object.get(name).is_none());
    missing.map(|name| Finding::new(child(at, name), "required")).collect()
}

/// `additionalProperties: false`. A property that is listed as `{}` is known.
fn unknown(schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
    if schema.get("additionalProperties") != Some(&Json::Bool(false)) {
        return Vec::new();
    }
    let is_known = |name: &str| schema.get("properties").is_some_and(|known| known.get(name).is_some());
    let unknown = object.members().iter().filter(|(name, _)| !is_known(name));
    unknown.map(|(name, _)| Finding::new(child(at, name), "unknown")).collect()
}

/// `pairedWith`: all of a group or none.
fn unpaired(schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for group in schema.get("pairedWith").map_or(&[][..], Json::elements) {
        let is_given = |name: &str| object.get(name).is_some();
        if group.texts().any(is_given) {
            let missing = group.texts().filter(|name| !is_given(name));
            found.extend(missing.map(|name| Finding::new(child(at, name), "paired")));
        }
    }
    found
}

/// `oneOfMany`: at most one of a group. The first in the schema's order is the one that may stay.
fn excluded(schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for group in schema.get("oneOfMany").map_or(&[][..], Json::elements) {
        let given = group.texts().filter(|name| object.get(name).is_some());
        found.extend(given.skip(1).map(|name| Finding::new(child(at, name), "exclusive")));
    }
    found
}

/// `dependentUpon`: the members listed under a name may be given only together with that name.
fn dependent(schema: &Json, object: &Json, at: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (needed, dependents) in schema.get("dependentUpon").map_or(&[][..], Json::members) {
        if object.get(needed).is_none() {
            let given = dependents.texts().filter(|name| object.get(name).is_some());
            found.extend(given.map(|name| Finding::new(child(at, name), "dependent")));
        }
    }
    found
}
