//! `filter`: which parts of an answer a client wants.

use cln_runtime::json::Tree;

use crate::wire::{Failure, PartKind, Value};

/// What of a value is answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// All of it: `true`, and what is empty.
    Whole,
    /// Of an object the members of these names.
    Members(Vec<(String, Filter)>),
    /// Of an array each element so.
    Elements(Box<Filter>),
}

/// Deepest nesting that is read: answers are no deeper.
const MAX_DEPTH: usize = 128;

/// How deep a JSON text is nested, found in one pass: reading it looks through all of it at each level.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut is_escaped) = (0_usize, 0, false, false);
    for &byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

impl Filter {
    /// Reads the member `filter` of a request, which must be an object.
    pub(crate) fn read(value: Value<'_>) -> Result<Self, Failure> {
        match value.kind {
            PartKind::Object if depth(value.json) > MAX_DEPTH => Err(Failure::bad_param("filter", "nested too deeply")),
            PartKind::Object => Self::part(value),
            _ => Err(Failure::bad_param("filter", "Expected object")),
        }
    }

    fn part(value: Value<'_>) -> Result<Self, Failure> {
        let wrong = |what| Failure::bad_param("filter", what);
        match value.kind {
            PartKind::Object => {
                let members = value.members().map(|(name, part)| {
                    let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
                    match part.kind {
                        PartKind::Bare if part.json == b"true" => Ok((name, Self::Whole)),
                        PartKind::String | PartKind::Bare => Err(wrong("value must be true")),
                        PartKind::Object | PartKind::Array => Ok((name, Self::part(part)?)),
                    }
                });
                let members = members.collect::<Result<Vec<_>, _>>()?;
                Ok(if members.is_empty() { Self::Whole } else { Self::Members(members) })
            }
            PartKind::Array => {
                let mut elements = value.members();
                match (elements.next(), elements.next()) {
                    (Some((_, only)), None) => Self::part(only).map(|part| Self::Elements(Box::new(part))),
                    _ => Err(wrong("Arrays can only have one element")),
                }
            }
            // The element of an array, at which a node does not look any further.
            PartKind::String | PartKind::Bare => Ok(Self::Whole),
        }
    }

    /// The parts of a result that are wanted. Where it has another form than the filter says, a warning is added.
    pub(crate) fn apply(&self, result: &str) -> String {
        let Ok(tree) = Tree::parse(result) else { return result.to_owned() };
        let mut warning = None;
        match self.cut(tree, "", &mut warning) {
            Tree::Object(mut members) => {
                members.extend(warning.map(|text| ("warning_parameter_filter".to_owned(), Tree::Text(text))));
                Tree::Object(members).to_string()
            }
            other => other.to_string(),
        }
    }

