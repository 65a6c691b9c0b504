//! `filter`: which parts of an answer a client wants.

use cln_runtime::json::Tree;

use crate::wire::{Failure, PartKind, Value};

/// What of a value is answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
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
            PartKind::Bare if value.json == b"true" => Ok(Self::Whole),
            PartKind::Object => {
                let members = value.members().map(|(name, part)| {
                    let name = String::from_utf8_lossy(name.unwrap_or_default()).into_owned();
                    Ok((name, Self::part(part)?))
                });
                members.collect::<Result<_, _>>().map(Self::Members)
            }
            PartKind::Array => {
                let mut elements = value.members();
                match (elements.next(), elements.next()) {
                    (Some((_, only)), None) => Self::part(only).map(|part| Self::Elements(Box::new(part))),
                    _ => Err(wrong("Expected array of one element")),
                }
            }
            PartKind::String | PartKind::Bare => Err(wrong("Expected true, object or array")),
        }
    }

    /// The parts of a result that are wanted. Where it has another form than the filter says, a warning is added.
    pub(crate) fn apply(&self, result: &str) -> String {
        let Ok(tree) = Tree::parse(result) else { return result.to_owned() };
        let mut warning = None;
        match self.cut(tree, "", &mut warning) {
            Some(Tree::Object(mut members)) => {
                members.extend(warning.map(|text| ("warning_parameter_filter".to_owned(), Tree::Text(text))));
                Tree::Object(members).to_string()
            }
            Some(other) => other.to_string(),
            None => "{}".to_owned(),
        }
    }

    fn cut(&self, tree: Tree, name: &str, warning: &mut Option<String>) -> Option<Tree> {
        match (self, tree) {
            (Self::Whole, tree) => Some(tree),
            (Self::Members(wanted), Tree::Object(members)) => {
                let kept = members.into_iter().filter_map(|(name, value)| {
                    let part = wanted.iter().find(|(wanted, _)| *wanted == name).map(|(_, part)| part)?;
                    part.cut(value, &name, warning).map(|value| (name, value))
                });
                Some(Tree::Object(kept.collect()))
            }
            (Self::Elements(part), Tree::Array(elements)) => {
                Some(Tree::Array(elements.into_iter().filter_map(|element| part.cut(element, name, warning)).collect()))
            }
            (Self::Members(_), _) => {
                warning.get_or_insert_with(|| format!("{name} is not an object"));
                None
            }
            (Self::Elements(_), _) => {
                warning.get_or_insert_with(|| format!("{name} is not an array"));
                None
            }
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
            ("{}", "{}"),
            (r#"{"payments":{"id":true}}"#, r#"{"warning_parameter_filter":"payments is not an object"}"#),
            (r#"{"more":{"a":[true]}}"#, r#"{"more":{},"warning_parameter_filter":"a is not an array"}"#),
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

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}true{}", r#"{"a":"#.repeat(MAX_DEPTH + 2), "}".repeat(MAX_DEPTH + 2));
        for wrong in
            ["true", "[true]", r#""x""#, r#"{"a":1}"#, r#"{"a":false}"#, r#"{"a":[]}"#, r#"{"a":[true,true]}"#, &deep]
        {
            assert_eq!(filter(wrong).unwrap_err().code, -32602, "{wrong}");
        }
    }
}
