//! One schema node against one value: the keywords that are not about an object's members.

use std::cmp::Ordering;

use super::direction::Writer;
use super::json::{Json, child};
use super::types::Amounts;
use super::{Finding, Options, number, types};

/// What stays the same while an instance is judged.
pub(super) struct Judge<'a> {
    pub(super) writer: Writer,
    pub(super) options: &'a Options,
}

impl<'a> Judge<'a> {
    /// A judge of what `writer` writes.
    pub(super) fn new(writer: Writer, options: &'a Options) -> Self {
        Self { writer, options }
    }

    /// Everything that is wrong with the value at `at`. A value of the wrong kind is that and nothing else.
    pub(super) fn node(&self, schema: &Json, value: &Json, at: &str) -> Vec<Finding> {
        if schema.get("untyped") == Some(&Json::Bool(true)) {
            return Vec::new();
        }
        let mut found = self.of_type(schema, value, at);
        if found.contains(&Finding::new(at, "type")) {
            return found;
        }
        found.extend(listed(schema, value, at));
        match value {
            Json::Text(text) => found.extend(length(schema, text, at)),
            Json::Number(text) => found.extend(bounds(schema, text, at)),
            Json::Array(elements) => found.extend(self.array(schema, elements, at)),
            Json::Object(_) => found.extend(self.object(schema, value, at)),
            Json::Null | Json::Bool(_) => {}
        }
        found.extend(self.alternatives(schema, value, at));
        found.extend(self.conditions(schema, value, at));
        found
    }

    /// `type`
    fn of_type(&self, schema: &Json, value: &Json, at: &str) -> Vec<Finding> {
        let broken = |(at, value, name): (String, &Json, &str)| {
            let rule = types::broken_rule(name, value, self.amounts())?;
            Some(Finding::new(at, rule))
        };
        let to_check = match (schema.get("type").and_then(Json::text), value) {
            (None, _) => Vec::new(),
            (Some("outputdesc"), Json::Object(_)) => each_member(value, at, "sat_or_all"),
            (Some("string_map"), Json::Object(_)) => each_member(value, at, "string"),
            (Some(name), _) => vec![(at.to_owned(), value, name)],
        };
        to_check.into_iter().filter_map(broken).collect()
    }

    fn amounts(&self) -> Amounts {
        match self.writer {
            Writer::Caller | Writer::Plugin => Amounts::AnyUnit,
            Writer::Node if self.options.string_msat_allowed => Amounts::OldStrings,
            Writer::Node => Amounts::Integers,
        }
    }

    /// `minItems`, `maxItems`, `items`
    fn array(&self, schema: &Json, elements: &[Json], at: &str) -> Vec<Finding> {
        let mut found = size(schema, elements.len(), ("minItems", "min-items"), ("maxItems", "max-items"), at);
        if let Some(items) = schema.get("items") {
            for (index, element) in elements.iter().enumerate() {
                found.extend(self.node(items, element, &child(at, &index.to_string())));
            }
        }
        found
    }

    /// `oneOf`, `anyOf`. Arms of a `oneOf` may overlap, so both ask for at least one that fits.
    fn alternatives(&self, schema: &Json, value: &Json, at: &str) -> Vec<Finding> {
        let fits = |arm| self.node(arm, value, at).is_empty();
        [("oneOf", "one-of"), ("anyOf", "any-of")]
            .into_iter()
            .filter(|(keyword, _)| schema.get(keyword).is_some_and(|arms| !arms.elements().iter().any(fits)))
            .map(|(_, rule)| Finding::new(at, rule))
            .collect()
    }

    /// `allOf`, `if`/`then`/`else`. What a branch finds wrong is reported as it is.
    fn conditions(&self, schema: &Json, value: &Json, at: &str) -> Vec<Finding> {
        let mut applying: Vec<&Json> = schema.get("allOf").map_or(&[][..], Json::elements).iter().collect();
        if let Some(condition) = schema.get("if") {
            let holds = self.node(condition, value, at).is_empty();
            applying.extend(schema.get(if holds { "then" } else { "else" }));
        }
        applying.into_iter().flat_map(|branch| self.node(branch, value, at)).collect()
    }
}

/// The members of an object that maps names to values of one type, each with its place and that type.
fn each_member<'j>(object: &'j Json, at: &str, name: &'static str) -> Vec<(String, &'j Json, &'static str)> {
    object.members().iter().map(|(key, value)| (child(at, key), value, name)).collect()
}

/// `enum`. Numbers are compared digit for digit.
fn listed(schema: &Json, value: &Json, at: &str) -> Option<Finding> {
    let is_listed = schema.get("enum")?.elements().contains(value);
    (!is_listed).then(|| Finding::new(at, "enum"))
}

/// `minLength`, `maxLength`, in characters
fn length(schema: &Json, text: &str, at: &str) -> Vec<Finding> {
    size(schema, text.chars().count(), ("minLength", "min-length"), ("maxLength", "max-length"), at)
}

/// `minimum`, `maximum`
fn bounds(schema: &Json, number: &str, at: &str) -> Vec<Finding> {
    limits(schema, number, ("minimum", "minimum"), ("maximum", "maximum"), at)
}

/// A size against a lower and an upper limit, each a keyword and its rule.
fn size(schema: &Json, size: usize, lower: Limit, upper: Limit, at: &str) -> Vec<Finding> {
    limits(schema, &size.to_string(), lower, upper, at)
}

/// A keyword that holds a limit, and the rule that is broken beyond it.
type Limit = (&'static str, &'static str);

/// A number against the limits that the schema states.
fn limits(schema: &Json, number: &str, lower: Limit, upper: Limit, at: &str) -> Vec<Finding> {
    let is_beyond = |keyword, order| match schema.get(keyword) {
        Some(Json::Number(limit)) => number::compare(number, limit) == order,
        _ => false,
    };
    let mut found = Vec::new();
    if is_beyond(lower.0, Ordering::Less) {
        found.push(Finding::new(at, lower.1));
    }
    if is_beyond(upper.0, Ordering::Greater) {
        found.push(Finding::new(at, upper.1));
    }
    found
}
