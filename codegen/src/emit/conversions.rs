//! `TryFrom` between enums that have values in common, whichever methods they belong to.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::model::{Api, Enum, TypeDef};

/// For each enum, from all others that it may share a value with.
pub(super) fn generate(api: &Api) -> impl Iterator<Item = TokenStream> {
    let defs = api.methods.iter().flat_map(|method| &method.types);
    let enums: Vec<(&Enum, BTreeSet<&str>)> = defs
        .filter_map(|def| match def {
            TypeDef::Enum(def) => Some((def, def.values.iter().map(|value| value.wire.as_str()).collect())),
            TypeDef::Struct(_) | TypeDef::Union(_) => None,
        })
        .collect();
    let from = |(target, values): &(&Enum, BTreeSet<&str>)| {
        let others = enums.iter().filter(|(other, _)| other.name != target.name);
        let related = others.filter(|(_, others)| !values.is_disjoint(others)).map(|(other, _)| ident(&other.name));
        let related: Vec<_> = related.collect();
        let target = ident(&target.name);
        (!related.is_empty()).then(|| quote!(::cln_runtime::text_enum_from!(#target: #(#related),*);))
    };
    enums.iter().filter_map(from).collect::<Vec<_>>().into_iter()
}
