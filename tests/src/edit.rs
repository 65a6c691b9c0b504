//! Small changes to a JSON text by JSON Pointer; everything else keeps its bytes, numbers their spelling.

use std::ops::Range;

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged;

use crate::strict;

/// The pointer of a member or an element of what is at `pointer`.
#[must_use]
pub fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The text of the value at `pointer`; `None` if the text is not JSON or nothing is there.
#[must_use]
pub fn get<'t>(text: &'t str, pointer: &str) -> Option<&'t str> {
    let root = strict::parse(text)?;
    find(&root, pointer).map(|value| value.text(text))
}

/// The text without the member or element at `pointer`; `None` if nothing is there, or if it is the whole.
#[must_use]
pub fn remove(text: &str, pointer: &str) -> Option<String> {
    let (parent, name) = split(pointer)?;
    let parts = Parts::of(find(&strict::parse(text)?, parent)?)?;
    let index = parts.position(&name)?;
    let range = match (index.checked_sub(1), parts.ranges.get(index + 1)) {
        (_, Some(next)) => parts.ranges[index].start..next.start,
        (Some(previous), None) => parts.ranges[previous].end..parts.ranges[index].end,
        (None, None) => parts.ranges[index].clone(),
    };
    Some(splice(text, range, ""))
}

/// The text with `json` as the value at `pointer`: replaced if there is one; else added to its object, or
/// to the end of its array if the index is the array's length. `None` if there is no such place.
#[must_use]
pub fn set(text: &str, pointer: &str, json: &str) -> Option<String> {
    let root = strict::parse(text)?;
    if let Some(old) = find(&root, pointer) {
        return Some(splice(text, old.start()..old.end(), json));
    }
    let (parent, name) = split(pointer)?;
    let parent = find(&root, parent)?;
    let parts = Parts::of(parent)?;
    let part = match parts.names {
        Some(_) => format!("{}:{json}", quoted(&name)),
        None if name == parts.ranges.len().to_string() => json.to_owned(),
        None => return None,
    };
    let (place, comma) = match parts.ranges.last() {
        Some(last) => (last.end, ","),
        None => (parent.start() + 1, ""),
    };
    Some(splice(text, place..place, &format!("{comma}{part}")))
}

/// The members of an object or the elements of an array, as places in the text.
struct Parts {
    /// The members' names; `None` in an array.
    names: Option<Vec<String>>,
    ranges: Vec<Range<usize>>,
}

impl Parts {
    fn of(value: &Value<'_>) -> Option<Self> {
        let (names, ranges) = match value {
            Value::Object(Object { properties, .. }) => (
                Some(properties.iter().map(|property| property.name.as_str().to_owned()).collect()),
                properties.iter().map(|property| property.start()..property.end()).collect(),
            ),
            Value::Array(Array { elements, .. }) => {
                (None, elements.iter().map(|element| element.start()..element.end()).collect())
            }
            _ => return None,
        };
        Some(Self { names, ranges })
    }

    fn position(&self, name: &str) -> Option<usize> {
        match &self.names {
            Some(names) => names.iter().position(|other| other == name),
            None => (0..self.ranges.len()).find(|index| index.to_string() == name),
        }
    }
}

/// The value at a pointer. Of members with the same name it is the first.
fn find<'v, 't>(root: &'v Value<'t>, pointer: &str) -> Option<&'v Value<'t>> {
    if pointer.is_empty() {
        return Some(root);
    }
    let (parent, name) = split(pointer)?;
    let parent = find(root, parent)?;
    let index = Parts::of(parent)?.position(&name)?;
    match parent {
        Value::Object(object) => object.properties.get(index).map(|property| &property.value),
        Value::Array(array) => array.elements.get(index),
        _ => None,
    }
}

/// A pointer's parent and last step, the latter unescaped.
fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    Some((parent, name.replace("~1", "/").replace("~0", "~")))
}

fn splice(text: &str, range: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

/// A JSON string with this text.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        '\0'..='\x1f' => format!("\\u{:04x}", u32::from(c)),
        _ => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{get, remove, set};

    const TEXT: &str = r#"{"a": [1.0, 2e400, -0], "b/c": {"d": 18446744073709551616}, "e": {}, "f": []}"#;

    #[track_caller]
    fn assert_becomes(result: Option<String>, expected: &str) {
        assert_eq!(result.as_deref(), Some(expected));
    }

    #[test]
    fn gets_the_exact_text() {
        assert_eq!(get(TEXT, ""), Some(TEXT));
        assert_eq!(get(TEXT, "/a"), Some("[1.0, 2e400, -0]"));
        assert_eq!(get(TEXT, "/a/1"), Some("2e400"));
        assert_eq!(get(TEXT, "/b~1c/d"), Some("18446744073709551616"));
    }

    #[test]
    fn removes_the_first_a_middle_the_last_and_the_only_part() {
        assert_becomes(remove("[1.0, 2, 3]", "/0"), "[2, 3]");
        assert_becomes(remove("[1.0, 2, 3]", "/1"), "[1.0, 3]");
        assert_becomes(remove("[1.0, 2, 3]", "/2"), "[1.0, 2]");
        assert_becomes(remove("[ 1.0 ]", "/0"), "[  ]");
        assert_becomes(remove(r#"{"a": 1, "b": 2e1}"#, "/a"), r#"{"b": 2e1}"#);
        assert_becomes(remove(r#"{"a": 1, "b": 2e1}"#, "/b"), r#"{"a": 1}"#);
        assert_becomes(remove(r#"{"x": {"a": 1}}"#, "/x/a"), r#"{"x": {}}"#);
    }

    #[test]
    fn replaces_what_is_there() {
        assert_becomes(set("[1.0, 2]", "", "null"), "null");
        assert_becomes(set("[1.0, 2]", "/1", "3.00"), "[1.0, 3.00]");
        assert_becomes(set(r#"{"a": {"b~/": 1}}"#, "/a/b~0~1", "[]"), r#"{"a": {"b~/": []}}"#);
    }

    #[test]
    fn adds_what_is_not_there() {
        assert_becomes(set("[1.0]", "/1", "2"), "[1.0,2]");
        assert_becomes(set("[ ]", "/0", "2"), "[2 ]");
        assert_becomes(set(r#"{"a": 1}"#, "/b", "2"), r#"{"a": 1,"b":2}"#);
        assert_becomes(set("{}", "/b", "2"), r#"{"b":2}"#);
        assert_becomes(set("{}", "/q\"\\\n~1", "2"), r#"{"q\"\\\u000a/":2}"#);
    }

    #[test]
    fn the_first_of_two_equal_names_counts() {
        assert_becomes(set(r#"{"a": 1, "a": 2}"#, "/a", "3"), r#"{"a": 3, "a": 2}"#);
        assert_becomes(remove(r#"{"a": 1, "a": 2}"#, "/a"), r#"{"a": 2}"#);
    }

    #[test]
    fn a_place_that_does_not_exist_is_none() {
        for pointer in ["/g/h", "/a/3", "/a/01", "/a/-", "/a/0/0", "a"] {
            assert_eq!(get(TEXT, pointer), None, "{pointer}");
            assert_eq!(remove(TEXT, pointer), None, "{pointer}");
        }
        for pointer in ["/g/h", "/a/4", "/a/-", "/a/0/0", "a"] {
            assert_eq!(set(TEXT, pointer, "1"), None, "{pointer}");
        }
        assert_eq!(remove(TEXT, ""), None);
        assert_eq!(set("[1", "/1", "2"), None);
    }
}
