//! The error enum of a method.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{attributes, link, traced};
use super::signatures::{error, other_error};
use super::types::ident;
use crate::model::{ErrorEnum, Method};

pub(super) fn generate(method: &Method) -> TokenStream {
    let errors = &method.errors;
    let request = method.type_def(method.request).map(|def| link(def.name())).unwrap_or_default();
    let docs = traced(vec![format!("Why {request} can fail, by error code.")], &format!("{}#/errors", method.source));
    let name = ident(&errors.name);
    let variants = errors.variants.iter().map(|variant| {
        let mut lines = variant.docs.clone();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("Code {}.", variant.code));
        let docs = attributes(&lines);
        let error = error(method, variant);
        quote!(#docs #error)
    });
    let other = other_error(method);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " An error with any other code."]
            #other,
        }
    }
}

/// What the runtime makes of it.
pub(super) fn traits(errors: &ErrorEnum) -> TokenStream {
    let name = ident(&errors.name);
    let codes = errors.variants.iter().map(|variant| {
        let (variant, code) = (ident(&variant.ident), Literal::i64_unsuffixed(variant.code));
        quote!(#variant = #code)
    });
    quote!(::cln_runtime::error_enum!(#name { #(#codes),* });)
}
