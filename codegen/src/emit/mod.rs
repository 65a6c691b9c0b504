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
mod index;
mod info;
mod rules;
pub(crate) mod signatures;
mod slots;
mod structs;
mod types;
mod unions;
mod views;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Method, Struct, Target, TypeDef};

pub use derive::{Derive, DeriveError};

/// What of the output the user chose.
#[derive(Clone, Debug)]
pub struct Style {
    /// Whether conformance tests are emitted.
    pub tests: bool,
    /// Traits that every struct and enum derives beside the usual ones.
    pub derives: Vec<Derive>,
}

/// One generated file, not yet text.
#[derive(Debug)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// The schema that it is made from; `None` for the index.
    pub source: Option<String>,
    /// The module's documentation, line by line.
    pub docs: Vec<String>,
    /// Its items, in order.
    pub items: Vec<TokenStream>,
}

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

fn visible_structs(method: &Method) -> impl Iterator<Item = &Struct> {
    method.types.iter().filter_map(|def| match def {
        TypeDef::Struct(def) if def.visible => Some(def),
        _ => None,
    })
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
