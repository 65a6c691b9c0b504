//! Older nodes: a field that was `added` after the oldest supported release may be missing.

use super::json::Json;

/// Whether one version, such as `v23.11` or `pre-v0.10.1`, comes after another.
pub(super) fn is_later(version: &str, than: &str) -> bool {
    numbers(version) > numbers(than)
}

#[expect(clippy::panic, reason = "comparing what is not a version would be guessing")]
fn numbers(version: &str) -> Vec<u32> {
    let digits = version.trim_start_matches("pre-").trim_start_matches('v');
    let parts = digits.split('.').map(str::parse).collect::<Result<_, _>>();
    parts.unwrap_or_else(|_| panic!("`{version}` is not a version"))
}

/// The schema with every name that is too new taken out of `required`. Conditions stay as they are:
/// they ask what is there, they do not demand it.
pub(super) fn without_newer_requirements(schema: &Json, oldest: &str) -> Json {
    relaxed(schema, oldest, &[])
}

/// `newer` holds the too new properties of the schemas around this one that describe the same value.
fn relaxed(schema: &Json, oldest: &str, newer: &[String]) -> Json {
    let Json::Object(keywords) = schema else { return schema.clone() };
    let newer = [newer, &newer_properties(schema, oldest)].concat();
    let relax = |keyword: &str, value: &Json| match keyword {
        "required" => only(value, |name| !newer.iter().any(|newer| Some(newer.as_str()) == name.text())),
        "properties" => each_member(value, |property| relaxed(property, oldest, &[])),
        "items" => relaxed(value, oldest, &[]),
        "then" | "else" => relaxed(value, oldest, &newer),
        "oneOf" | "anyOf" | "allOf" => each_element(value, |branch| relaxed(branch, oldest, &newer)),
        _ => value.clone(),
    };
    Json::Object(keywords.iter().map(|(key, value)| (key.clone(), relax(key, value))).collect())
}

fn newer_properties(schema: &Json, oldest: &str) -> Vec<String> {
    let properties = schema.get("properties").map_or(&[][..], Json::members);
    let is_newer =
        |property: &Json| property.get("added").and_then(Json::text).is_some_and(|added| is_later(added, oldest));
    properties.iter().filter(|(_, property)| is_newer(property)).map(|(name, _)| name.clone()).collect()
}

fn only(array: &Json, keep: impl Fn(&Json) -> bool) -> Json {
    Json::Array(array.elements().iter().filter(|element| keep(element)).cloned().collect())
}

fn each_element(array: &Json, change: impl Fn(&Json) -> Json) -> Json {
    Json::Array(array.elements().iter().map(change).collect())
}

fn each_member(object: &Json, change: impl Fn(&Json) -> Json) -> Json {
    let members = object.members().iter();
    Json::Object(members.map(|(name, value)| (name.clone(), change(value))).collect())
}
