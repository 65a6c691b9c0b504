//! `TryFrom` between enums that have values in common, whichever methods they belong to.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::model::{Api, Enum, TypeDef};

/// A value that more enums have than this connects none of them: it says nothing about what they are, and the
/// conversions between all of them would be more than all other code.
const MOST: usize = 100;

/// For each enum, from all others that share a value with it.
pub(super) fn generate(api: &Api) -> impl Iterator<Item = TokenStream> {
    let enums: Vec<&Enum> = api.methods.iter().flat_map(|method| &method.types).filter_map(as_enum).collect();
    let holders = holders(&enums);
    let from = |target: &Enum| {
        let sharing = target.values.iter().filter_map(|value| holders.get(value.wire.as_str()));
        let sharing = sharing.filter(|holders| holders.len() <= MOST).flatten();
        let others: BTreeSet<usize> = sharing.copied().collect();
        let names = others.iter().filter_map(|&index| enums.get(index)).map(|other| &other.name);
        let related: Vec<_> = names.filter(|name| **name != target.name).map(|name| ident(name)).collect();
        let target = ident(&target.name);
        (!related.is_empty()).then(|| quote!(::cln_runtime::text_enum_from!(#target: #(#related),*);))
    };
    enums.iter().filter_map(|target| from(target)).collect::<Vec<_>>().into_iter()
}

const fn as_enum(def: &TypeDef) -> Option<&Enum> {
    match def {
        TypeDef::Enum(def) => Some(def),
        TypeDef::Struct(_) | TypeDef::Union(_) => None,
    }
}

/// By value, the places of the enums that have it.
fn holders<'m>(enums: &[&'m Enum]) -> BTreeMap<&'m str, Vec<usize>> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, def) in enums.iter().enumerate() {
        for value in &def.values {
            holders.entry(&value.wire).or_default().push(index);
        }
    }
    holders
}
