//! Secrets among the arguments, where other processes see them.

use cln_codegen::diagnostic::quoted;
use cln_runtime::json::Tree;
use cln_runtime::rules::{Kind, Shape};
use cln_runtime::{Json, JsonObjectOrArray};

/// What is told of secrets among parameters that other processes can see; nothing if there are none.
pub(super) fn warning(seen: &JsonObjectOrArray, shape: Option<&Shape<'_>>) -> String {
    let names: Vec<String> = secrets(seen, shape).iter().map(|name| quoted(name)).collect();
    if names.is_empty() {
        return String::new();
    }
    let (names, verb) = (names.join(", "), if names.len() == 1 { "is" } else { "are" });
    format!(
        "warning: {names} {verb} secret, and other processes can see arguments\n\
         hint: KEY:=@FILE reads a value from a file, KEY:=- from standard input; - alone reads all parameters from there\n"
    )
}

/// The names of the parameters that are, or hold, secrets: by their schema, or by what they are called.
fn secrets(params: &JsonObjectOrArray, shape: Option<&Shape<'_>>) -> Vec<String> {
    let members = named(params, shape);
    let redacted = Tree::Object(members.clone()).to_string().parse::<Json>().map(|json| json.redacted());
    let redacted = redacted.ok().and_then(|json| Tree::parse(&json).ok());
    let Some(Tree::Object(redacted)) = redacted else { return Vec::new() };
    let is_secret = |(name, value): &(String, Tree), (_, redacted): &(String, Tree)| {
        value != redacted || shape.is_some_and(|shape| hides(shape, name, value))
    };
    let found = members.iter().zip(&redacted).filter(|(member, redacted)| is_secret(member, redacted));
    found.map(|((name, _), _)| name.clone()).collect()
}

/// The parameters by name; those by position have the names that the schema gives them.
fn named(params: &JsonObjectOrArray, shape: Option<&Shape<'_>>) -> Vec<(String, Tree)> {
    let name = |index: usize| match shape.and_then(|shape| shape.fields.get(index)) {
        Some(field) => field.name.to_owned(),
        None => index.to_string(),
    };
    match Tree::parse(params.as_str()) {
        Ok(Tree::Object(members)) => members,
        Ok(Tree::Array(elements)) => {
            elements.into_iter().enumerate().map(|(index, element)| (name(index), element)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the value of a member is, or holds, what the object's schema says to be secret.
fn hides(shape: &Shape<'_>, name: &str, value: &Tree) -> bool {
    let field = shape.find(name.as_bytes()).and_then(|index| shape.fields.get(index));
    !says_nothing(value) && field.is_some_and(|field| field.secret || holds(&field.kind, value))
}

/// Whether something in a value of this kind is secret.
fn holds(kind: &Kind<'_>, value: &Tree) -> bool {
    match (kind, value) {
        (Kind::Scalar(kind) | Kind::Bounded(kind, _), value) => kind.facts().secret && !says_nothing(value),
        (Kind::Array(array), Tree::Array(elements)) => elements.iter().any(|element| holds(&array.items, element)),
        (Kind::Object(shape) | Kind::IfObject(shape), Tree::Object(members)) => {
            members.iter().any(|(name, value)| hides(shape, name, value))
        }
        (Kind::OneOf(arms) | Kind::AnyOf(arms), value) => arms.iter().any(|arm| holds(arm, value)),
        _ => false,
    }
}

/// `true`, `false` and `null` give no secret away.
fn says_nothing(value: &Tree) -> bool {
    matches!(value, Tree::Plain(text) if matches!(text.as_str(), "true" | "false" | "null"))
}
