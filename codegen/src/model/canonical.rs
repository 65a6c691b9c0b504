//! Canonical form: parameters by name, amounts as integers, hex in lower case, what is not given left out.

use std::str::FromStr;
use std::sync::Arc;

use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts, Unit};
use cln_runtime::{Msat, Origin, Sat, Token};

use super::{Method, Struct, Type, TypeDef};
use crate::diagnostic::Diagnostics;
use crate::source::{Node, Value, parse_json};
use crate::text::Source;

/// The parameters of a request, named or positional, in the form of [`Example::canonical`](super::Example::canonical), by
/// which two requests can be compared; `None` if the text is no JSON.
#[must_use]
pub fn canonical_request(method: &Method, params: &str) -> Option<String> {
    let node = parse_json(&Arc::new(Source::new("", params)), &mut Diagnostics::new())?;
    Some(canonical_params(method, &node))
}

/// The parameters of an example in canonical form, as compact JSON.
pub(super) fn canonical_params(method: &Method, params: &Node) -> String {
    let Some(request) = method.struct_def(method.request) else { return params.to_json() };
    match &params.value {
        Value::Array(elements) => {
            let given = request.fields.iter().zip(elements).filter(|(_, element)| !element.is_null());
            object(given.map(|(field, element)| (field.wire.as_str(), canonical(method, &field.ty, element))))
        }
        Value::Object(_) => canonical_struct(method, request, params),
        _ => params.to_json(),
    }
}

/// The result of an example as compact JSON: what a user writes in canonical form, what a node writes as it is.
pub(super) fn canonical_result(method: &Method, result: &Node) -> String {
    match method.struct_def(method.response) {
        Some(response) if response.origin == Origin::Client => canonical_struct(method, response, result),
        _ => result.to_json(),
    }
}

fn canonical_struct(method: &Method, def: &Struct, node: &Node) -> String {
    let Some(members) = node.as_object() else { return node.to_json() };
    object(members.iter().map(|member| {
        let name = member.key.value.as_str();
        let field = def.fields.iter().find(|field| field.wire == name);
        let value = field.map_or_else(|| member.value.to_json(), |field| canonical(method, &field.ty, &member.value));
        (name, value)
    }))
}

fn canonical(method: &Method, ty: &Type, node: &Node) -> String {
    match ty {
        Type::Any | Type::OneOf(..) => node.to_json(),
        Type::Scalar(kind, _) => canonical_scalar(*kind, node),
        Type::Named(id) => match method.type_def(*id) {
            Some(TypeDef::Struct(def)) => canonical_struct(method, def, node),
            Some(TypeDef::Union(def)) => match def.variants.iter().find(|variant| fits(method, &variant.ty, node)) {
                Some(variant) => canonical(method, &variant.ty, node),
                None => node.to_json(),
            },
            Some(TypeDef::Enum(_)) | None => node.to_json(),
        },
        Type::Array(array) => match node.as_array() {
            Some(elements) => {
                let elements: Vec<String> =
                    elements.iter().map(|element| canonical(method, &array.items, element)).collect();
                format!("[{}]", elements.join(","))
            }
            None => node.to_json(),
        },
    }
}

/// Whether a value is read as this type, where it may be one of several.
pub(super) fn fits(method: &Method, ty: &Type, node: &Node) -> bool {
    match ty {
        Type::Scalar(kind, limits) => {
            let json = node.to_json();
            let values = limits.as_ref().and_then(|limits| limits.values.as_ref());
            kind.check(token(node, &json)).is_ok() && values.is_none_or(|values| values.contains(&json))
        }
        Type::Array(array) => {
            node.as_array().is_some_and(|elements| elements.iter().all(|element| fits(method, &array.items, element)))
        }
        Type::Named(id) => match method.type_def(*id) {
            Some(TypeDef::Struct(def)) => is_complete(def, node),
            Some(TypeDef::Enum(def)) => {
                node.as_str().is_some_and(|text| def.values.iter().any(|value| value.wire == text))
            }
            Some(TypeDef::Union(_)) | None => true,
        },
        Type::Any | Type::OneOf(..) => true,
    }
}

/// Whether an object has what a struct requires, and nothing that it does not take.
fn is_complete(def: &Struct, node: &Node) -> bool {
    let Some(members) = node.as_object() else { return false };
    let is_given = |name: &str| members.iter().any(|member| member.key.value == name);
    let is_known = |name: &str| !def.closed || def.fields.iter().any(|field| field.wire == name);
    def.fields.iter().all(|field| !field.required || is_given(&field.wire))
        && members.iter().all(|member| is_known(&member.key.value))
}

fn token<'t>(node: &'t Node, json: &'t str) -> Token<'t> {
    match &node.value {
        Value::Null => Token::Null,
        Value::Bool(value) => Token::Bool(*value),
        Value::Number(digits) => Token::Number(digits),
        Value::String(text) => Token::Text(text.as_bytes()),
        Value::Array(_) | Value::Object(_) => Token::Json(json),
    }
}

fn canonical_scalar(kind: ScalarKind, node: &Node) -> String {
    let Some(text) = node.as_str() else { return node.to_json() };
    let facts = kind.facts();
    let amount = match facts.unit {
        Some(Unit::Msat) => Msat::from_str(text).ok().map(|amount| amount.0),
        Some(Unit::Sat) => Sat::from_str(text).ok().map(|amount| amount.0),
        None => None,
    };
    match (amount, facts.texts) {
        (Some(amount), _) => amount.to_string(),
        (None, Texts::Hex(..) | Texts::PartlyHex) => json_string(&text.to_ascii_lowercase()),
        (None, Texts::None | Texts::Any | Texts::Formed) => node.to_json(),
    }
}

fn object<'a>(members: impl Iterator<Item = (&'a str, String)>) -> String {
    let members: Vec<String> = members.map(|(name, value)| format!("{}:{value}", json_string(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// A string as JSON.
#[must_use]
pub fn json_string(text: &str) -> String {
    Tree::Text(text.to_owned()).to_string()
}
