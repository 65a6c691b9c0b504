//! Alternatives: an enum whose variants hold what the schema's arms describe.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, traced};
use super::signatures::{alternative, no_alternative};
use super::types::ident;
use super::{Derive, Style, deprecation};
use crate::model::{Method, Union};

pub(super) fn generate(method: &Method, def: &Union, style: &Style) -> Vec<TokenStream> {
    vec![definition(method, def, style), traits(def)]
}

fn definition(method: &Method, def: &Union, style: &Style) -> TokenStream {
    let docs = traced(&def.docs, "One of several kinds of values.", &def.trace);
    let name = ident(&def.name);
    let derives = Derive::beside(&style.derives, &["Clone", "Debug", "PartialEq"]);
    let variants = def.variants.iter().map(|variant| {
        let mut lines = variant.docs.clone();
        if lines.is_empty() {
            lines.push(format!("The alternative `{}`.", variant.ident));
        }
        let docs = attributes(&lines);
        let deprecated = deprecation::attribute(variant.deprecated.as_deref());
        let alternative = alternative(method, variant);
        quote!(#docs #deprecated #alternative)
    });
    let (non_exhaustive, unknown) = match no_alternative(def) {
        Some(unknown) => {
            let docs = " A value that fits none of them, as newer nodes may write. It is kept as it is.";
            (Some(quote!(#[non_exhaustive])), Some(quote!(#[doc = #docs] #unknown,)))
        }
        None => (None, None),
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq #derives)]
        #non_exhaustive
        pub enum #name {
            #(#variants,)*
            #unknown
        }
    }
}

fn traits(def: &Union) -> TokenStream {
    let name = ident(&def.name);
    let variants = def.variants.iter().enumerate().map(|(index, variant)| {
        let (index, variant) = (Literal::usize_unsuffixed(index), ident(&variant.ident));
        quote!(#index #variant)
    });
    let unlisted = def.open.as_deref().map(|name| {
        let name = ident(name);
        quote!(; #name)
    });
    let (writer, table) = (ident(&format!("{:?}", def.writer)), ident(&def.table));
    quote!(::cln_runtime::one_of!(#name from #writer by rules::#table { #(#variants),* #unlisted });)
}
