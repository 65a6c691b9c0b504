//! What values have been seen at a place, as a schema would describe them.

use cln_codegen::model::json_string;
use cln_runtime::json::Tree;

/// What all values that were seen are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    /// Nothing was seen: no value, or only `null`.
    Nothing,
    Bool,
    /// Integers that fit 64 bits without a sign.
    Unsigned,
    Integer,
    Number,
    Text,
    Array(Box<Observed>),
    Object(Vec<(String, Observed)>),
    /// Values of several kinds.
    Anything,
}

impl Observed {
    pub(super) fn of(value: &Tree) -> Self {
        match value {
            Tree::Plain(word) => match word.as_str() {
                "null" => Self::Nothing,
                "true" | "false" => Self::Bool,
                number if number.parse::<u64>().is_ok() => Self::Unsigned,
                number if number.parse::<i64>().is_ok() => Self::Integer,
                _ => Self::Number,
            },
            Tree::Text(_) => Self::Text,
            Tree::Array(elements) => Self::Array(Box::new(elements.iter().map(Self::of).fold(Self::Nothing, Self::or))),
            Tree::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect())
            }
        }
    }

    /// What both are.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, any) | (any, Self::Nothing) => any,
            (Self::Array(mine), Self::Array(others)) => Self::Array(Box::new(mine.or(*others))),
            (Self::Object(mine), Self::Object(others)) => Self::Object(joined(mine, others)),
            (mine, other) if mine == other => mine,
            (mine, other) => match (mine.width(), other.width()) {
                (Some(width), Some(others)) if width < others => other,
                (Some(_), Some(_)) => mine,
                _ => Self::Anything,
            },
        }
    }

    /// How many numbers it holds, compared with others.
    const fn width(&self) -> Option<u8> {
        match self {
            Self::Unsigned => Some(0),
            Self::Integer => Some(1),
            Self::Number => Some(2),
            _ => None,
        }
    }

    pub(super) const fn is_number(&self) -> bool {
        self.width().is_some()
    }

    /// The type that a schema calls it; `None` if it has none.
    pub(super) const fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Anything => None,
            Self::Bool => Some("boolean"),
            Self::Unsigned => Some("u64"),
            Self::Integer => Some("integer"),
            Self::Number => Some("number"),
            Self::Text => Some("string"),
            Self::Array(_) => Some("array"),
            Self::Object(_) => Some("object"),
        }
    }

    /// A schema that describes it, as JSON.
    pub(super) fn to_schema(&self) -> String {
        let Some(name) = self.type_name() else { return "{}".to_owned() };
        match self {
            Self::Array(items) => format!(r#"{{"type": "array", "items": {}}}"#, items.to_schema()),
            Self::Object(members) => {
                let member = |(name, seen): &(String, Self)| format!("{}: {}", json_string(name), seen.to_schema());
                let members: Vec<String> = members.iter().map(member).collect();
                format!(r#"{{"type": "object", "properties": {{{}}}}}"#, members.join(", "))
            }
            _ => format!(r#"{{"type": "{name}"}}"#),
        }
    }
}

fn joined(mut mine: Vec<(String, Observed)>, others: Vec<(String, Observed)>) -> Vec<(String, Observed)> {
    for (name, other) in others {
        match mine.iter_mut().find(|(known, _)| *known == name) {
            Some((_, seen)) => *seen = std::mem::replace(seen, Observed::Nothing).or(other),
            None => mine.push((name, other)),
        }
    }
    mine
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn values_are_described_by_what_all_of_them_are() {
        for (values, schema) in [
            (&["1", "2"][..], r#"{"type": "u64"}"#),
            (&["1", "-2", "null"], r#"{"type": "integer"}"#),
            (&["1", "1.5"], r#"{"type": "number"}"#),
            (&["1", "\"x\""], "{}"),
            (&["null"], "{}"),
            (&["[]", "[true]"], r#"{"type": "array", "items": {"type": "boolean"}}"#),
            (
                &[r#"{"a":1}"#, r#"{"b":[{"c":""}],"a":-1}"#],
                r#"{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": {"type": "object", "properties": {"c": {"type": "string"}}}}}}"#,
            ),
        ] {
            let seen = values.iter().map(|json| Observed::of(&Tree::parse(json).unwrap()));
            assert_eq!(seen.fold(Observed::Nothing, Observed::or).to_schema(), schema, "{values:?}");
        }
    }
}
