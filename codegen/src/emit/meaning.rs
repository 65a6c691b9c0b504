//! What is said of fields and types that their schema does not describe: where they stand, and what they hold.

use super::docs::{code, link};
use crate::model::{Field, Method, Struct, Target, Type, TypeDef, TypeId};

/// The description, or another sentence if there is none.
pub(super) fn described(docs: &[String], sentence: impl FnOnce() -> String) -> Vec<String> {
    if docs.is_empty() { vec![sentence()] } else { docs.to_vec() }
}

/// The documentation of a field.
pub(super) fn field_docs(method: &Method, field: &Field) -> Vec<String> {
    described(&field.docs, || sentence(method, &field.ty))
}

/// What a field is whose description stands elsewhere.
pub(super) fn see(def: &Struct, field: &Field) -> String {
    format!("See {}.", link(&format!("{}::{}", def.name, field.ident)))
}

/// The documentation of a type inside a request or response.
pub(super) fn value_docs(method: &Method, id: TypeId, docs: &[String]) -> Vec<String> {
    described(docs, || match holder(method, id) {
        Some((holder, Holds::One)) => format!("The value of {}.", link(&holder)),
        Some((holder, Holds::Many)) => format!("An item of {}.", link(&holder)),
        None => format!("A value that {} uses.", code(&method.name)),
    })
}

/// The documentation of a whole request, response or payload: what the message is for, if this side tells of it, and
/// where the other sides are.
pub(super) fn side_docs(method: &Method, def: &Struct, is_request: bool) -> Vec<String> {
    let [request, response] = [method.request, method.response].map(|id| match method.type_def(id) {
        Some(def) => link(def.name()),
        None => String::new(),
    });
    let (is_leading, relation) = match (method.target, is_request) {
        (Target::Rpc, true) => {
            let error = link(&method.errors.name);
            (true, format!("The node answers with {response}, or with {error} if the command fails."))
        }
        (Target::Rpc, false) => (false, format!("The response to {request}.")),
        (Target::Notification, true) => (false, format!("The parameters of a subscription to {response}.")),
        (Target::Notification, false) => (true, String::new()),
        (Target::Hook, true) => (true, format!("A plugin answers with {response}.")),
        (Target::Hook, false) => (false, format!("A plugin's answer to {request}.")),
    };
    let own = without(&def.docs, &method.docs);
    match is_leading {
        true => paragraphs([method_docs(method), own, vec![relation]]),
        false => paragraphs([vec![relation], own]),
    }
}

/// What a command, notification or hook is for: its title, then its description.
pub(super) fn method_docs(method: &Method) -> Vec<String> {
    let what = match method.target {
        Target::Rpc => "command",
        Target::Notification => "notification",
        Target::Hook => "hook",
    };
    described(&method.docs, || format!("The {what} {}.", code(&method.name)))
}

/// Lines, unless they are the last of other lines, which say it already.
fn without(lines: &[String], said: &[String]) -> Vec<String> {
    if said.ends_with(lines) { Vec::new() } else { lines.to_vec() }
}

/// Texts with an empty line between them.
pub(super) fn paragraphs<const N: usize>(texts: [Vec<String>; N]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in texts.into_iter().filter(|text| text.iter().any(|line| !line.is_empty())) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text);
    }
    lines
}

/// What a value of a type is, as a sentence.
pub(super) fn sentence(method: &Method, ty: &Type) -> String {
    match ty {
        Type::Named(_) => format!("See {}.", noun(method, ty)),
        Type::Array(array) => format!("A list of {}.", plural(method, &array.items)),
        Type::Any | Type::Scalar(..) | Type::OneOf(..) => format!("A value of type {}.", noun(method, ty)),
    }
}

fn noun(method: &Method, ty: &Type) -> String {
    match ty {
        Type::Any | Type::OneOf(..) => "`Json`".to_owned(),
        Type::Scalar(kind, _) => code(kind.rust_name()),
        Type::Named(id) => method.type_def(*id).map(|def| link(def.name())).unwrap_or_default(),
        Type::Array(array) => plural(method, &array.items),
    }
}

fn plural(method: &Method, ty: &Type) -> String {
    match ty {
        Type::Array(array) => format!("lists of {}", plural(method, &array.items)),
        other => format!("{} values", noun(method, other)),
    }
}

/// How many values of a type a field may hold.
enum Holds {
    One,
    Many,
}

/// The field or alternative that holds a type: its path, and how many values it holds.
fn holder(method: &Method, id: TypeId) -> Option<(String, Holds)> {
    method.types.iter().find_map(|def| match def {
        TypeDef::Struct(def) if def.visible => def.fields.iter().find_map(|field| {
            let holds = holds(&field.ty, id)?;
            Some((format!("{}::{}", def.name, field.ident), holds))
        }),
        TypeDef::Union(def) => def.variants.iter().find_map(|variant| {
            let holds = holds(&variant.ty, id)?;
            Some((format!("{}::{}", def.name, variant.ident), holds))
        }),
        TypeDef::Struct(_) | TypeDef::Enum(_) => None,
    })
}

fn holds(ty: &Type, id: TypeId) -> Option<Holds> {
    match ty {
        Type::Named(named) => (*named == id).then_some(Holds::One),
        Type::Array(array) => holds(&array.items, id).map(|_| Holds::Many),
        Type::Any | Type::Scalar(..) | Type::OneOf(..) => None,
    }
}
