//! Enums: closed where a user writes them, open where a node does.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, code, traced};
use super::meaning::value_docs;
use super::signatures::{unlisted_value, value};
use super::types::ident;
use super::{Derive, Style};
use crate::model::{Enum, Method, TypeId};

/// What every enum derives, `Copy` where it can.
const DERIVES: &[&str] = &["Clone", "Copy", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

pub(super) fn generate(method: &Method, id: TypeId, def: &Enum, style: &Style) -> TokenStream {
    let docs = traced(value_docs(method, id, &def.docs), &def.trace);
    let name = ident(&def.name);
    let derives = Derive::beside(&style.derives, DERIVES);
    let variants = def.values.iter().map(|each| {
        let docs = attributes(&[format!("{} on the wire.", code(&format!("{:?}", each.wire)))]);
        let value = value(each);
        quote!(#docs #value)
    });
    match unlisted_value(def) {
        Some(unlisted) => {
            quote! {
                #docs
                #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash #derives)]
                #[non_exhaustive]
                pub enum #name {
                    #(#variants,)*
                    #[doc = " A value that the schema does not list, such as one of a newer node, kept unchanged."]
                    #unlisted,
                }
            }
        }
        None => quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash #derives)]
            pub enum #name {
                #(#variants,)*
            }
        },
    }
}

/// What the runtime makes of it.
pub(super) fn traits(def: &Enum) -> TokenStream {
    let name = ident(&def.name);
    let values = def.values.iter().map(|value| {
        let (variant, wire) = (ident(&value.ident), &value.wire);
        quote!(#variant = #wire)
    });
    let unlisted = def.open.as_deref().map(|name| {
        let name = ident(name);
        quote!(; #name)
    });
    quote!(::cln_runtime::text_enum!(#name { #(#values),* #unlisted });)
}