    /// A value, cut down; `path` leads to it. A node passes over what is inside where the filter has another form.
    fn cut(&self, tree: Tree, path: &str, warning: &mut Option<String>) -> Tree {
        let is_whole = |tree: &Tree| matches!(tree, Tree::Plain(_) | Tree::Text(_));
        match (self, tree) {
            (Self::Members(wanted), Tree::Object(members)) => {
                let kept = members.into_iter().filter_map(|(name, value)| {
                    let (_, part) = wanted.iter().find(|(wanted, _)| *wanted == name)?;
                    let value = part.cut(value, &format!("{path}.{name}"), warning);
                    Some((name, value))
                });
                Tree::Object(kept.collect())
            }
            (Self::Elements(part), Tree::Array(elements)) => {
                let path = format!("{path}[]");
                Tree::Array(elements.into_iter().map(|element| part.cut(element, &path, warning)).collect())
            }
            (Self::Members(_), Tree::Array(elements)) => {
                let (kept, passed): (Vec<_>, Vec<_>) = elements.into_iter().partition(is_whole);
                if !passed.is_empty() {
                    warning.get_or_insert_with(|| format!("{path} is an array"));
                }
                Tree::Array(kept)
            }
            (Self::Elements(_), Tree::Object(members)) => {
                if !members.iter().all(|(_, value)| is_whole(value)) {
                    warning.get_or_insert_with(|| format!("{path} is an object"));
                }
                Tree::Object(Vec::new())
            }
            (_, tree) => tree,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn filter(json: &str) -> Result<Filter, Failure> {
        let kind = match json.as_bytes()[0] {
            b'{' => PartKind::Object,
            b'[' => PartKind::Array,
            b'"' => PartKind::String,
            _ => PartKind::Bare,
        };
        Filter::read(Value { kind, json: json.as_bytes() })
    }

    #[test]
    fn an_answer_is_cut_down() {
        let result = r#"{"payments":[{"status":"failed","id":1},{"id":2}],"more":{"a":1,"b":[1]}}"#;
        for (wanted, cut) in [
            (r#"{"payments":[{"status":true}]}"#, r#"{"payments":[{"status":"failed"},{}]}"#),
            (r#"{"payments":true}"#, r#"{"payments":[{"status":"failed","id":1},{"id":2}]}"#),
            (r#"{"more":{"b":true,"z":true}}"#, r#"{"more":{"b":[1]}}"#),
            // Nothing wanted is everything, at any depth.
            ("{}", result),
            (r#"{"payments":[{}]}"#, r#"{"payments":[{"status":"failed","id":1},{"id":2}]}"#),
            (
                r#"{"payments":{},"more":{"b":[5]}}"#,
                r#"{"payments":[{"status":"failed","id":1},{"id":2}],"more":{"b":[1]}}"#,
            ),
            // A filter of another form.
            (r#"{"payments":{"id":true}}"#, r#"{"payments":[],"warning_parameter_filter":".payments is an array"}"#),
            (r#"{"more":{"a":[true]}}"#, r#"{"more":{"a":1}}"#),
            (r#"{"more":[true]}"#, r#"{"more":{},"warning_parameter_filter":".more is an object"}"#),
            (r#"{"payments":[[true]],"more":{"b":{"c":true}}}"#, r#"{"payments":[{},{}],"more":{"b":[1]}}"#),
        ] {
            assert_eq!(filter(wanted).unwrap().apply(result), cut, "{wanted}");
        }
    }

    #[test]
    fn only_nesting_is_deep() {
        for (json, deep) in
            [("{}", 1), (r#"{"a":[{}],"b":{}}"#, 3), (r#"{"[[{{":true,"\"[[":"\\","c":[true]}"#, 2), (r#"[[]][[]]"#, 2)]
        {
            assert_eq!(depth(json.as_bytes()), deep, "{json}");
        }
        let nested = |depth: usize| format!("{}true{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        assert!(filter(&nested(MAX_DEPTH)).is_ok());
        assert!(filter(&nested(MAX_DEPTH + 1)).is_err());
    }

    /// However deep it is: that is found in one pass, before anything is read level by level.
    #[test]
    fn a_deep_filter_is_refused_at_once() {
        let deep = format!("{}true{}", r#"{"a":"#.repeat(300_000), "}".repeat(300_000));
        let value = Value { kind: PartKind::Object, json: deep.as_bytes() };
        assert_eq!(value.members().count(), 1);
        assert_eq!(Filter::read(value).unwrap_err().code, -32602);
    }

    /// `compared_with_mock.jsonl`, lines 54 to 65.
    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}true{}", r#"{"a":"#.repeat(MAX_DEPTH + 2), "}".repeat(MAX_DEPTH + 2));
        for (wrong, what) in [
            ("true", "Expected object"),
            ("[true]", "Expected object"),
            (r#""x""#, "Expected object"),
            (r#"{"a":1}"#, "value must be true"),
            (r#"{"a":false}"#, "value must be true"),
            (r#"{"a":"true"}"#, "value must be true"),
            (r#"{"a":[{"b":null}]}"#, "value must be true"),
            (r#"{"a":[]}"#, "Arrays can only have one element"),
            (r#"{"a":[true,true]}"#, "Arrays can only have one element"),
            (&deep, "nested too deeply"),
        ] {
            assert_eq!(filter(wrong).unwrap_err(), Failure::bad_param("filter", what), "{wrong}");
        }
    }
}
