//! What a node says, cut down to what the release that is stood in for describes.

use cln_runtime::json::Tree;
use cln_runtime::rules::{Kind, Shape};

/// The value without members that its schema refuses because it does not list them.
pub(crate) fn fit(value: Tree, kind: &Kind<'_>) -> Tree {
    match (value, kind) {
        (Tree::Object(members), Kind::Object(shape)) => fit_object(members, shape),
        (Tree::Array(elements), Kind::Array(array)) => {
            Tree::Array(elements.into_iter().map(|element| fit(element, &array.items)).collect())
        }
        (other, _) => other,
    }
}

/// An object, member by member.
pub(crate) fn fit_object(members: Vec<(String, Tree)>, shape: &Shape<'_>) -> Tree {
    let fitting = members.into_iter().filter_map(|(name, value)| {
        let field = shape.find(name.as_bytes()).and_then(|index| shape.fields.get(index));
        match field {
            Some(field) => Some((name, fit(value, field.strict_kind()))),
            None => (!shape.closed).then_some((name, value)),
        }
    });
    Tree::Object(fitting.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use cln_codegen::Builder;
    use cln_codegen::model::{Target, with_rules};
    use cln_codegen::schema::Side;

    use super::*;

    #[test]
    fn what_a_closed_object_does_not_list_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let schema = r#"{"rpc": "listx", "request": {}, "response": {"additionalProperties": false, "properties": {
            "open": {"type": "object", "additionalProperties": true, "properties": {}},
            "rows": {"type": "array", "items": {"type": "object", "additionalProperties": false,
                "properties": {"a": {"type": "u64"}}}}}}}"#;
        std::fs::write(folder.path().join("listx.json"), schema).unwrap();
        let release = Builder::new().schemas(folder.path()).release().unwrap();
        let method = release.method(Target::Rpc, "listx").unwrap().unwrap();
        let fitted = |json: &str| {
            let members = match Tree::parse(json).unwrap() {
                Tree::Object(members) => members,
                _ => Vec::new(),
            };
            with_rules(method, Side::Response, |shape| fit_object(members, shape)).unwrap().to_string()
        };
        assert_eq!(
            fitted(r#"{"rows":[{"a":1,"b":2},{"c":[]}],"open":{"d":1},"e":1}"#),
            r#"{"rows":[{"a":1},{}],"open":{"d":1}}"#
        );
        assert_eq!(fitted(r#"{"rows":5}"#), r#"{"rows":5}"#);
    }
}
