//! The top of an instance: what holds there and nowhere deeper.

use super::direction::Writer;
use super::json::{Json, child};
use super::node::Judge;
use super::{Finding, Side, version};

impl Judge<'_> {
    /// Judges a whole instance by one side of a schema file.
    pub(super) fn top(&self, schema_file: &Json, side: Side, instance: &Json) -> Vec<Finding> {
        let stated = schema_file.get(side.key()).cloned().unwrap_or(Json::Object(Vec::new()));
        let mut schema = self.spelt_out(stated);
        if let Some(oldest) = &self.options.since {
            schema = version::without_newer_requirements(&schema, oldest);
        }
        match instance {
            Json::Array(given) if self.writer == Writer::Caller => self.positional(&schema, given),
            _ if self.writer == Writer::Caller => self.named(&schema, instance),
            _ => self.node(&schema, instance, ""),
        }
    }

    /// The schema with what goes without saying at the top: that it is an object, and that the user may
    /// not write unknown names into it.
    fn spelt_out(&self, stated: Json) -> Json {
        let is_closed = self.writer != Writer::Node;
        let mut keywords = stated.members().to_vec();
        if stated.get("type").is_none() {
            keywords.push(("type".to_owned(), Json::Text("object".to_owned())));
        }
        if stated.get("additionalProperties").is_none() && is_closed {
            keywords.push(("additionalProperties".to_owned(), Json::Bool(false)));
        }
        Json::Object(keywords)
    }

    /// Judges parameters that are given by name: one that is `null` is that and, whatever the schema says of
    /// its value, nothing else. It counts as given.
    fn named(&self, schema: &Json, instance: &Json) -> Vec<Finding> {
        let mut found = self.node(schema, instance, "");
        for name in property_names(schema) {
            if instance.get(name) == Some(&Json::Null) {
                let at = child("", name);
                let is_about_value = |rule| ["type", "enum", "one-of", "any-of"].contains(&rule);
                found.retain(|finding| finding.pointer != at || !is_about_value(finding.rule));
                found.push(Finding::new(at, "null"));
            }
        }
        found
    }

    /// Judges parameters by position as if they were given by name, in the order of `properties` and
    /// with `null` for "not given"; then says the index for the name again.
    fn positional(&self, schema: &Json, given: &[Json]) -> Vec<Finding> {
        let names = property_names(schema);
        let is_given = |(_, value): &(&&str, &Json)| **value != Json::Null;
        let named = names.iter().zip(given).filter(is_given);
        let object = named.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();

        let mut found = self.node(schema, &Json::Object(object), "");
        for finding in &mut found {
            finding.pointer = by_index(&finding.pointer, &names);
        }
        if given.len() > names.len() {
            found.push(Finding::new(child("", &names.len().to_string()), "arity"));
        }
        found
    }
}

fn property_names(schema: &Json) -> Vec<&str> {
    let properties = schema.get("properties").map_or(&[][..], Json::members);
    properties.iter().map(|(name, _)| name.as_str()).collect()
}

/// The pointer with its first step, a parameter's name, replaced by the parameter's index.
fn by_index(pointer: &str, names: &[&str]) -> String {
    let is_at = |name: &&str| {
        let place = child("", name);
        pointer == place || pointer.starts_with(&format!("{place}/"))
    };
    match names.iter().position(is_at) {
        Some(index) => pointer.replacen(&child("", names[index]), &format!("/{index}"), 1),
        None => pointer.to_owned(),
    }
}
