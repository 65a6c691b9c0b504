//! A documented request as Rust code makes it: constructors, setters and literals in place of JSON.

use std::sync::Arc;

use cln_runtime::rules::{ScalarKind, Texts, Unit};

use super::canonical::fits;
use super::{Construction, Constructor, Method, Shown, Struct, Type, TypeDef, TypeId, Union};
use crate::diagnostic::{Diagnostics, is_unsafe};
use crate::source::{Node, Value, parse_json};
use crate::text::Source;

/// Nobody reads an example that is longer than this.
const MAX_LENGTH: usize = 1500;

/// The request that has these parameters, as canonical JSON; `None` if that is nothing to show.
pub(super) fn shown(method: &Method, canonical: &str) -> Option<Shown> {
    if canonical.len() > MAX_LENGTH || canonical.contains(is_unsafe) {
        return None;
    }
    let node = parse_json(&Arc::new(Source::new("", canonical)), &mut Diagnostics::new())?;
    let construction = construct_struct(method, method.request, method.struct_def(method.request)?, &node)?;
    Some(Shown { json: node.to_json_pretty(), construction })
}

fn construct(method: &Method, ty: &Type, secret: bool, node: &Node) -> Option<Construction> {
    match ty {
        Type::Any | Type::OneOf(..) => (!secret).then(|| Construction::Parsed(node.to_json())),
        Type::Scalar(kind, _) => construct_scalar(*kind, secret, node),
        Type::Array(array) => {
            let items = node.as_array()?.iter().map(|item| construct(method, &array.items, secret, item));
            items.collect::<Option<_>>().map(Construction::List)
        }
        Type::Named(id) => match method.type_def(*id)? {
            TypeDef::Struct(def) => construct_struct(method, *id, def, node),
            TypeDef::Enum(def) => {
                let place = def.values.iter().position(|value| node.as_str() == Some(&value.wire))?;
                Some(Construction::Value(*id, place))
            }
            TypeDef::Union(def) => construct_alternative(method, *id, def, node),
        },
    }
}

fn construct_alternative(method: &Method, id: TypeId, def: &Union, node: &Node) -> Option<Construction> {
    let place = def.variants.iter().position(|variant| fits(method, &variant.ty, node))?;
    let variant = def.variants.get(place)?;
    let value = construct(method, &variant.ty, variant.secret, node)?;
    Some(Construction::Alternative(id, place, Box::new(value)))
}

/// Nothing of the object may be left over: code that makes less than the example would be wrong.
fn construct_struct(method: &Method, id: TypeId, def: &Struct, node: &Node) -> Option<Construction> {
    let members = node.as_object()?;
    let value = |index: usize| {
        let field = def.fields.get(index)?;
        let member = members.iter().find(|member| member.key.value == field.wire)?;
        construct(method, &field.ty, field.secret, &member.value)
    };
    let (Constructor::Arguments(indices) | Constructor::Required(_, indices)) = &def.constructor;
    let required: Vec<Construction> = indices.iter().map(|&index| value(index)).collect::<Option<_>>()?;
    let is_given = |index: &usize| {
        let name = def.fields.get(*index).map(|field| field.wire.as_str());
        members.iter().any(|member| name == Some(&member.key.value))
    };
    let mut set = Vec::new();
    for (place, setter) in def.setters.iter().enumerate().filter(|(_, setter)| setter.fields.iter().any(is_given)) {
        set.push((place, setter.fields.iter().map(|&index| value(index)).collect::<Option<Vec<_>>>()?));
    }
    let made = required.len() + set.iter().map(|(_, arguments)| arguments.len()).sum::<usize>();
    (made == members.len()).then_some(Construction::Struct { id, required, set })
}

fn construct_scalar(kind: ScalarKind, secret: bool, node: &Node) -> Option<Construction> {
    if secret && kind != ScalarKind::String && !kind.facts().secret {
        return None;
    }
    let is_json = kind == ScalarKind::Number || kind.facts().whole;
    match &node.value {
        Value::Null => None,
        _ if is_json => Some(Construction::Parsed(node.to_json())),
        Value::Bool(_) => Some(Construction::Literal(node.to_json())),
        Value::String(text) if kind == ScalarKind::String => Some(Construction::Text(text.clone())),
        Value::String(text) => Some(Construction::Parsed(text.clone())),
        Value::Number(digits) => construct_number(kind, digits),
        Value::Array(_) | Value::Object(_) => Some(Construction::Parsed(node.to_json())),
    }
}

/// An amount says its unit, so that nobody has to know the type.
fn construct_number(kind: ScalarKind, digits: &str) -> Option<Construction> {
    let facts = kind.facts();
    match (facts.unit, facts.texts) {
        (Some(Unit::Msat), _) => Some(Construction::Parsed(format!("{digits}msat"))),
        (Some(Unit::Sat), _) => Some(Construction::Parsed(format!("{digits}sat"))),
        (None, Texts::None) => facts.integers.map(|_| Construction::Literal(digits.to_owned())),
        (None, Texts::Any | Texts::Hex(..) | Texts::PartlyHex | Texts::Formed) => None,
    }
}
