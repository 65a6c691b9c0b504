//! Alternatives: an enum whose variants hold what the schema's arms describe.

use std::collections::BTreeMap;

use cln_runtime::rules::ScalarKind;
use cln_runtime::{Origin, Token};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{attributes, traced};
use super::meaning::{described, sentence, value_docs};
use super::signatures::{alternative, no_alternative};
use super::types::{ident, variant_type};
use super::{Derive, Style, deprecation};
use crate::model::{Method, Type, TypeId, Union, Variant};

pub(super) fn generate(method: &Method, id: TypeId, def: &Union, style: &Style) -> TokenStream {
    let docs = traced(value_docs(method, id, &def.docs), &def.trace);
    let name = ident(&def.name);
    let derives = Derive::beside(&style.derives, &["Clone", "Debug", "PartialEq"]);
    let variants = def.variants.iter().map(|variant| {
        let docs = attributes(&described(&variant.docs, || sentence(method, &variant.ty)));
        let deprecated = deprecation::attribute(variant.deprecated.as_deref());
        let alternative = alternative(method, variant);
        quote!(#docs #deprecated #alternative)
    });
    let (non_exhaustive, unknown) = match no_alternative(method, def) {
        Some(unknown) => {
            let docs = " A value of another kind, such as one of a newer node, kept unchanged.";
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

/// What the runtime makes of it.
pub(super) fn traits(method: &Method, def: &Union) -> TokenStream {
    let conversions = (def.origin == Origin::Client).then(|| conversions(method, def));
    let name = ident(&def.name);
    let variants = def.variants.iter().map(|variant| ident(&variant.ident));
    let unlisted = def.open.as_deref().map(|name| {
        let name = ident(name);
        quote!(; #name)
    });
    let (origin, table) = (ident(&format!("{:?}", def.origin)), ident(&def.table));
    quote!(::cln_runtime::one_of!(#name from #origin by rules::#table { #(#variants),* #unlisted }); #conversions)
}

/// What a value is made from: all types that one alternative alone holds, and literals of texts and numbers.
fn conversions(method: &Method, def: &Union) -> TokenStream {
    let name = ident(&def.name);
    let types: Vec<String> = def.variants.iter().map(|variant| variant_type(method, variant).to_string()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ty in &types {
        *counts.entry(ty).or_default() += 1;
    }
    let is_alone = |ty: &str| counts.get(ty) == Some(&1);
    let alone: Vec<&Variant> =
        def.variants.iter().zip(&types).filter(|(_, ty)| is_alone(ty)).map(|(variant, _)| variant).collect();
    let of_kind = |kinds: &[ScalarKind]| {
        let is = |variant: &&&Variant| matches!(&variant.ty, Type::Scalar(kind, _) if kinds.contains(kind));
        alone.iter().filter(is).find(|variant| !variant.secret).map(|variant| ident(&variant.ident))
    };
    let text = of_kind(&[ScalarKind::String]);
    let number = of_kind(&[ScalarKind::I64, ScalarKind::U64]).filter(|_| text.is_some() && has_one_number(def));
    let typed = alone.iter().filter(|variant| number.as_ref().is_none_or(|number| *number != variant.ident));
    let typed = typed.map(|variant| {
        let (name, ty) = (ident(&variant.ident), variant_type(method, variant));
        quote!(#name(#ty))
    });
    let numbers = number.as_ref().map(|number| quote!(number #number or #text));
    let texts = text.as_ref().map(|text| quote!(text #text));
    quote!(::cln_runtime::one_of_from!(#name #texts #numbers { #(#typed),* });)
}

/// Whether no second alternative could be meant by a number.
fn has_one_number(def: &Union) -> bool {
    let takes_numbers = |variant: &&Variant| match &variant.ty {
        Type::Scalar(kind, _) => kind.check(Token::Number("0")).is_ok(),
        Type::Any | Type::OneOf(..) => true,
        Type::Named(_) | Type::Array(_) => false,
    };
    def.variants.iter().filter(takes_numbers).count() == 1
}
