//! Fourth stage: the model as Rust tokens. It decides nothing, cannot fail and touches no files.
//!
//! One file per kind of output; fragments are named before the template that they go into.

mod conformance;
mod conversions;
mod deprecation;
mod derive;
mod docs;
mod enums;
mod errors;
mod file;
mod index;
mod info;
mod rules;
pub(crate) mod signatures;
mod slots;
mod structs;
mod types;
mod unions;
mod views;

use quote::quote;

use crate::model::{Api, Method, Target, TypeDef};

pub use derive::{Derive, DeriveError};
pub use file::{File, Style};
use types::visible_structs;

/// All files: the index, and one per method. Each is made when it is asked for, since tokens take much memory.
pub fn emit<'a>(api: &'a Api, style: &'a Style) -> impl Iterator<Item = File> + 'a {
    let methods = api.methods.iter().map(|method| method_file(method, style));
    std::iter::once_with(|| index::generate(api)).chain(methods)
}

fn method_file(method: &Method, style: &Style) -> File {
    let mut items = Vec::new();
    if method.types.iter().any(TypeDef::holds_deprecated) {
        let allowed = deprecation::allowed();
        items.push(quote!(#! #allowed));
    }
    for def in &method.types {
        items.extend(match def {
            TypeDef::Struct(def) if def.visible => structs::generate(method, def, style),
            TypeDef::Struct(_) => Vec::new(),
            TypeDef::Union(def) => unions::generate(method, def, style),
            TypeDef::Enum(def) => enums::generate(def, style),
        });
    }
    if method.target == Target::Rpc {
        items.extend(errors::generate(method));
    }
    items.extend(info::generate(method));
    items.extend(visible_structs(method).map(slots::generate));
    items.push(rules::generate(method));
    if style.tests {
        items.extend(conformance::generate(method));
    }
    File { name: format!("{}.rs", method.module), source: Some(method.source.clone()), docs: file_docs(method), items }
}

fn file_docs(method: &Method) -> Vec<String> {
    let what = match method.target {
        Target::Rpc => "command",
        Target::Notification => "notification",
        Target::Hook => "hook",
    };
    let mut lines = vec![format!("The {what} {}.", docs::code(&method.name))];
    if !method.docs.is_empty() {
        lines.push(String::new());
        lines.extend(method.docs.iter().cloned());
    }
    lines.extend([String::new(), format!("Schema: {}", docs::code(&method.source))]);
    lines
}
