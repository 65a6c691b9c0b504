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
mod example;
mod file;
mod imports;
mod index;
mod info;
mod meaning;
mod paging;
mod reflect;
mod rules;
pub(crate) mod signatures;
mod structs;
mod types;
mod unions;
mod views;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Method, Target, TypeDef, TypeId};

pub use derive::{Derive, DeriveError};
pub use file::{File, Style};

/// All files: the index, and for each method its bindings and their tests. Each is made when it is asked for, since
/// tokens take much memory.
pub fn emit<'a>(api: &'a Api, style: &'a Style) -> impl Iterator<Item = File> + 'a {
    let methods = api.methods.iter().map(|method| method_file(method, style));
    let tests = api.methods.iter().filter(|_| style.tests).filter_map(conformance::file);
    std::iter::once_with(|| index::generate(api)).chain(methods).chain(tests)
}

fn method_file(method: &Method, style: &Style) -> File {
    let (info, tie) = info::generate(method);
    let allowed = method.types.iter().any(TypeDef::holds_deprecated).then(deprecation::allowed);
    let mut items: Vec<TokenStream> = allowed.map(|allowed| quote!(#! #allowed)).into_iter().collect();
    items.push(imports::generate(method));
    items.extend(types(method, style));
    items.push(info);
    items.push(rules::generate(method));
    items.push(traits(method, tie));
    if style.tests {
        items.extend(conformance::module(method));
    }
    File { name: format!("{}.rs", method.module), source: Some(method.source.clone()), docs: file_docs(method), items }
}

/// What users see: the types, each before those inside it, and the errors.
fn types(method: &Method, style: &Style) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for (index, def) in method.types.iter().enumerate() {
        let id = TypeId(index);
        match def {
            TypeDef::Struct(def) if def.visible => items.extend(structs::generate(method, id, def, style)),
            TypeDef::Struct(_) => {}
            TypeDef::Union(def) => items.push(unions::generate(method, id, def, style)),
            TypeDef::Enum(def) => items.push(enums::generate(method, id, def, style)),
        }
    }
    items.extend((method.target == Target::Rpc).then(|| errors::generate(method)));
    items
}

/// What the runtime needs of the types, which is nothing to read: it stands below them.
fn traits(method: &Method, tie: TokenStream) -> TokenStream {
    let of_types = method.types.iter().filter_map(|def| match def {
        TypeDef::Struct(def) if def.visible => Some(reflect::generate(def)),
        TypeDef::Struct(_) => None,
        TypeDef::Union(def) => Some(unions::traits(method, def)),
        TypeDef::Enum(def) => Some(enums::traits(def)),
    });
    let of_errors = (method.target == Target::Rpc).then(|| errors::traits(&method.errors));
    quote!(#(#of_types)* #of_errors #tie)
}

fn file_docs(method: &Method) -> Vec<String> {
    let mut lines = meaning::method_docs(method);
    lines.extend([String::new(), docs::trace(&method.source)]);
    lines
}
